package io.vethkit.it.takeover;

import com.google.gson.JsonObject;

import io.vethkit.it.NetworkSnapshot;
import io.vethkit.it.Tool;
import io.vethkit.it.cni.CniNode;
import io.vethkit.netns.NetworkNamespace;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * A node in the namespace of the calling thread that Amazon's daemon set up and our plugin took
 * over, with a pod of ours, and with a namespace for one that Amazon's plugin makes.
 */
final class TakenOver implements AutoCloseable {
    final CniNode cni = CniNode.withSecondaryEni();
    final String netns;
    final NetworkSnapshot before;

    TakenOver() throws IOException {
        Tool.ip("link", "set", "eth1", "up");
        AmazonNode.inVpc(AmazonFilter.NFTABLES).externalServices("172.20.0.0/16").setUp();
        cni.network = "aws-cni";
        cni.version = "1.0.0";
        cni.call(Map.of("CNI_ARGS", "IP=10.0.0.31"), "ADD", "ours", cni.newPod(), cni.conf(""))
                .success();
        netns = cni.newPod();
        before = NetworkSnapshot.take();
    }

    AmazonPod onEth1(String name) throws IOException {
        return created(AmazonPod.of(name, netns, "10.0.1.16", 1));
    }

    AmazonPod multiNic(String name) throws IOException {
        AmazonPod.Ip first = new AmazonPod.Ip("10.0.0.16", 0, 0);
        return created(AmazonPod.of(name, netns, first, new AmazonPod.Ip("10.0.1.16", 1, 0)));
    }

    static AmazonPod created(AmazonPod pod) throws IOException {
        return created(pod, true);
    }

    static AmazonPod created(AmazonPod pod, boolean hasRules) throws IOException {
        if (!hasRules) { // Amazon's plugin tolerates those that are there
            Tool.ip("rule", "del", "pref", "512", "to", pod.ips().get(0).address());
            Tool.ip("rule", "del", "pref", "1536", "from", pod.ips().get(0).address());
        }
        pod.create();
        return pod;
    }

    void deleteNamespace() throws IOException {
        NetworkNamespace.delete(Path.of(netns).getFileName().toString());
        while (Tool.ip("-o", "link", "show", "type", "veth")
                .contains(AmazonPod.of("a", netns, "", 0).hostVeth(0))) {
            Thread.onSpinWait(); // namespaces go in the background
        }
    }

    CniNode.Answer check(AmazonPod pod) {
        return call("CHECK", pod, AmazonResult.of(pod, cni.version));
    }

    CniNode.Answer delete(AmazonPod pod) {
        return call("DEL", pod, AmazonResult.of(pod, cni.version));
    }

    CniNode.Answer call(String command, AmazonPod pod, JsonObject result) {
        return cni.call(command, pod.containerId(), pod.netns(), ",\"prevResult\":" + result);
    }

    static JsonObject withEgress(AmazonPod pod, String version) {
        return AmazonResult.withEgress(AmazonResult.of(pod, version), pod.netns());
    }

    @Override
    public void close() throws IOException {
        cni.close();
    }
}
