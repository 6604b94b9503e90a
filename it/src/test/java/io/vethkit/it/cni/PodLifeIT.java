package io.vethkit.it.cni;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import io.vethkit.it.NetworkSnapshot;
import io.vethkit.it.ThrowawayNetns;
import io.vethkit.it.Tool;
import io.vethkit.netns.NetworkNamespace;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** A pod from ADD to DEL, in secondary-IP mode, as the real tools see it. */
@Tag("kernels")
@ExtendWith(ThrowawayNetns.class)
class PodLifeIT {
    private static final Map<String, String> WEB =
            Map.of("CNI_ARGS", "IgnoreUnknown=1;K8S_POD_NAMESPACE=default;K8S_POD_NAME=sample-pod");

    @Test
    void wiresAPodAsAmazonsPluginDoes() throws IOException {
        try (CniNode node = new CniNode()) {
            String netns = node.newPod();

            JsonObject result = node.call(WEB, "ADD", "c1", netns, node.conf("")).result();

            String veth = "enicc21c2d7785";
            String hostMac = macOf(Tool.ip("-j", "link", "show", veth));
            String podMac = macOf(CniNode.in(netns, "ip", "-j", "link", "show", "eth0"));
            assertEquals(
                    "{\"cniVersion\":\"1.1.0\",\"interfaces\":[{\"name\":\""
                            + veth
                            + "\",\"mac\":\""
                            + hostMac
                            + "\",\"mtu\":9001},{\"name\":\"eth0\",\"mac\":\""
                            + podMac
                            + "\",\"mtu\":9001,\"sandbox\":\""
                            + netns
                            + "\"}],\"ips\":[{\"interface\":1,\"address\":\"10.0.0.16/32\","
                            + "\"gateway\":\"169.254.1.1\"}],\"routes\":[{\"dst\":\"0.0.0.0/0\","
                            + "\"gw\":\"169.254.1.1\"}]}",
                    result.toString());
            assertEquals(
                    "10.0.0.16 dev " + veth + " proto 86 scope link",
                    Tool.ip("route", "show", "10.0.0.16").strip());
            assertEquals(
                    "512:\tfrom all to 10.0.0.16 lookup main proto 86",
                    Tool.ip("rule", "show", "pref", "512"));
            assertTrue(Tool.ip("-d", "link", "show", veth).contains("alias vethkit:net/c1:eth0"));
            assertTrue(
                    CniNode.in(netns, "ip", "address").contains("inet 10.0.0.16/32 scope global"));
            assertEquals(
                    "default via 169.254.1.1 dev eth0 \n169.254.1.1 dev eth0 scope link",
                    CniNode.in(netns, "ip", "route"));
            assertEquals(
                    "169.254.1.1 dev eth0 lladdr " + hostMac + " PERMANENT",
                    CniNode.in(netns, "ip", "neigh", "show", "nud", "permanent"));
            for (String sysctl : List.of("accept_ra=0", "accept_redirects=1", "forwarding=0")) {
                String key = sysctl.substring(0, sysctl.indexOf('='));
                assertEquals(
                        sysctl.substring(sysctl.indexOf('=') + 1),
                        Tool.run("cat", "/proc/sys/net/ipv6/conf/" + veth + "/" + key),
                        sysctl);
            }
            CniNode.in(netns, "ping", "-c1", "-W2", "10.0.0.4");
        }
    }

    private static String macOf(String json) {
        JsonArray links = JsonParser.parseString(json).getAsJsonArray();
        return links.get(0).getAsJsonObject().get("address").getAsString();
    }

    @Test
    void leavesNothingBehind() throws IOException {
        try (CniNode node = new CniNode()) {
            String netns = node.newPod();
            NetworkSnapshot before = NetworkSnapshot.take();
            node.add("c1", netns);
            assertNotEquals(before, NetworkSnapshot.take());

            node.delete("c1", netns);

            NetworkSnapshot.assertUnchangedSince(before);
            assertEquals(List.of(), node.stateFiles());
            assertEquals(
                    "lo",
                    JsonParser.parseString(CniNode.in(netns, "ip", "-j", "link"))
                            .getAsJsonArray()
                            .get(0)
                            .getAsJsonObject()
                            .get("ifname")
                            .getAsString());
        }
    }

    @Test
    void deletesWithoutTheNamespaceOfThePod() throws IOException {
        try (CniNode node = new CniNode()) {
            NetworkSnapshot before = NetworkSnapshot.take();
            node.add("c1", node.newPod());
            node.add("c2", node.newPod());
            node.add("c3", node.newPod());
            NetworkNamespace.delete(node.pods.get(0));

            node.delete("c1", "");
            node.delete("c2", "/run/netns/vanished");
            node.delete("c3", "/etc/passwd");

            NetworkSnapshot.assertUnchangedSince(before);
            assertEquals(List.of(), node.stateFiles());
        }
    }

    @Test
    void deletesTwiceAndWhatItNeverAdded() throws IOException {
        try (CniNode node = new CniNode()) {
            String netns = node.newPod();
            NetworkSnapshot before = NetworkSnapshot.take();
            node.delete("unknown", netns);
            node.add("c1", netns);

            node.delete("c1", netns);
            node.delete("c1", netns);
            node.delete("c1", "");

            NetworkSnapshot.assertUnchangedSince(before);
        }
    }

    @Test
    void refusesASecondAddAndKeepsTheFirst() throws IOException {
        try (CniNode node = new CniNode()) {
            String netns = node.newPod();
            node.add("c1", netns);
            NetworkSnapshot added = NetworkSnapshot.take();
            List<String> files = node.stateFiles();

            CniNode.Answer again = node.call("ADD", "c1", netns, "");
            CniNode.Answer other = node.call("ADD", "c2", netns, "");

            assertEquals(
                    "4: CNI_IFNAME: \"eth0\": the container is attached to network net already",
                    again.error());
            assertEquals(
                    "4: CNI_IFNAME: \"eth0\": an interface of that name is in " + netns,
                    other.error());
            NetworkSnapshot.assertUnchangedSince(added);
            assertEquals(files, node.stateFiles());
        }
    }

    @Test
    void addsAgainAfterDel() throws IOException {
        try (CniNode node = new CniNode()) {
            String netns = node.newPod();
            node.add("c1", netns);
            node.delete("c1", netns);

            JsonObject second = node.add("c1", netns);

            assertTrue(second.toString().contains("10.0.0.17/32"), second.toString());
        }
    }

    @Test
    void letsANewSandboxOfAPodTakeTheNameAndKeepsItWhenTheOldOneGoes() throws IOException {
        try (CniNode node = new CniNode()) {
            String oldPod = node.newPod();
            String newPod = node.newPod();
            node.call(WEB, "ADD", "old", oldPod, node.conf("")).success();
            node.call(WEB, "ADD", "new", newPod, node.conf("")).success();

            node.call(WEB, "DEL", "old", oldPod, node.conf("")).success();

            CniNode.in(newPod, "ping", "-c1", "-W2", "10.0.0.4");
            assertEquals(
                    "512:\tfrom all to 10.0.0.17 lookup main proto 86",
                    Tool.ip("rule", "show", "pref", "512"));
        }
    }

    @Test
    void connectsPodsOfOneNode() throws IOException {
        try (CniNode node = new CniNode()) {
            Tool.run("sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward");
            String first = node.newPod();
            String second = node.newPod();
            node.add("c1", first);
            node.add("c2", second);

            String answer = CniNode.in(first, "ping", "-c1", "-W2", "-s", "8973", "10.0.0.17");

            assertTrue(answer.contains("1 received"), answer);
        }
    }

    @Test
    void refusesItsOwnNamespaceBeforeAnythingChanges() throws IOException {
        try (CniNode node = new CniNode()) {
            NetworkSnapshot before = NetworkSnapshot.take();

            CniNode.Answer answer = node.call("ADD", "c1", "/proc/thread-self/ns/net", "");

            assertEquals(4, answer.code());
            assertTrue(answer.error().contains("CNI_NETNS"), answer.error());
            NetworkSnapshot.assertUnchangedSince(before);
            assertEquals(List.of(), node.stateFiles());
        }
    }
}
