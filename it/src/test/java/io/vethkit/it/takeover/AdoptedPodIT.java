package io.vethkit.it.takeover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import io.vethkit.it.NetworkSnapshot;
import io.vethkit.it.ThrowawayNetns;
import io.vethkit.it.Tool;
import io.vethkit.it.cni.CniNode;
import io.vethkit.it.cni.KilledPlugin;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** CHECK and DEL of pods that Amazon's plugin made, with what the runtime kept of its results. */
@ExtendWith(ThrowawayNetns.class)
class AdoptedPodIT {
    @ParameterizedTest
    @ValueSource(strings = {"0.4.0", "1.0.0", "1.1.0"})
    void passCheck(String version) throws IOException {
        try (TakenOver node = new TakenOver()) {
            node.cni.version = version;
            AmazonPod pod = node.onEth1("a");

            assertEquals("", node.call("CHECK", pod, AmazonResult.of(pod, version)).success());
            assertEquals("", node.call("CHECK", pod, TakenOver.withEgress(pod, version)).success());
        }
    }

    @Test
    void passCheckWithAnInterfaceOfEachNetworkCard() throws IOException {
        try (TakenOver node = new TakenOver()) {
            AmazonPod pod = node.multiNic("a");

            assertEquals("", node.check(pod).success());
        }
    }

    @Test
    void passCheckAndGoWithIpv6() throws IOException {
        try (TakenOver node = new TakenOver()) {
            Tool.run("sysctl", "-qw", "net.ipv6.conf.default.disable_ipv6=0");
            AmazonPod pod = TakenOver.created(AmazonPod.of("a", node.netns, "2001:db8::a0", 0));

            assertEquals("", node.check(pod).success());
            assertEquals("", node.delete(pod).success());
            NetworkSnapshot.assertUnchangedSince(node.before);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            textBlock =
                    """
                    ip rule del pref 512 to 10.0.1.16 > rule from all to 10.0.1.16/32 table 254 priority 512 is missing
                    ip rule del pref 1536 > rule from 10.0.1.16/32 table 2 priority 1536 is missing
                    ip route del 10.0.1.16 > route 10.0.1.16/32 dev VETH scope link proto 86 is missing
                    ip link set VETH down > link VETH is down
                    ip link set VETH address 02:00:00:00:00:99 > neighbour 169.254.1.1 lladdr 02:00:00:00:00:99 nud permanent dev eth0 is unlike: 169.254.1.1 lladdr HOSTMAC dev #2 nud permanent in the pod
                    ip link del VETH > link VETH is missing
                    sysctl -qw net.ipv6.conf.VETH.accept_ra=1 > sysctl net/ipv6/conf/VETH/accept_ra has value 1 instead of 0
                    nsenter --net=PODNS ip route del default > route default via 169.254.1.1 dev eth0 proto 3 is missing in the pod
                    nsenter --net=PODNS ip neigh del 169.254.1.1 dev eth0 > neighbour 169.254.1.1 lladdr HOSTMAC nud permanent dev eth0 is missing in the pod
                    nsenter --net=PODNS ip addr del 10.0.1.16/32 dev eth0 > address 10.0.1.16/32 dev eth0 is missing in the pod
                    ip rule del pref 32765 > rule from 10.0.1.4/32 table 2 priority 32765 proto 86 is missing
                    """)
    void haveWhatIsBrokenNamed(String command, String finding) throws IOException {
        try (TakenOver node = new TakenOver()) {
            AmazonPod pod = node.onEth1("a");

            Tool.run("sh", "-c", inserted(command, pod));

            assertEquals("101: " + inserted(finding, pod), node.check(pod).error());
        }
    }

    @Test
    void goWithAllTheyHad() throws IOException {
        try (TakenOver node = new TakenOver()) {
            AmazonPod pod = node.onEth1("a");

            assertEquals("", node.delete(pod).success());

            NetworkSnapshot.assertUnchangedSince(node.before);
            assertEquals("", node.delete(pod).success());
            NetworkSnapshot.assertUnchangedSince(node.before);
        }
    }

    @Test
    void goThoughTheirNamespaceWentFirst() throws IOException {
        try (TakenOver node = new TakenOver()) {
            AmazonPod pod = node.onEth1("a");
            node.deleteNamespace();

            assertEquals("", node.delete(pod).success());

            NetworkSnapshot.assertUnchangedSince(node.before);
        }
    }

    @Test
    void goThoughTheRuntimeKnowsNoNamespace() throws IOException {
        try (TakenOver node = new TakenOver()) {
            AmazonPod pod = node.onEth1("a");
            node.deleteNamespace();

            JsonObject result = AmazonResult.of(pod, "1.0.0");
            String more = ",\"prevResult\":" + result;
            assertEquals("", node.cni.call("DEL", pod.containerId(), "", more).success());

            NetworkSnapshot.assertUnchangedSince(node.before);
        }
    }

    @Test
    void goWithAllTheirInterfaces() throws IOException {
        try (TakenOver node = new TakenOver()) {
            AmazonPod pod = node.multiNic("a");

            assertEquals("", node.call("DEL", pod, TakenOver.withEgress(pod, "1.0.0")).success());

            NetworkSnapshot.assertUnchangedSince(node.before);
        }
    }

    @Test
    void goWithRulesToTablesThatOldVersionsMade() throws IOException {
        try (TakenOver node = new TakenOver()) {
            AmazonPod pod = node.onEth1("a");
            Tool.ip(
                    "rule",
                    "add",
                    "from",
                    "10.0.1.16",
                    "to",
                    "10.0.0.0/16",
                    "lookup",
                    "2",
                    "pref",
                    "1536");
            Tool.ip("rule", "add", "from", "10.0.1.16", "lookup", "3", "pref", "1536");
            Tool.ip(
                    "rule",
                    "add",
                    "from",
                    "10.0.1.16",
                    "lookup",
                    "2",
                    "pref",
                    "1536",
                    "protocol",
                    "86");

            assertEquals("", node.delete(pod).success());

            NetworkSnapshot.assertUnchangedSince(node.before);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            textBlock =
                    """
                    "mac":"2" > "mac":"two"
                    "mac":"2", >
                    "mac":"0","sandbox":"1" > "mac":"zero","sandbox":"one"
                    "interface":1 > "interface":7
                    "interface":1, >
                    """)
    void goThoughTheResultIsDamaged(String part, String damaged) throws IOException {
        try (TakenOver node = new TakenOver()) {
            AmazonPod pod = node.onEth1("a");
            String result = AmazonResult.of(pod, "1.0.0").toString();
            String other = result.replace(part, damaged == null ? "" : damaged);
            assertTrue(!other.equals(result), result);

            assertEquals("", node.call("DEL", pod, parse(other)).success());

            NetworkSnapshot.assertUnchangedSince(node.before);
        }
    }

    // Amazon's skips an interface that has not exactly one
    @Test
    void goThoughTheResultHasTwoAddresses() throws IOException {
        try (TakenOver node = new TakenOver()) {
            AmazonPod pod = node.onEth1("a");
            JsonObject result = AmazonResult.of(pod, "1.0.0");
            JsonObject second = result.getAsJsonArray("ips").get(0).deepCopy().getAsJsonObject();
            second.addProperty("address", "10.0.1.17/32");
            result.getAsJsonArray("ips").add(second);
            Tool.ip("rule", "add", "to", "10.0.1.17", "lookup", "main", "pref", "512");

            assertEquals("", node.call("DEL", pod, result).success());

            NetworkSnapshot.assertUnchangedSince(node.before);
        }
    }

    @Test
    void keepWhatTheyHadWithoutAResult() throws IOException {
        try (TakenOver node = new TakenOver()) {
            AmazonPod pod = node.onEth1("a");
            NetworkSnapshot with = NetworkSnapshot.take();

            assertEquals("", node.cni.call("DEL", pod.containerId(), node.netns, "").success());
            assertEquals("", node.call("DEL", pod, parse("{\"cniVersion\":7}")).success());

            NetworkSnapshot.assertUnchangedSince(with);
        }
    }

    @Test
    void leaveALaterPodItsAddress() throws IOException {
        try (TakenOver node = new TakenOver()) {
            AmazonPod pod = node.onEth1("a");
            node.deleteNamespace();
            AmazonPod later =
                    TakenOver.created(
                            AmazonPod.of("later", node.cni.newPod(), "10.0.1.16", 1), false);
            NetworkSnapshot withLater = NetworkSnapshot.take();

            assertEquals("", node.delete(pod).success());

            NetworkSnapshot.assertUnchangedSince(withLater);
            assertEquals("", node.check(later).success());
        }
    }

    @Test
    void leaveTheirAddressToAPodThatIsBeingGivenIt() throws IOException {
        try (TakenOver node = new TakenOver()) {
            AmazonPod pod = node.onEth1("a");
            node.deleteNamespace();
            Path reservation = node.cni.stateDir.resolve("ipam/aws-cni/10.0.1.16");
            Files.writeString(reservation, "later:eth0");
            NetworkSnapshot withRules = NetworkSnapshot.take();

            assertEquals("", node.delete(pod).success());

            NetworkSnapshot.assertUnchangedSince(withRules);
            Files.delete(reservation);
            assertEquals("", node.delete(pod).success());
            NetworkSnapshot.assertUnchangedSince(node.before);
            assertFalse(Files.exists(reservation), "held no longer than DEL takes");
        }
    }

    @Test
    void leaveNothingWhereverTheirDelIsKilled() throws Exception {
        try (TakenOver node = new TakenOver()) {
            AmazonPod pod = node.onEth1("a");
            String conf = node.cni.conf(",\"prevResult\":" + AmazonResult.of(pod, "1.0.0"));
            KilledPlugin plugin = new KilledPlugin(pod.containerId(), pod.netns());
            List<String> files = node.cni.stateFiles();

            for (KilledPlugin.Moment moment : plugin.moments("DEL", conf)) {
                NetworkSnapshot.assertUnchangedSince(node.before);
                node.onEth1("a");
                plugin.kill("DEL", conf, moment);
                assertEquals("", node.delete(pod).success(), moment.toString());

                NetworkSnapshot.assertUnchangedSince(node.before);
                assertEquals(files, node.cni.stateFiles(), moment.toString());
            }
        }
    }

    @Test
    void leaveALaterSandboxOfTheSamePodItsLinkAndAddress() throws IOException {
        try (TakenOver node = new TakenOver()) {
            AmazonPod pod = node.onEth1("a");
            node.deleteNamespace();
            AmazonPod later =
                    TakenOver.created(AmazonPod.of("a", node.cni.newPod(), "10.0.1.16", 1), false);
            NetworkSnapshot withLater = NetworkSnapshot.take();

            assertEquals("", node.delete(pod).success());

            NetworkSnapshot.assertUnchangedSince(withLater);
            assertEquals("", node.check(later).success());
        }
    }

    @Test
    void makePlaceForALaterSandboxOfOurs() throws IOException {
        try (TakenOver node = new TakenOver()) {
            AmazonPod pod = node.onEth1("a");
            String args = "IP=10.0.1.20;K8S_POD_NAMESPACE=default;K8S_POD_NAME=a";
            String later = node.cni.newPod();
            JsonObject result =
                    node.cni
                            .call(
                                    Map.of("CNI_ARGS", args),
                                    "ADD",
                                    "later",
                                    later,
                                    node.cni.conf(""))
                            .result();

            assertEquals("", node.delete(pod).success());

            String more = ",\"prevResult\":" + result;
            assertEquals("", node.cni.call("CHECK", "later", later, more).success());
            assertEquals("", Tool.ip("rule", "show", "from", "10.0.1.16"));
            node.cni.delete("later", later);
            NetworkSnapshot.assertUnchangedSince(node.before);
        }
    }

    @Test
    void keepTheirAddresses() throws IOException {
        try (TakenOver node = new TakenOver()) {
            AmazonPod pod = TakenOver.created(AmazonPod.of("a", node.netns, "10.0.0.16", 0));

            String first = node.cni.add("b", node.cni.newPod()).toString();
            CniNode.Answer asked =
                    node.cni.call(
                            Map.of("CNI_ARGS", "IP=10.0.0.16"),
                            "ADD",
                            "c",
                            node.cni.newPod(),
                            node.cni.conf(""));

            assertTrue(first.contains("10.0.0.17/32"), first);
            assertEquals(
                    "7: ipam: 10.0.0.16 is the address of another pod, behind " + pod.hostVeth(0),
                    asked.error());
            assertEquals("", node.check(pod).success());
        }
    }

    // such as Amazon's plugin leaves when its daemon was down on DEL
    @Test
    void leaveNoRulesToThoseWhoGetTheirAddresses() throws IOException {
        try (TakenOver node = new TakenOver()) {
            Tool.ip("rule", "add", "to", "10.0.1.16", "lookup", "main", "pref", "512");
            Tool.ip("rule", "add", "from", "10.0.1.16", "lookup", "3", "pref", "1536");
            String netns = node.cni.newPod();
            Map<String, String> asking = Map.of("CNI_ARGS", "IP=10.0.1.16");
            node.cni.call(asking, "ADD", "b", netns, node.cni.conf("")).success();

            assertEquals(
                    "1536:\tfrom 10.0.1.16 lookup 2 proto 86",
                    Tool.ip("-d", "rule", "show", "pref", "1536"));
            node.cni.delete("b", netns);
            NetworkSnapshot.assertUnchangedSince(node.before);
        }
    }

    @Test
    void areLeftAloneByGc() throws IOException {
        try (TakenOver node = new TakenOver()) {
            node.cni.version = "1.1.0";
            AmazonPod pod = node.onEth1("a");
            NetworkSnapshot with = NetworkSnapshot.take();

            String valid =
                    "{\"containerID\":\"ours\",\"ifname\":\"eth0\"},"
                            + ("{\"containerID\":\""
                                    + pod.containerId()
                                    + "\",\"ifname\":\"eth0\"}");
            String more = ",\"cni.dev/valid-attachments\":[" + valid + "]";
            assertEquals("", node.cni.call("GC", "", "", more).success());

            NetworkSnapshot.assertUnchangedSince(with);
            assertEquals("", node.check(pod).success());
        }
    }

    private static JsonObject parse(String json) {
        return JsonParser.parseString(json).getAsJsonObject();
    }

    private static String inserted(String text, AmazonPod pod) {
        return text.replace("VETH", pod.hostVeth(0))
                .replace("HOSTMAC", pod.hostMac(0))
                .replace("PODNS", pod.netns());
    }
}
