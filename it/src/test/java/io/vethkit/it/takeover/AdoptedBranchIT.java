package io.vethkit.it.takeover;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;

import io.vethkit.it.NetworkSnapshot;
import io.vethkit.it.ThrowawayNetns;
import io.vethkit.it.Tool;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.Map;

/** Pods that Amazon's plugin put on branch ENIs, under our plugin, and the other way round. */
@Tag("vlan")
@ExtendWith(ThrowawayNetns.class)
class AdoptedBranchIT {
    private static final String POD = "K8S_POD_NAMESPACE=default;K8S_POD_NAME=sample-pod";
    private static final String ANNOTATION =
            ",\"runtimeConfig\":{\"io.kubernetes.cri.pod-annotations\":{"
                    + "\"vpc.amazonaws.com/pod-eni\":\"[{\\\"eniId\\\":\\\"eni-1\\\","
                    + "\\\"ifAddress\\\":\\\"02:00:00:00:09:05\\\",\\\"privateIp\\\":\\\"10.0.9.5\\\","
                    + "\\\"vlanId\\\":7,\\\"subnetCidr\\\":\\\"10.0.9.0/24\\\"}]\"}}";

    @Test
    void isWiredAsByAmazonsInStrictMode() throws IOException {
        try (TakenOver node = TakenOver.withTrunk("strict")) {
            node.onBranch("sample-pod", node.netns, "10.0.9.5", 7);

            assertEquals(
                    """
                    default via 10.0.9.1 dev vlan.eth.7\s
                    10.0.9.1 dev vlan.eth.7 scope link\s
                    10.0.9.5 dev vlancc21c2d7785 scope link\
                    """,
                    Tool.ip("route", "show", "table", "107"));
            assertEquals(
                    """
                    10:	from all iif vlan.eth.7 lookup 107 proto unspec
                    10:	from all iif vlancc21c2d7785 lookup 107 proto unspec
                    20:	from all lookup local proto 86
                    512:	from all to 10.0.0.31 lookup main proto 86
                    1024:	from all fwmark 0x80/0x80 lookup main proto 86
                    32766:	from all lookup main proto kernel
                    32767:	from all lookup default proto kernel\
                    """,
                    Tool.ip("-d", "rule"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"strict", "standard"})
    void passesCheckAndGoesWithAllItHad(String mode) throws IOException {
        try (TakenOver node = TakenOver.withTrunk(mode)) {
            AmazonPod pod = node.onBranch("a", node.netns, "10.0.9.5", 7);

            assertEquals("", node.check(pod).success());
            assertEquals("", node.delete(pod).success());

            NetworkSnapshot.assertUnchangedSince(node.before);
            assertEquals("", node.delete(pod).success());
            NetworkSnapshot.assertUnchangedSince(node.before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"strict", "standard"})
    void goesThoughItsNamespaceWentFirst(String mode) throws IOException {
        try (TakenOver node = TakenOver.withTrunk(mode)) {
            AmazonPod pod = node.onBranch("a", node.netns, "10.0.9.5", 7);
            node.deleteNamespace();

            String more = ",\"prevResult\":" + AmazonResult.of(pod, "1.0.0");
            assertEquals("", node.cni.call("DEL", pod.containerId(), "", more).success());

            NetworkSnapshot.assertUnchangedSince(node.before);
        }
    }

    // Amazon's fails for ever: found 0 containerIPs for eth0 in prevResult
    @ParameterizedTest
    @ValueSource(strings = {"strict", "standard"})
    void goesThoughTheResultHasNoAddress(String mode) throws IOException {
        try (TakenOver node = TakenOver.withTrunk(mode)) {
            AmazonPod pod = node.onBranch("a", node.netns, "10.0.9.5", 7);
            JsonObject result = AmazonResult.of(pod, "1.0.0");
            result.remove("ips");

            assertEquals("", node.call("DEL", pod, result).success());

            NetworkSnapshot.assertUnchangedSince(node.before);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            textBlock =
                    """
                    strict   > ip link del vlan.eth.7                > link vlan.eth.7 is missing
                    strict   > ip rule del pref 10 iif vlan.eth.7    > rule from all iif vlan.eth.7 table 107 priority 10 is missing
                    strict   > ip rule del pref 10 iif VETH          > rule from all iif VETH table 107 priority 10 is missing
                    strict   > ip route del default table 107        > route default via 10.0.9.1 dev vlan.eth.7 table 107 proto 86 is missing
                    strict   > ip route del 10.0.9.5 table 107       > route 10.0.9.5/32 dev VETH table 107 scope link proto 86 is missing
                    strict   > ip link set vlan.eth.7 down           > link vlan.eth.7 is down
                    standard > ip rule del pref 1536                 > rule from 10.0.9.5/32 table 107 priority 1536 is missing
                    standard > ip route del 10.0.9.5                 > route 10.0.9.5/32 dev VETH scope link proto 86 is missing
                    """)
    void hasWhatIsBrokenNamed(String mode, String command, String finding) throws IOException {
        try (TakenOver node = TakenOver.withTrunk(mode)) {
            AmazonPod pod = node.onBranch("a", node.netns, "10.0.9.5", 7);

            Tool.run("sh", "-c", command.replace("VETH", pod.hostVeth(0)));

            assertEquals(
                    "101: " + finding.replace("VETH", pod.hostVeth(0)), node.check(pod).error());
        }
    }

    @Test
    void hasWhatStrictPodsRelyOnThoughTheModeChanges() throws IOException {
        try (TakenOver node = TakenOver.withTrunk("strict")) {
            AmazonPod pod = node.onBranch("a", node.netns, "10.0.9.5", 7);
            node.cni.extra = node.cni.extra.replace("\"strict\"", "\"standard\"");

            node.cni.add("b", node.cni.newPod());
            String with = Tool.ip("rule", "show", "lookup", "local");
            assertEquals("", node.delete(pod).success());
            node.cni.add("c", node.cni.newPod());

            assertEquals("20:\tfrom all lookup local proto 86", with);
            assertEquals(
                    "0:\tfrom all lookup local",
                    Tool.ip("rule", "show", "lookup", "local").strip());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"strict", "standard"})
    void leavesALaterPodItsVlan(String mode) throws IOException {
        try (TakenOver node = TakenOver.withTrunk(mode)) {
            AmazonPod pod = node.onBranch("a", node.netns, "10.0.9.5", 7);
            node.deleteNamespace();
            Tool.ip("link", "del", "vlan.eth.7"); // Amazon's plugin makes it anew
            removeRules();
            AmazonPod later = node.onBranch("later", node.cni.newPod(), "10.0.9.6", 7);
            NetworkSnapshot withLater = NetworkSnapshot.take();

            assertEquals("", node.delete(pod).success());

            NetworkSnapshot.assertUnchangedSince(withLater);
            assertEquals("", node.check(later).success());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"strict", "standard"})
    void leavesALaterSandboxOfTheSamePodItsVlan(String mode) throws IOException {
        try (TakenOver node = TakenOver.withTrunk(mode)) {
            AmazonPod pod = node.onBranch("a", node.netns, "10.0.9.5", 7);
            node.deleteNamespace();
            Tool.ip("link", "del", "vlan.eth.7");
            removeRules();
            AmazonPod later = node.onBranch("a", node.cni.newPod(), "10.0.9.5", 7);
            NetworkSnapshot withLater = NetworkSnapshot.take();

            assertEquals("", node.delete(pod).success());

            NetworkSnapshot.assertUnchangedSince(withLater);
            assertEquals("", node.check(later).success());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"strict", "standard"})
    void makesPlaceForALaterPodOfOurs(String mode) throws IOException {
        try (TakenOver node = TakenOver.withTrunk(mode)) {
            AmazonPod pod = node.onBranch("sample-pod", node.netns, "10.0.9.5", 7);
            String later = node.cni.newPod();
            String result = ",\"prevResult\":" + add(node, later);

            assertEquals("", node.delete(pod).success());

            String conf = node.cni.conf(ANNOTATION + result);
            assertEquals("", node.cni.call(Map.of(), "CHECK", "c1", later, conf).success());
            node.cni.delete("c1", later);
            NetworkSnapshot.assertUnchangedSince(node.before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"strict", "standard"})
    void canBeDeletedByAmazonsPlugin(String mode) throws IOException {
        try (TakenOver node = TakenOver.withTrunk(mode)) {
            node.cni.extra += ",\"resultCompatibility\":\"aws\"";
            JsonObject result = add(node, node.netns);

            new AmazonDel(result, "eth0").run();
            node.deleteNamespace();

            NetworkSnapshot.assertUnchangedSince(node.before);
            AmazonBranch eni =
                    new AmazonBranch(
                            7, "02:00:00:00:09:05", "10.0.9.1", "eth1", mode.equals("strict"));
            AmazonPod pod = AmazonPod.of("sample-pod", node.netns, "10.0.9.5", 0).branch(eni);
            assertEquals(AmazonResult.of(pod, "1.0.0").toString(), result.toString());
        }
    }

    private static JsonObject add(TakenOver node, String netns) {
        String conf = node.cni.conf(ANNOTATION);
        return node.cni.call(Map.of("CNI_ARGS", POD), "ADD", "c1", netns, conf).result();
    }

    /** Amazon's plugin tolerates them; ip(8) does not make them again. */
    private static void removeRules() throws IOException {
        Tool.run(
                "sh",
                "-c",
                "while ip rule del pref 10; do :; done; ip rule del pref 512 to 10.0.9.5;"
                        + " ip rule del pref 1536; true");
    }
}
