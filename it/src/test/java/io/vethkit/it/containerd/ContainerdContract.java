package io.vethkit.it.containerd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.grpc.StatusRuntimeException;
import io.vethkit.it.containerd.PodConfig.PortMapping;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a CNI plugin, chained with {@code portmap}, must do when a real containerd calls it as a
 * kubelet makes it. After each test the node must be as it was before.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ContainerdContract {
    private static final int HOST_PORT = 8080;
    static final int PODS_AT_ONCE = 6;

    /** What the runtime and portmap make once and keep. */
    private static final List<String> LASTING =
            List.of(
                    "\\+ file /var/lib/cni/results",
                    "\\+ nft \\{\"table\":\\{\"family\":\"ip6?\",\"name\":\"nat\"}}",
                    "\\+ nft \\{\"(chain|rule)\":\\{\"family\":\"ip\",\"table\":\"nat\",\"(chain|name)\":"
                            + "\"(PREROUTING|POSTROUTING|OUTPUT|CNI-HOSTPORT-[A-Z]+)\".*");

    private final PluginSetup plugin;
    private Containerd containerd;
    private NodeState pristine;
    private NodeState before;

    ContainerdContract(PluginSetup plugin) {
        this.plugin = plugin;
    }

    Containerd containerd() {
        return containerd;
    }

    @BeforeAll
    void startContainerd() throws IOException {
        assumeTrue(
                System.getProperty("kernel.tests", "optional").equals("required")
                        || (System.getProperty("user.name").equals("root")
                                && Files.exists(Path.of("/usr/bin/containerd"))),
                "needs root and containerd");
        containerd = Containerd.start(plugin);
        pristine = NodeState.of(containerd.node());
        try (Pod pod = runPod("first", new PortMapping(HOST_PORT, Pod.SERVER_PORT))) {
            assertTrue(pod.status().ready());
        }
    }

    @AfterAll
    void stopContainerd() {
        if (containerd != null) {
            containerd.close();
        }
    }

    @BeforeEach
    void rememberTheNode() throws IOException {
        before = NodeState.of(containerd.node());
    }

    @AfterEach
    void theNodeIsAsItWas() throws IOException {
        assertUnchangedSince(before);
    }

    private void assertUnchangedSince(NodeState earlier) throws IOException {
        Node node = containerd.node();
        try {
            // a veth's other end, a shim and a netns go a moment after the call that ends them
            Waiting.until("clean node", () -> NodeState.of(node).since(earlier).isEmpty());
        } catch (IOException e) {
            assertEquals(List.of(), NodeState.of(node).since(earlier), e.getMessage());
        }
    }

    @Test
    void leavesOnlyWhatServesAllPodsAfterTheFirst() {
        List<String> unexpected =
                before.since(pristine).stream()
                        .filter(fact -> LASTING.stream().noneMatch(fact::matches))
                        .filter(fact -> plugin.lasting().stream().noneMatch(fact::matches))
                        .toList();

        assertEquals(List.of(), unexpected);
    }

    @Test
    void givesAPodTheAddressThatTheRuntimeReports() throws IOException {
        try (Pod pod = runPod("addressed")) {
            String addresses = pod.inNamespace("ip", "-o", "-4", "address", "show", "dev", "eth0");

            assertTrue(addresses.contains(" inet " + pod.address() + "/"), addresses);
            assertTrue(pod.status().ready());
        }
    }

    @Test
    void letsTwoPodsTalk() throws IOException {
        try (Pod server = runPod("server");
                Pod client = runPod("client")) {
            server.startServer();
            String container = client.startContainer("sleep", "1000");

            client.exec(container, "ping", "-c", "1", "-W", "5", server.address());
            String answer = client.exec(container, "nc", "-w", "5", server.address(), "80");

            assertEquals("server\n", answer);
        }
    }

    @Test
    void startsAndStopsPodsAtTheSameTime() throws IOException {
        try (Crowd crowd = Crowd.run(containerd, PODS_AT_ONCE)) {
            assertEquals(PODS_AT_ONCE, crowd.pods().stream().map(Pod::address).distinct().count());
            for (Pod pod : crowd.pods()) {
                containerd.node().run("ping", "-c", "1", "-W", "5", pod.address());
            }
        }
    }

    @Test
    void letsThePodAndItsNodeTalk() throws IOException {
        try (Pod pod = runPod("neighbour")) {
            containerd.node().run("ping", "-c", "1", "-W", "5", pod.address());
            pod.inNamespace("ping", "-c", "1", "-W", "5", Containerd.NODE_ADDRESS);
        }
    }

    @Test
    void publishesAHostPortToOtherMachines() throws IOException {
        try (Pod pod = runPod("published", new PortMapping(HOST_PORT, Pod.SERVER_PORT))) {
            pod.startServer();

            assertEquals("published\n", askFromOutside());
        }
        assertThrows(IOException.class, this::askFromOutside);
    }

    @Test
    void isStoppedTwiceAndThenRemoved() throws IOException {
        Cri cri = containerd.cri();
        String sandbox = cri.runPodSandbox(containerd.pod("stopped"));
        int calls = containerd.calls().size();

        cri.stopPodSandbox(sandbox);
        cri.stopPodSandbox(sandbox);
        assertFalse(cri.podSandboxStatus(sandbox).ready());
        cri.removePodSandbox(sandbox);

        List<String> later = containerd.calls().subList(calls, containerd.calls().size());
        assertTrue(later.getFirst().contains("\"prevResult\":{"), later.toString());
        assertEquals(
                List.of(
                        "{\"command\":\"DEL\",\"container\":\"%s\",\"netns\":\"\",\"prevResult\":null}"
                                .formatted(sandbox)),
                later.subList(1, later.size()).stream().distinct().toList());
    }

    @Test
    void isStoppedAfterTheRuntimeWasKilledAndStartedAgain() throws IOException {
        try (Pod pod = runPod("survivor")) {
            containerd.restart();

            assertTrue(pod.status().ready());
            containerd.node().run("ping", "-c", "1", "-W", "5", pod.address());
        }
    }

    @Test
    void tellsWhetherTheNetworkIsReady() throws IOException {
        assertTrue(containerd.cri().networkCondition().ready());

        containerd.unconfigure();
        String message = containerd.cri().networkCondition().message();
        assertTrue(message.contains("cni plugin not initialized"), message);
        containerd.configure(".");
    }

    @Test
    void isUndoneWhenALaterPluginOfTheChainFails() throws IOException {
        assertUndoneUnder(".plugins[-1].refuse = true", "told to refuse");
    }

    @Test
    void isUndoneWhenItsConfigurationIsWrong() throws IOException {
        assertUndoneUnder(plugin.wrongConfiguration(), "failed to setup network for sandbox");
    }

    private void assertUndoneUnder(String filter, String message) throws IOException {
        containerd.configure(filter);
        try {
            int calls = containerd.calls().size();
            PodConfig pod = containerd.pod("refused", new PortMapping(HOST_PORT, Pod.SERVER_PORT));

            StatusRuntimeException refusal =
                    assertThrows(
                            StatusRuntimeException.class, () -> Pod.run(containerd, pod).close());

            assertTrue(refusal.getMessage().contains(message), refusal.getMessage());
            assertTrue(containerd.calls().size() > calls);
            assertTrue(containerd.calls().getLast().contains("\"DEL\""));
            assertUnchangedSince(before);
        } finally {
            containerd.configure(".");
        }
    }

    @Test
    void servesCtrRun() throws IOException {
        int calls = containerd.calls().size();

        String output = containerd.ctrRun("short", "ip", "-o", "-4", "address", "show", "eth0");

        assertTrue(output.contains(" inet "), output);
        List<String> later = containerd.calls().subList(calls, containerd.calls().size());
        assertEquals(2, later.size(), later.toString());
        assertTrue(later.getLast().contains("\"command\":\"DEL\""), later.getLast());
    }

    private String askFromOutside() throws IOException {
        return containerd
                .node()
                .run(
                        "nsenter",
                        "--net=/run/netns/outside",
                        "busybox",
                        "nc",
                        "-w",
                        "5",
                        Containerd.NODE_ADDRESS,
                        Integer.toString(HOST_PORT));
    }

    Pod runPod(String name, PortMapping... ports) {
        return Pod.run(containerd, containerd.pod(name, ports));
    }
}
