package io.vethkit.it.containerd;

import io.grpc.CallOptions;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.stub.ClientCalls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The calls that a kubelet makes to a container runtime, as far as they concern networking:
 * runtime.v1.RuntimeService over a Unix socket. Field numbers are those of the Kubernetes CRI API.
 *
 * <p>A call that the runtime refuses throws {@link io.grpc.StatusRuntimeException}.
 */
final class Cri implements AutoCloseable {
    private static final int DEADLINE_SECONDS = 30;

    private final ManagedChannel channel;

    Cri(Path socket) {
        channel =
                Grpc.newChannelBuilder("unix://" + socket, InsecureChannelCredentials.create())
                        .overrideAuthority("localhost")
                        .build();
    }

    /** Starts a pod's sandbox, which is what gives it a network, and returns its id. */
    String runPodSandbox(PodConfig pod) {
        return call("RunPodSandbox", new ProtoWriter().message(1, pod.encode())).string(1);
    }

    void stopPodSandbox(String sandbox) {
        call("StopPodSandbox", new ProtoWriter().string(1, sandbox));
    }

    void removePodSandbox(String sandbox) {
        call("RemovePodSandbox", new ProtoWriter().string(1, sandbox));
    }

    PodStatus podSandboxStatus(String sandbox) {
        ProtoMessage status =
                call("PodSandboxStatus", new ProtoWriter().string(1, sandbox)).message(1);
        ProtoMessage network = status.message(5);
        List<String> addresses = new ArrayList<>();
        if (!network.string(1).isEmpty()) {
            addresses.add(network.string(1));
        }
        for (ProtoMessage more : network.messages(2)) {
            addresses.add(more.string(1));
        }
        return new PodStatus(status.number(3) == 0, List.copyOf(addresses));
    }

    /** Creates and starts a container in the sandbox and returns its id. */
    String startContainer(String sandbox, PodConfig pod, String image, List<String> command) {
        ProtoWriter config =
                new ProtoWriter()
                        .message(1, new ProtoWriter().string(1, "main"))
                        .message(2, new ProtoWriter().string(1, image))
                        .strings(3, command);
        ProtoWriter request =
                new ProtoWriter().string(1, sandbox).message(2, config).message(3, pod.encode());
        String container = call("CreateContainer", request).string(1);
        call("StartContainer", new ProtoWriter().string(1, container));
        return container;
    }

    /** Kills a container if it runs and removes it. */
    void removeContainer(String container) {
        call("RemoveContainer", new ProtoWriter().string(1, container));
    }

    /** Runs a command inside a container to its end. */
    Node.Outcome execSync(String container, String... command) {
        ProtoWriter request =
                new ProtoWriter()
                        .string(1, container)
                        .strings(2, List.of(command))
                        .number(3, DEADLINE_SECONDS);
        ProtoMessage response = call("ExecSync", request);
        return new Node.Outcome((int) response.number(3), response.string(1), response.string(2));
    }

    /** The runtime's own view of its network. */
    NetworkCondition networkCondition() {
        ProtoMessage response = call("Status", new ProtoWriter().number(1, 1));
        String config = "";
        for (ProtoMessage entry : response.messages(2)) {
            if (entry.string(1).equals("cniconfig")) {
                config = entry.string(2);
            }
        }
        for (ProtoMessage condition : response.message(1).messages(1)) {
            if (condition.string(1).equals("NetworkReady")) {
                return new NetworkCondition(condition.number(2) == 1, condition.string(4), config);
            }
        }
        throw new IllegalStateException("no NetworkReady among the conditions");
    }

    private ProtoMessage call(String method, ProtoWriter request) {
        MethodDescriptor<byte[], byte[]> descriptor =
                MethodDescriptor.newBuilder(new Bytes(), new Bytes())
                        .setType(MethodDescriptor.MethodType.UNARY)
                        .setFullMethodName("runtime.v1.RuntimeService/" + method)
                        .build();
        CallOptions options =
                CallOptions.DEFAULT.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS);
        byte[] response =
                ClientCalls.blockingUnaryCall(channel, descriptor, options, request.toByteArray());
        return ProtoMessage.parse(ByteBuffer.wrap(response));
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }

    /** A sandbox as its runtime sees it; no addresses once its network is down. */
    record PodStatus(boolean ready, List<String> addresses) {}

    /** Whether pods can be given a network, why not, and the CNI configuration in use as JSON. */
    record NetworkCondition(boolean ready, String message, String config) {}

    /** Messages are encoded and decoded by the caller. */
    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] message) {
            return new ByteArrayInputStream(message);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
