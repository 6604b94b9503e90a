package io.vethkit.it.cni;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import io.vethkit.it.NetworkSnapshot;
import io.vethkit.it.ThrowawayNetns;
import io.vethkit.it.Tool;
import io.vethkit.it.cni.CniNode.Answer;
import io.vethkit.podnet.HostVethName;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Map;

/** The node's own networking, which the first ADD sets up, as the real tools see it. */
@ExtendWith(ThrowawayNetns.class)
class NodeSetUpIT {
    private static final String KUBE_PROXY =
            """
            table ip kube-proxy {
              map services {
                type inet_proto . inet_service : ipv4_addr . inet_service
                elements = { tcp . 30080 : 10.0.1.16 . 80 }
              }
              chain nat-prerouting {
                type nat hook prerouting priority dstnat; policy accept;
                fib daddr type local dnat to meta l4proto . th dport map @services
              }
            }
            """;

    @Test
    void givesEachEniARouteTable() throws IOException {
        try (CniNode node = CniNode.withSecondaryEni()) {
            node.add("c1", node.newPod());

            assertEquals(
                    List.of(
                            "default via 10.0.1.1 dev eth1 proto 86",
                            "10.0.1.1 dev eth1 proto 86 scope link"),
                    lines(Tool.ip("route", "show", "table", "2")));
            assertEquals("10.0.1.4/24", addressesOf("eth1"));
            assertEquals("", Tool.ip("route", "show", "table", "main", "dev", "eth1"));
        }
    }

    @Test
    void leavesANodeAsItWasWhenTheFirstAddIsRefusedForItsAddress() throws IOException {
        try (CniNode node = CniNode.withSecondaryEni()) {
            NetworkSnapshot before = NetworkSnapshot.take();
            Map<String, String> wanted = Map.of("CNI_ARGS", "IP=10.9.9.9");

            Answer answer = node.call(wanted, "ADD", "c1", node.newPod(), node.conf(""));

            assertEquals(7, answer.code());
            assertEquals(List.of(), node.stateFiles());
            NetworkSnapshot.assertUnchangedSince(before);
        }
    }

    @Test
    void refusesASecondNetworkThatDescribesTheNode() throws IOException {
        try (CniNode node = CniNode.withSecondaryEni()) {
            node.add("c1", node.newPod());
            NetworkSnapshot before = NetworkSnapshot.take();
            List<String> files = node.stateFiles();
            node.network = "other";

            Answer answer = node.call("ADD", "c2", node.newPod(), "");

            assertTrue(
                    answer.error()
                            .startsWith("7: node: network \"net\" describes the node already"),
                    answer.error());
            assertEquals(files, node.stateFiles());
            NetworkSnapshot.assertUnchangedSince(before);
        }
    }

    @Test
    void hasTheRulesOfAmazonsPlugin() throws IOException {
        try (CniNode node = CniNode.withSecondaryEni()) {
            node.add("c1", node.newPod());
            node.call(onEth1(), "ADD", "c2", node.newPod(), node.conf("")).success();

            assertEquals(
                    List.of(
                            "0: from all lookup local",
                            "512: from all to 10.0.0.16 lookup main proto 86",
                            "512: from all to 10.0.1.16 lookup main proto 86",
                            "1024: from all fwmark 0x80/0x80 lookup main proto 86",
                            "1535: from all to 172.20.0.0/16 lookup main proto 86",
                            "1536: from 10.0.1.16 lookup 2 proto 86",
                            "32765: from 10.0.1.4 lookup 2 proto 86",
                            "32766: from all lookup main",
                            "32767: from all lookup default"),
                    lines(Tool.ip("rule").replace('\t', ' ')));
        }
    }

    @Test
    void setsTheSysctlsOfRouters() throws IOException {
        try (CniNode node = CniNode.withSecondaryEni()) {
            node.add("c1", node.newPod());

            assertEquals(
                    List.of("1", "2", "2"),
                    lines(
                            Tool.run(
                                    "sysctl",
                                    "-n",
                                    "net.ipv4.ip_forward",
                                    "net.ipv4.conf.eth0.rp_filter",
                                    "net.ipv4.conf.eth1.rp_filter")));
        }
    }

    @Test
    void writesOneNftablesTable() throws IOException {
        try (CniNode node = CniNode.withSecondaryEni()) {
            node.add("c1", node.newPod());

            assertEquals(
                    """
                    table ip aws-cni {
                    \tcomment "Vethkit"
                    \tset exempt-cidrs {
                    \t\ttype ipv4_addr
                    \t\tflags interval
                    \t\telements = { 10.0.0.0/16 }
                    \t}

                    \tchain mangle-prerouting {
                    \t\ttype filter hook prerouting priority mangle; policy accept;
                    \t\tiifname "eth0" fib daddr . iif type local ct mark set ct mark | 0x00000080 comment "AWS, primary ENI"
                    \t\tiifname "eni*" ct mark & 0x00000080 == 0x00000080 meta mark set meta mark | 0x00000080 comment "AWS, primary ENI"
                    \t\tiifname "vlan*" ct mark & 0x00000080 == 0x00000080 meta mark set meta mark | 0x00000080 comment "AWS, primary ENI"
                    \t}

                    \tchain nat-prerouting {
                    \t\ttype filter hook prerouting priority dstnat + 10; policy accept;
                    \t\tfib daddr type local return
                    \t\tiifname "eni*" ct state new counter jump snat-mark comment "AWS, outbound connections"
                    \t\tiifname "eni*" ct mark & 0x00000080 == 0x00000080 meta mark set meta mark | 0x00000080 comment "AWS, CONNMARK"
                    \t}

                    \tchain snat-mark {
                    \t\tip daddr @exempt-cidrs counter return comment "AWS CONNMARK CHAIN"
                    \t\tcounter ct mark set ct mark | 0x00000080 comment "AWS, CONNMARK"
                    \t}

                    \tchain nat-postrouting {
                    \t\ttype nat hook postrouting priority srcnat; policy accept;
                    \t\tjump AWS-SNAT-CHAIN-0 comment "AWS SNAT CHAIN"
                    \t}

                    \tchain AWS-SNAT-CHAIN-0 {
                    \t\tip daddr @exempt-cidrs return comment "AWS SNAT CHAIN"
                    \t\toifname != "vlan*" fib daddr type != local counter snat to 10.0.0.4 fully-random comment "AWS, SNAT"
                    \t}
                    }\
                    """
                            .lines()
                            .toList(),
                    Tool.nft("-s", "list", "table", "ip", "aws-cni").lines().toList());
        }
    }

    @Test
    void isLeftAloneByLaterCalls() throws IOException {
        try (CniNode node = CniNode.withSecondaryEni()) {
            String netns = node.newPod();
            node.add("c1", netns);
            NetworkChanges changes = NetworkChanges.watch();

            node.add("c2", node.newPod());
            node.delete("c2", "");
            node.delete("c2", "");

            List<String> seen = changes.stop();
            assertTrue(String.join("\n", seen).contains("10.0.0.17"), seen.toString());
            for (String change : seen) {
                assertTrue(change.contains("10.0.0.17") || change.contains(hostVeth("c2")), change);
            }
        }
    }

    @Test
    void appliesAChangedConfiguration() throws IOException {
        try (CniNode node = CniNode.withSecondaryEni()) {
            node.add("c1", node.newPod());
            node.extra =
                    node.extra
                            .replace("172.20.0.0/16", "172.21.0.0/16")
                            .replace("\"10.0.0.0/16\"", "\"10.0.0.0/16\",\"10.8.0.0/14\"");

            node.add("c2", node.newPod());

            assertEquals(
                    "1535:\tfrom all to 172.21.0.0/16 lookup main proto 86",
                    Tool.ip("rule", "show", "pref", "1535"));
            assertTrue(
                    Tool.nft("list", "set", "ip", "aws-cni", "exempt-cidrs")
                            .contains("{ 10.0.0.0/16, 10.8.0.0/14 }"));
        }
    }

    @Test
    void takesAwayWhatAChangedConfigurationNoLongerHas() throws IOException {
        try (CniNode node = CniNode.withSecondaryEni()) {
            node.add("c1", node.newPod());
            node.extra =
                    ",\"node\":{\"addresses\":[\"10.0.0.16/28\"],\"vpcCidrs\":[\"10.0.0.0/16\"],"
                            + "\"externalSnat\":true,\"nodePortSupport\":false}";

            node.add("c2", node.newPod());

            assertEquals(
                    List.of(
                            "0: from all lookup local",
                            "512: from all to 10.0.0.16 lookup main proto 86",
                            "512: from all to 10.0.0.17 lookup main proto 86",
                            "32766: from all lookup main",
                            "32767: from all lookup default"),
                    lines(Tool.ip("rule").replace('\t', ' ')));
            assertFalse(Tool.nft("list", "ruleset").contains("snat"));
        }
    }

    // an interval set takes no overlapping elements
    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            textBlock =
                    """
                    "10.0.1.0/24","10.0.0.0/16","10.0.0.0/24","10.0.0.0/16" > 192.168.3.7/16 > 10.0.0.0/16, 192.168.0.0/16
                    "10.0.0.0/17","10.0.128.0/17" > 10.0.0.0/24 > 10.0.0.0/17, 10.0.128.0/17
                    "10.0.0.0/16","255.255.255.0/24" > 0.0.0.0/8 > 0.0.0.0/8, 10.0.0.0/16, 255.255.255.0/24
                    "10.0.0.0/16" > 0.0.0.0/0 > 0.0.0.0/0
                    "10.0.0.0/25" > 172.16.0.0/12 > 10.0.0.0/24, 10.0.1.0/24, 172.16.0.0/12
                    """)
    void exemptsWhatTheVpcAndItsSubnetsHave(String vpc, String excluded, String elements)
            throws IOException {
        try (CniNode node = CniNode.withSecondaryEni()) {
            node.extra =
                    node.extra.replace(
                            "\"vpcCidrs\":[\"10.0.0.0/16\"]",
                            "\"vpcCidrs\":["
                                    + vpc
                                    + "],\"excludeSnatCidrs\":[\""
                                    + excluded
                                    + "\"]");

            JsonObject result = node.add("c1", node.newPod());

            String set = Tool.nft("list", "set", "ip", "aws-cni", "exempt-cidrs");
            assertEquals(elements, shown(set));
            String previous = ",\"prevResult\":" + result;
            node.call("CHECK", "c1", node.path(0), previous).success();
        }
    }

    private static String shown(String set) {
        int start = set.indexOf("{ ", set.indexOf("elements")) + 2;
        return set.substring(start, set.indexOf(" }", start)).replaceAll("\\s+", " ");
    }

    @Test
    void isGivenUpByANetworkThatHasNoPods() throws IOException {
        try (CniNode node = CniNode.withSecondaryEni()) {
            node.add("c1", node.newPod());
            node.delete("c1", "");
            node.network = "renamed";

            node.add("c2", node.newPod());
            node.delete("c2", "");

            assertEquals(List.of("node-record/renamed", "node/renamed"), node.stateFiles());
        }
    }

    @Test
    void findsAnEniByItsMac() throws IOException {
        try (CniNode node = CniNode.withSecondaryEni()) {
            Tool.ip("link", "set", "eth1", "address", "02:00:00:00:01:04");
            node.extra = node.extra.replace("\"name\":\"eth1\"", "\"mac\":\"02:00:00:00:01:04\"");

            node.add("c1", node.newPod());

            assertEquals("10.0.1.4/24", addressesOf("eth1"));
        }
    }

    @Test
    void setsTheMtuOfEnisAndPods() throws IOException {
        try (CniNode node = CniNode.withSecondaryEni()) {
            node.extra = node.extra.replace("\"node\":{", "\"node\":{\"eniMtu\":1500,");

            JsonObject result = node.add("c1", node.newPod());

            for (String eni : List.of("eth0", "eth1")) {
                assertTrue(Tool.ip("link", "show", eni).contains(" mtu 1500 "), eni);
            }
            assertTrue(result.toString().contains("\"mtu\":1500"), result.toString());
            assertTrue(CniNode.in(node.path(0), "ip", "link").contains(" mtu 1500 "));
        }
    }

    @Test
    void neverGivesTheNodesOwnAddressToAPod() throws IOException {
        try (CniNode node = CniNode.withSecondaryEni()) {
            node.extra =
                    node.extra.replace(
                            "\"addresses\":[\"10.0.0.16/28\"]", "\"addresses\":[\"10.0.0.4/31\"]");

            JsonObject result = node.add("c1", node.newPod());

            assertTrue(result.toString().contains("\"10.0.0.5/32\""), result.toString());
        }
    }

    @Test
    void leavesTheRulesOfKubeProxyAlone() throws IOException {
        try (CniNode node = CniNode.withSecondaryEni()) {
            Tool.feed(KUBE_PROXY, "nft", "-f", "-");
            String before = Tool.nft("-j", "list", "table", "ip", "kube-proxy");

            node.add("c1", node.newPod());
            node.delete("c1", "");

            assertEquals(before, Tool.nft("-j", "list", "table", "ip", "kube-proxy"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            textBlock =
                    """
                    "name":"eth1" > "name":"eth7" > 7: node.enis: there is no interface eth7
                    "name":"eth1" > "name":"eth1","mac":"02:00:00:00:00:99" > 7: node.enis: there is no interface eth1 with MAC address 02:00:00:00:00:99
                    "node":{ > "node":{"primaryInterface":"eth7", > 7: node.primaryInterface: "eth7": there is no such interface
                    """)
    void refusesAnEniThatIsNotThere(String right, String wrong, String error) throws IOException {
        try (CniNode node = CniNode.withSecondaryEni()) {
            Unchanged unchanged = Unchanged.since(node);
            node.extra = node.extra.replace(right, wrong);

            assertEquals(error, node.call("ADD", "c1", node.newPod(), "").error());

            unchanged.check();
        }
    }

    @Test
    void needsADefaultRouteToFindThePrimaryEni() throws IOException {
        try (CniNode node = CniNode.withSecondaryEni()) {
            Tool.ip("route", "del", "default");
            Unchanged unchanged = Unchanged.since(node);

            assertEquals(
                    "7: node.primaryInterface is missing, and there is no default route to take it"
                            + " from",
                    node.call("ADD", "c1", node.newPod(), "").error());

            unchanged.check();
        }
    }

    // a table with an owner is no other's to change (nft(8), flags owner)
    @Test
    void rollsBackASetUpThatFailsHalfWay() throws IOException {
        try (CniNode node = CniNode.withSecondaryEni()) {
            node.extra = node.extra.replace("\"node\":{", "\"node\":{\"eniMtu\":1500,");
            Tool.ip("link", "set", "eth1", "up");
            Tool.ip("link", "set", "eth1", "down"); // its qdisc tells that it was up
            Process owner = new ProcessBuilder("nft", "-i").start();
            try (Writer commands = owner.outputWriter()) {
                commands.write("add table ip aws-cni { flags owner; }\n");
                commands.flush();
                while (!Tool.nft("list", "tables").contains("aws-cni")) {
                    Thread.onSpinWait();
                }
                Unchanged unchanged = Unchanged.since(node);

                Answer answer = node.call("ADD", "c1", node.newPod(), "");

                assertEquals(5, answer.code(), answer.error());
                assertTrue(answer.error().contains("EPERM"), answer.error());
                unchanged.check();
            }
            node.add("c1", node.newPod());
        }
    }

    private static Map<String, String> onEth1() {
        return Map.of("CNI_ARGS", "IP=10.0.1.16");
    }

    private static List<String> lines(String text) {
        return text.lines().map(String::strip).toList();
    }

    private static String addressesOf(String device) throws IOException {
        StringBuilder text = new StringBuilder();
        JsonArray links =
                JsonParser.parseString(Tool.ip("-j", "-4", "address", "show", device))
                        .getAsJsonArray();
        for (JsonElement address : links.get(0).getAsJsonObject().getAsJsonArray("addr_info")) {
            JsonObject each = address.getAsJsonObject();
            text.append(each.get("local").getAsString())
                    .append('/')
                    .append(each.get("prefixlen").getAsInt());
        }
        return text.toString();
    }

    private static String hostVeth(String id) {
        return HostVethName.ofAttachment("eni", id, "eth0");
    }
}
