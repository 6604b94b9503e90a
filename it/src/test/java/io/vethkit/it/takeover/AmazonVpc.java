package io.vethkit.it.takeover;

import com.google.gson.JsonObject;

import io.vethkit.cli.demo.SimulatedVpc;
import io.vethkit.it.Tool;
import io.vethkit.it.cni.CniNode;
import io.vethkit.netns.NetworkNamespace;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * A VPC whose node Amazon's daemon and plugin have set up, and calls of our plugin there. Pod
 * {@code a} has an address of the primary ENI, {@code b} of the secondary.
 */
final class AmazonVpc implements AutoCloseable {
    static final String A = "10.0.0.16";
    static final String B = "10.0.1.16";
    static final String NODE = "10.0.0.4";
    static final String NODE2 = "10.0.2.4";
    static final String INTERNET = "198.51.100.7";
    static final int NODE_PORT = 30080;

    final SimulatedVpc vpc = SimulatedVpc.create();
    final CniNode cni = CniNode.inVpc();
    final NetworkNamespace a = vpc.addPod("a");
    final NetworkNamespace b = vpc.addPod("b");

    AmazonVpc(AmazonNode node) throws IOException {
        cni.network = "aws-cni";
        cni.version = "1.0.0";
        onNode(() -> {
            node.setUp();
            podA().create();
            podB().create();
            return "";
        });
    }

    AmazonPod podA() {
        return AmazonPod.of("a", a.toString(), A, 0);
    }

    AmazonPod podB() {
        return AmazonPod.of("b", b.toString(), B, 1);
    }

    /** ADD of a pod that asks for {@code address}, by our plugin. */
    JsonObject add(String name, String address) throws IOException {
        NetworkNamespace pod = vpc.addPod(name);
        Map<String, String> asking = Map.of("CNI_ARGS", "IP=" + address);
        return vpc.node()
                .call(() -> cni.call(asking, "ADD", name, pod.toString(), cni.conf("")).result());
    }

    /** A verb of ours about a pod of Amazon's, with what the runtime kept of it. */
    CniNode.Answer call(String command, AmazonPod pod) throws IOException {
        return call(command, pod, AmazonResult.of(pod, cni.version));
    }

    CniNode.Answer call(String command, AmazonPod pod, JsonObject prevResult) throws IOException {
        String more = ",\"prevResult\":" + prevResult;
        return vpc.node().call(() -> cni.call(command, pod.containerId(), pod.netns(), more));
    }

    /** What kube-proxy has for a node port of pod b. */
    void proxyTo(int port, AmazonFilter filter) throws IOException {
        String rule = "-t nat -A PREROUTING -d " + NODE + " -p tcp --dport " + NODE_PORT;
        tool((filter.iptables() + " " + rule + " -j DNAT --to " + B + ":" + port).split(" "));
    }

    void useBackend(String name) {
        cni.extra =
                cni.extra.replace("\"node\":{", "\"node\":{\"filterBackend\":\"" + name + "\",");
    }

    /** What the tools show of it, without counters, which run on. */
    String state(AmazonFilter filter) throws IOException {
        String listings =
                "ip -d rule; ip route show table all; ip address show dev eth1 | grep 'inet ';"
                        + " IPT -t nat -S; IPT -t mangle -S; nft list table ip aws-cni 2>&1 | grep -v '^Error'"
                                .replace("IPT", filter.iptables())
                        + " | sed 's/packets [0-9]* bytes [0-9]*//'";
        return tool("sh", "-c", listings);
    }

    String tool(String... command) throws IOException {
        return onNode(() -> Tool.run(command));
    }

    String onNode(Callable<String> task) throws IOException {
        return vpc.node().call(task);
    }

    @Override
    public void close() throws IOException {
        cni.close();
        vpc.close();
    }
}
