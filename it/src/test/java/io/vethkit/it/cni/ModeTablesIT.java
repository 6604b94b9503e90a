package io.vethkit.it.cni;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;

import io.vethkit.it.NetworkSnapshot;
import io.vethkit.it.ThrowawayNetns;
import io.vethkit.it.Tool;
import io.vethkit.it.cni.CniNode.Answer;
import io.vethkit.podnet.HostVethName;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;
import java.util.Map;

/**
 * The kernel's objects of each mode as the real tools print them, beside the tables of upstream's
 * modes (reference/aws-datapath.md, 2.7 to 2.12); routes and rules are ours by protocol 86.
 */
@ExtendWith(ThrowawayNetns.class)
class ModeTablesIT {
    private static final Map<String, String> POD =
            Map.of("CNI_ARGS", "IgnoreUnknown=1;K8S_POD_NAMESPACE=default;K8S_POD_NAME=sample-pod");
    private static final String BRANCH =
            ",\"runtimeConfig\":{\"io.kubernetes.cri.pod-annotations\":{"
                    + "\"vpc.amazonaws.com/pod-eni\":\"[{\\\"eniId\\\":\\\"eni-1\\\","
                    + "\\\"ifAddress\\\":\\\"02:00:00:00:09:05\\\",\\\"privateIp\\\":\\\"10.0.9.5\\\","
                    + "\\\"vlanId\\\":7,\\\"subnetCidr\\\":\\\"10.0.9.0/24\\\"}]\"}}";

    // table C: a /28 of the ENI, but a /32 in the pod and no route for the prefix
    @Test
    void wiresAPodWithAnAddressOfAPrefix() throws IOException {
        try (CniNode node = node("\"addresses\":[\"10.0.0.32/28\"]")) {
            add(node, "");

            assertEquals(
                    "inet 10.0.0.32/32 scope global eth0",
                    inPod(node, "ip", "-4", "-o", "address", "show", "dev", "eth0"));
            assertEquals(
                    """
                    default via 10.0.0.1 dev eth0
                    10.0.0.0/24 dev eth0 proto kernel scope link src 10.0.0.4
                    10.0.0.32 dev enicc21c2d7785 proto 86 scope link
                    """,
                    host("route"));
        }
    }

    // table D: the pods' ENI is in another subnet, and all else is as ever
    @Test
    void wiresAPodOfCustomNetworking() throws IOException {
        try (CniNode node =
                node(
                        "\"customNetworking\":true,\"enis\":[{\"deviceNumber\":1,\"name\":\"eth1\","
                                + "\"address\":\"100.64.0.4/16\",\"addresses\":[\"100.64.1.16/28\"]"
                                + "}]")) {
            add(node, "");

            assertTrue(
                    host("rule").contains("1536: from 100.64.1.16 lookup 2 proto 86"),
                    host("rule"));
            assertEquals(
                    """
                    default via 100.64.0.1 dev eth1 proto 86
                    100.64.0.1 dev eth1 proto 86 scope link
                    """,
                    host("route", "show", "table", "2"));
        }
    }

    // table F
    @Test
    void wiresAnIpv6Pod() throws IOException {
        try (CniNode node =
                node("\"ipFamilies\":[\"IPv6\"],\"addresses\":[\"2001:db8:0:1:2::/80\"]")) {
            long start = System.nanoTime();
            add(node, "");

            assertTrue(System.nanoTime() - start < 900_000_000L, "waited for duplicate addresses");
            assertEquals(
                    "inet6 2001:db8:0:1:2::/128 scope global nodad",
                    inPod(node, "ip", "-6", "-o", "address", "show", "scope", "global"));
            assertEquals(
                    """
                    fe80::1 dev eth0 pref medium
                    default via fe80::1 dev eth0 pref medium
                    """,
                    inPodLines(node, "ip", "-6", "route", "show", "metric", "1024"));
            assertEquals(
                    """
                    0: from all lookup local
                    512: from all to 2001:db8:0:1:2:: lookup main proto 86
                    1024: from all fwmark 0x80/0x80 lookup main proto 86
                    32766: from all lookup main
                    """,
                    lines(Tool.run("ip", "-6", "rule")));
            assertEquals(
                    "2001:db8:0:1:2:: dev enicc21c2d7785 proto 86 metric 1024 pref medium\n",
                    lines(Tool.run("ip", "-6", "route", "show", "2001:db8:0:1:2::")));
            assertEquals("1", Tool.run("sysctl", "-n", "net.ipv6.conf.all.forwarding"));
        }
    }

    @Test
    void wiresADualStackPodOfOneEni() throws IOException {
        try (CniNode node =
                node(
                        "\"ipFamilies\":[\"IPv4\",\"IPv6\"],\"enis\":[{\"deviceNumber\":1,"
                                + "\"name\":\"eth1\",\"address\":\"10.0.1.4/24\","
                                + "\"ipv6Address\":\"2001:db8:0:1::4/64\",\"addresses\":["
                                + "\"10.0.1.16/28\",\"2001:db8:0:1:2::/80\"]}]")) {
            JsonObject result = add(node, "");

            assertEquals(2, result.getAsJsonArray("ips").size(), result.toString());
            assertTrue(
                    host("rule").contains("1536: from 10.0.1.16 lookup 2 proto 86"), host("rule"));
            String rules = lines(Tool.run("ip", "-6", "rule"));
            assertTrue(rules.contains("1536: from 2001:db8:0:1:2:: lookup 2 proto 86"), rules);
            assertTrue(rules.contains("32765: from 2001:db8:0:1::4 lookup 2 proto 86"), rules);
            assertEquals(
                    """
                    fe80:ec2::1 dev eth1 proto 86 metric 1024 pref medium
                    default via fe80:ec2::1 dev eth1 proto 86 metric 1024 pref medium
                    """,
                    lines(Tool.run("ip", "-6", "route", "show", "table", "2")));
            assertEquals("", Tool.run("ip", "-6", "route", "show", "2001:db8:0:1::/64"));
        }
    }

    // tables G and H
    @Test
    void wiresAPodWithAnInterfaceOfEachNetworkCard() throws IOException {
        try (CniNode node = withTwoCards()) {
            String wish =
                    ",\"runtimeConfig\":{\"io.kubernetes.cri.pod-annotations\":{"
                            + "\"k8s.amazonaws.com/nicConfig\":\"multi-nic-attachment\"}}";
            JsonObject result = add(node, wish);

            assertEquals(4, result.getAsJsonArray("interfaces").size(), result.toString());
            assertEquals(
                    """
                    default via 10.0.1.1 dev eth1 proto 86
                    10.0.1.1 dev eth1 proto 86 scope link
                    """,
                    host("route", "show", "table", "10101"));
            assertEquals(
                    """
                    0: from all lookup local
                    512: from all to 10.0.0.16 lookup main proto 86
                    512: from all to 10.0.1.16 lookup main proto 86
                    1024: from all fwmark 0x80/0x80 lookup main proto 86
                    1536: from 10.0.1.16 lookup 10101 proto 86
                    32765: from 10.0.1.4 lookup 10101 proto 86
                    32766: from all lookup main
                    32767: from all lookup default
                    """,
                    host("rule"));
            assertTrue(
                    host("route").contains("10.0.1.16 dev enia0b7655f3c9 proto 86 scope link"),
                    host("route"));
            assertEquals(
                    """
                    0: from all lookup local
                    1: from 10.0.1.16 lookup 1
                    32766: from all lookup main
                    32767: from all lookup default
                    """,
                    inPodLines(node, "ip", "rule"));
            assertEquals(
                    """
                    default via 169.254.1.2 dev mNicIf1
                    169.254.1.2 dev mNicIf1 scope link
                    """,
                    inPodLines(node, "ip", "route", "show", "table", "1"));
        }
    }

    // table H
    @Test
    void usesTheTableOfTheHostsOwnRuleForAnotherCardsEni() throws IOException {
        try (CniNode node = withTwoCards()) {
            Tool.ip("rule", "add", "from", "10.0.1.4", "lookup", "10042", "priority", "10042");
            node.extra = node.extra.replace("\"addresses\":[\"10.0.0.16/28\"],", "");
            add(node, "");
            String rules = host("rule");

            assertTrue(rules.contains("1536: from 10.0.1.16 lookup 10042 proto 86"), rules);
            assertFalse(rules.contains("32765"), rules);
            assertTrue(
                    host("route", "show", "table", "10042").startsWith("default via 10.0.1.1"),
                    host("route", "show", "table", "10042"));
        }
    }

    @Test
    void givesAPodOfManyCardsOneInterfaceIfItDoesNotAskForMore() throws IOException {
        try (CniNode node = withTwoCards()) {
            assertEquals(2, add(node, "").getAsJsonArray("interfaces").size());
        }
    }

    // table E1
    @Test
    @Tag("vlan")
    void wiresAPodOnAStrictBranchEni() throws IOException {
        try (CniNode node = withTrunk()) {
            NetworkSnapshot before = prepared(node);
            add(node, BRANCH);

            String link = Tool.ip("-d", "link", "show", "vlan.eth.7");
            assertTrue(link.contains("vlan protocol 802.1Q id 7"), link);
            assertTrue(link.contains("vlan.eth.7@eth1") && link.contains("mtu 9001"), link);
            assertTrue(link.contains("02:00:00:00:09:05"), link);
            assertEquals(
                    """
                    default via 10.0.9.1 dev vlan.eth.7 proto 86
                    10.0.9.1 dev vlan.eth.7 proto 86 scope link
                    10.0.9.5 dev vlancc21c2d7785 proto 86 scope link
                    """,
                    host("route", "show", "table", "107"));
            assertEquals(
                    """
                    10: from all iif vlan.eth.7 lookup 107 proto 86
                    10: from all iif vlancc21c2d7785 lookup 107 proto 86
                    20: from all lookup local proto 86
                    1024: from all fwmark 0x80/0x80 lookup main proto 86
                    32766: from all lookup main
                    32767: from all lookup default
                    """,
                    host("rule"));
            assertEquals("0", Tool.run("sysctl", "-n", "net.ipv4.tcp_early_demux"));
            node.delete("c1", node.path(1));
            NetworkSnapshot.assertUnchangedSince(before);
        }
    }

    // table E2
    @Test
    @Tag("vlan")
    void wiresAPodOnAStandardBranchEni() throws IOException {
        try (CniNode node = withTrunk()) {
            node.extra += ",\"podSGEnforcingMode\":\"standard\"";
            NetworkSnapshot before = prepared(node);
            add(node, BRANCH);

            assertEquals(
                    """
                    0: from all lookup local
                    512: from all to 10.0.9.5 lookup main proto 86
                    1024: from all fwmark 0x80/0x80 lookup main proto 86
                    1536: from 10.0.9.5 lookup 107 proto 86
                    32766: from all lookup main
                    32767: from all lookup default
                    """,
                    host("rule"));
            assertTrue(
                    host("route").contains("10.0.9.5 dev enicc21c2d7785 proto 86 scope link"),
                    host("route"));
            node.delete("c1", node.path(1));
            NetworkSnapshot.assertUnchangedSince(before);
        }
    }

    @Test
    @Tag("vlan")
    void routesAStandardPodOnThroughAChangeToStrictAndBack() throws IOException {
        try (CniNode node = withTrunk()) {
            String strict = node.extra;
            node.extra = strict + ",\"podSGEnforcingMode\":\"standard\"";
            NetworkSnapshot before = prepared(node);
            JsonObject result = add(node, BRANCH);
            String rules = host("rule");

            node.extra = strict;
            prepared(node);
            String changed = host("rule");
            node.extra = strict + ",\"podSGEnforcingMode\":\"standard\"";
            prepared(node);

            assertTrue(changed.startsWith("20: from all lookup local proto 86\n512:"), changed);
            assertEquals(rules, host("rule"));
            requireSound(node, result);
            node.delete("c1", node.path(1));
            NetworkSnapshot.assertUnchangedSince(before);
        }
    }

    /** Else pods that are to be strict would be reached by their node past their VLAN. */
    @Test
    @Tag("vlan")
    void staysStrictAsLongAsAStrictPodLives() throws IOException {
        try (CniNode node = withTrunk()) {
            String strict = node.extra;
            prepared(node);
            JsonObject result = add(node, BRANCH);
            String rules = host("rule");

            node.extra = strict + ",\"podSGEnforcingMode\":\"standard\"";
            prepared(node);
            String changed = host("rule");
            requireSound(node, result);
            node.delete("c1", node.path(1));
            prepared(node);

            assertEquals(rules, changed);
            assertEquals(
                    """
                    0: from all lookup local
                    1024: from all fwmark 0x80/0x80 lookup main proto 86
                    32766: from all lookup main
                    32767: from all lookup default
                    """,
                    host("rule"));
        }
    }

    private static void requireSound(CniNode node, JsonObject result) {
        String conf = node.conf(BRANCH + ",\"prevResult\":" + result);
        assertEquals("", node.call(POD, "CHECK", "c1", node.path(1), conf).success());
    }

    @Test
    @Tag("vlan")
    void keepsTheVlanOfANewPodWhenTheOldOneGoes() throws IOException {
        try (CniNode node = withTrunk()) {
            prepared(node);
            add(node, BRANCH);
            String second = node.newPod();
            node.call(POD, "ADD", "c2", second, node.conf(BRANCH)).success();
            String rules = host("rule");

            node.delete("c1", "");

            assertEquals(rules, host("rule"));
            assertTrue(Tool.ip("link").contains("vlan.eth.7@eth1"), Tool.ip("link"));
            node.delete("c2", second);
            assertFalse(Tool.ip("link").contains("vlan"), Tool.ip("link"));
            assertFalse(host("rule").contains("10: from all iif"), host("rule"));
        }
    }

    @Test
    void refusesAPodWhoseVethIsThatOfAnothersSecondInterface() throws IOException {
        try (CniNode node = withTwoCards()) {
            String wish =
                    ",\"runtimeConfig\":{\"io.kubernetes.cri.pod-annotations\":{"
                            + "\"k8s.amazonaws.com/nicConfig\":\"multi-nic-attachment\"}}";
            add(node, wish);
            Unchanged unchanged = Unchanged.since(node);
            Map<String, String> dotted =
                    Map.of("CNI_ARGS", POD.get("CNI_ARGS").replace("sample-pod", "sample-pod.1"));

            Answer answer = node.call(dotted, "ADD", "c2", node.newPod(), node.conf(""));

            assertEquals(
                    "4: CNI_ARGS: the host's veth for default/sample-pod.1 is enia0b7655f3c9,"
                            + " which is that of default/sample-pod",
                    answer.error());
            unchanged.check();
        }
    }

    @Test
    void refusesAnMtuAboveThatOfTheEnis() throws IOException {
        try (CniNode node = node("\"eniMtu\":1500,\"addresses\":[\"10.0.0.16/28\"]")) {
            Unchanged unchanged = Unchanged.since(node);

            Answer answer = node.call("ADD", "c1", node.newPod(), ",\"mtu\":\"1501\"");

            assertEquals("7: mtu: 1501 is above 1500, the MTU of the ENIs", answer.error());
            unchanged.check();
        }
    }

    @Test
    void refusesAnAddressThatAPodOfAnotherNetworkHas() throws IOException {
        try (CniNode node = new CniNode()) {
            node.add("c1", node.newPod());
            Unchanged unchanged = Unchanged.since(node);
            node.network = "other";

            Answer answer = node.call("ADD", "c2", node.newPod(), "");

            String veth = HostVethName.ofAttachment("eni", "c1", "eth0");
            assertEquals(
                    "7: ipam: 10.0.0.16 is the address of another pod, behind "
                            + veth
                            + " (vethkit:net/c1:eth0)",
                    answer.error());
            unchanged.check();
        }
    }

    private static CniNode node(String nodeFields) throws IOException {
        CniNode node = CniNode.withSecondaryEni();
        Tool.ip("link", "set", "eth1", "up");
        node.extra = ",\"node\":{" + nodeFields + "}";
        return node;
    }

    private static CniNode withTwoCards() throws IOException {
        return node(
                "\"multiNic\":true,\"addresses\":[\"10.0.0.16/28\"],\"enis\":[{\"networkCard\":1,"
                        + "\"deviceNumber\":1,\"name\":\"eth1\",\"address\":\"10.0.1.4/24\","
                        + "\"addresses\":[\"10.0.1.16/28\"]}]");
    }

    private static CniNode withTrunk() throws IOException {
        return node(
                "\"podEni\":true,\"addresses\":[\"10.0.0.16/28\"],\"enis\":[{\"deviceNumber\":4,"
                        + "\"name\":\"eth1\",\"address\":\"10.0.1.4/24\",\"trunk\":true}]");
    }

    /** Adds and deletes an ordinary pod. Returns the state of the node that is set up then. */
    private static NetworkSnapshot prepared(CniNode node) throws IOException {
        String netns = node.newPod();
        node.add("first", netns);
        node.delete("first", netns);
        if (node.pods.size() == 1) {
            node.newPod();
        }
        return NetworkSnapshot.take();
    }

    private static JsonObject add(CniNode node, String more) throws IOException {
        String netns = node.pods.size() > 1 ? node.path(1) : node.newPod();
        return node.call(POD, "ADD", "c1", netns, node.conf(more)).result();
    }

    private static String host(String... arguments) throws IOException {
        return lines(Tool.ip(arguments));
    }

    private static String inPod(CniNode node, String... command) throws IOException {
        String line = inPodLines(node, command).strip();
        int inet = line.indexOf("inet");
        return line.substring(inet).replaceAll("\\\\.*", "").strip();
    }

    private static String inPodLines(CniNode node, String... command) throws IOException {
        String netns = node.path(node.pods.size() > 1 ? 1 : 0);
        return lines(CniNode.in(netns, command));
    }

    /** What the tools print, without tabs and blanks at the ends of lines. */
    private static String lines(String output) {
        return output.replace('\t', ' ').replaceAll(" +(?=\n)", "").stripTrailing() + "\n";
    }
}
