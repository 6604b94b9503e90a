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
    private static final String TRUNK =
            ",\"node\":{\"podEni\":true,\"addresses\":[\"10.0.0.16/28\"],\"enis\":[{"
                    + "\"deviceNumber\":4,\"name\":\"eth1\",\"address\":\"10.0.1.4/24\","
                    + "\"trunk\":true}]}";

    final CniNode cni = CniNode.withSecondaryEni();
    final String netns;
    final NetworkSnapshot before;

    /** A node with a secondary ENI. */
    TakenOver() throws IOException {
        this(AmazonNode.inVpc(AmazonFilter.NFTABLES).externalServices("172.20.0.0/16"));
    }

    private TakenOver(AmazonNode amazons) throws IOException {
        Tool.ip("link", "set", "eth1", "up");
        amazons.setUp();
        cni.network = "aws-cni";
        cni.version = "1.0.0";
        if (amazons.podEni() != null) {
            cni.extra = TRUNK + ",\"podSGEnforcingMode\":\"" + amazons.podEni() + "\"";
        }
        cni.call(Map.of("CNI_ARGS", "IP=10.0.0.31"), "ADD", "ours", cni.newPod(), cni.conf(""))
                .success();
        netns = cni.newPod();
        before = NetworkSnapshot.take();
    }

    /** A node with a trunk ENI for pods' branch ENIs, in that enforcing mode. */
    static TakenOver withTrunk(String mode) throws IOException {
        AmazonEni trunk = new AmazonEni("eth1", 0, 4, "10.0.1.4/24", "10.0.1.1", true);
        AmazonNode amazons = AmazonNode.inVpc(AmazonFilter.NFTABLES).podEni(mode).enis(trunk);
        return new TakenOver(amazons);
    }

    /** Makes a pod with the branch ENI of that VLAN. */
    AmazonPod onBranch(String name, String path, String address, int vlan) throws IOException {
        boolean strict = cni.extra.contains("strict");
        String mac = "02:00:00:00:09:05";
        AmazonBranch eni = new AmazonBranch(vlan, mac, "10.0.9.1", "eth1", strict);
        return created(AmazonPod.of(name, path, address, 0).branch(eni));
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
