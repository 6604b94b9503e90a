package io.vethkit.it.takeover;

import static io.vethkit.it.takeover.AmazonVpc.INTERNET;
import static io.vethkit.it.takeover.AmazonVpc.NODE;
import static io.vethkit.it.takeover.AmazonVpc.NODE2;
import static io.vethkit.it.takeover.AmazonVpc.NODE_PORT;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vethkit.it.ThrowawayNetns;
import io.vethkit.it.Tool;
import io.vethkit.it.cni.CniNode;
import io.vethkit.netns.NetworkNamespace;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Our set-up on a node of Amazon's. */
@ExtendWith(ThrowawayNetns.class)
class AdoptNodeIT {
    private static final int EXCHANGES = 300;
    private static final String GATEWAY = "fe80:ec2::1";

    @ParameterizedTest
    @EnumSource(AmazonFilter.class)
    void losesNoPacketOfEstablishedOrNewConnections(AmazonFilter filter) throws Exception {
        requireNoLoss(filter, "auto");
    }

    @ParameterizedTest
    @CsvSource({
        "LEGACY, iptables-legacy",
        "IPTABLES_NFT, iptables-nft",
        "NFTABLES, iptables-nft",
        "LEGACY, iptables-nft",
        "NFTABLES, iptables-legacy"
    })
    void losesNoneIntoIptablesEither(AmazonFilter filter, String backend) throws Exception {
        requireNoLoss(filter, backend);
    }

    private static void requireNoLoss(AmazonFilter filter, String backend) throws Exception {
        List<Flow> flows = new ArrayList<>();
        try (AmazonVpc node = new AmazonVpc(AmazonNode.inVpc(filter));
                Flow.Echo _ = new Flow.Echo(node.vpc.internet());
                Flow.Echo _ = new Flow.Echo(node.vpc.node2());
                Flow.Echo _ = new Flow.Echo(node.b)) {
            node.proxyTo(Flow.Echo.PORT, filter);
            node.useBackend(backend);
            for (String address : List.of(INTERNET, NODE2)) {
                flows.add(Flow.tcp(node.b, address, Flow.Echo.PORT));
                flows.add(Flow.udp(node.b, address, Flow.Echo.PORT));
                flows.add(Flow.fresh(node.b, address, Flow.Echo.PORT));
            }
            flows.add(Flow.tcp(node.vpc.internet(), NODE, NODE_PORT));
            flows.add(Flow.fresh(node.vpc.internet(), NODE, NODE_PORT));
            passAll(flows);
            int before = retransmissions(node);

            node.add("c", "10.0.0.20");

            passAll(flows);
            assertEquals(before, retransmissions(node));
            for (Flow flow : flows) {
                flow.close();
            }
        }
    }

    // what the test above would see if there were a gap
    @Test
    void seesAGapOfTenMilliseconds() throws Exception {
        try (AmazonVpc node = new AmazonVpc(AmazonNode.inVpc(AmazonFilter.NFTABLES));
                Flow.Echo _ = new Flow.Echo(node.vpc.internet())) {
            Flow tcp = Flow.tcp(node.b, INTERNET, Flow.Echo.PORT);
            Flow udp = Flow.udp(node.b, INTERNET, Flow.Echo.PORT);
            tcp.pass(EXCHANGES);
            udp.pass(EXCHANGES);
            int before = retransmissions(node);

            node.tool("ip", "rule", "del", "pref", "1024");
            Thread.sleep(10);
            node.tool("ip", "rule", "add", "fwmark", "0x80/0x80", "lookup", "main", "pref", "1024");

            tcp.pass(EXCHANGES);
            assertThrows(AssertionError.class, () -> udp.pass(EXCHANGES));
            assertTrue(retransmissions(node) > before);
            tcp.close();
        }
    }

    private static void passAll(List<Flow> flows) throws InterruptedException {
        for (Flow flow : flows) {
            flow.pass(EXCHANGES);
        }
    }

    private static int retransmissions(AmazonVpc node) throws IOException {
        int sum = 0;
        for (NetworkNamespace each : List.of(node.b, node.vpc.internet(), node.vpc.node2())) {
            sum += Flow.retransmissions(each);
        }
        return sum;
    }

    @Test
    void hasEachRuleOnceAndMarksItOurs() throws IOException {
        AmazonNode amazons =
                AmazonNode.inVpc(AmazonFilter.NFTABLES)
                        .externalServices("172.20.0.0/16", "172.30.0.0/16");
        try (AmazonVpc node = new AmazonVpc(amazons)) {
            node.cni.extra =
                    node.cni.extra.replace(
                            "\"node\":{",
                            "\"node\":{\"externalServiceCidrs\":[\"172.20.0.0/16\"],");

            node.add("c", "10.0.0.20");

            assertEquals(
                    """
                    0:	from all lookup local proto kernel
                    512:	from all to 10.0.0.16 lookup main proto unspec
                    512:	from all to 10.0.1.16 lookup main proto unspec
                    512:	from all to 10.0.0.20 lookup main proto 86
                    1024:	from all fwmark 0x80/0x80 lookup main proto 86
                    1535:	from all to 172.20.0.0/16 lookup main proto 86
                    1536:	from 10.0.1.16 lookup 2 proto unspec
                    32765:	from 10.0.1.4 lookup 2 proto 86
                    32766:	from all lookup main proto kernel
                    32767:	from all lookup default proto kernel\
                    """,
                    node.tool("ip", "-d", "rule"));
            assertEquals(
                    """
                    default via 10.0.1.1 dev eth1 proto 86\s
                    10.0.1.1 dev eth1 proto 86 scope link\
                    """,
                    node.tool("ip", "route", "show", "table", "2"));
        }
    }

    @Test
    void hasEachRuleOfAnIpv6NodeOnce() throws IOException {
        try (CniNode node = CniNode.withSecondaryEni()) {
            Tool.run("sysctl", "-qw", "net.ipv6.conf.default.disable_ipv6=0");
            Tool.run("sysctl", "-qw", "net.ipv6.conf.eth0.disable_ipv6=0");
            Tool.run("sysctl", "-qw", "net.ipv6.conf.eth1.disable_ipv6=0");
            Tool.ip("address", "add", "2001:db8::4/64", "dev", "eth0", "nodad");
            Tool.ip("route", "add", "default", "via", GATEWAY, "dev", "eth0");
            String own = "2001:db8:1::4/64";
            AmazonNode.inVpc(AmazonFilter.NFTABLES)
                    .ipv6("2001:db8::4", List.of(new AmazonEni("eth1", 0, 4, own, GATEWAY, true)))
                    .podEni("strict")
                    .setUp();
            AmazonPod pod = AmazonPod.of("a", node.newPod(), "2001:db8::a0", 0);
            pod.create();
            node.ipam = "{\"type\":\"vethkit\"}";
            node.extra =
                    ",\"node\":{\"ipFamilies\":[\"IPv6\"],\"podEni\":true,"
                            + "\"primaryInterface\":\"eth0\",\"addresses\":[\"2001:db8::100/120\"],"
                            + "\"enis\":[{\"deviceNumber\":4,\"name\":\"eth1\",\"trunk\":true,"
                            + "\"ipv6Address\":\"2001:db8:1::4/64\"}]}";

            node.add("c1", node.newPod());

            assertEquals(
                    """
                    0:	from fe80:ec2::1 ipproto ipv6-icmp lookup local proto 86
                    20:	from all lookup local proto 86
                    512:	from all to 2001:db8::a0 lookup main proto unspec
                    512:	from all to 2001:db8::100 lookup main proto 86
                    1024:	from all fwmark 0x80/0x80 lookup main proto 86
                    32766:	from all lookup main proto kernel\
                    """,
                    Tool.ip("-6", "-d", "rule"));
            String more = ",\"prevResult\":" + AmazonResult.of(pod, node.version);
            assertEquals("", node.call("CHECK", "id-a", pod.netns(), more).success());
        }
    }

    @Test
    void replacesAmazonsNftablesTable() throws IOException {
        try (AmazonVpc node = new AmazonVpc(AmazonNode.inVpc(AmazonFilter.NFTABLES))) {
            node.add("c", "10.0.0.20");

            String table = node.tool("nft", "list", "table", "ip", "aws-cni");
            assertTrue(table.contains("type filter hook prerouting priority dstnat + 10"), table);
            assertEquals(1, table.split("chain nat-prerouting", -1).length - 1, table);
        }
    }

    @ParameterizedTest
    @EnumSource(AmazonFilter.class)
    void leavesNothingOfAmazonsInTheTablesOfIptables(AmazonFilter filter) throws IOException {
        try (AmazonVpc node = new AmazonVpc(AmazonNode.inVpc(filter).excluding("100.64.0.0/10"))) {
            node.tool(filter.iptables(), "-t", "nat", "-N", "AWS-SNAT-CHAIN-1");
            node.proxyTo(8080, filter);

            node.add("c", "10.0.0.20");

            assertEquals(
                    """
                    -P PREROUTING ACCEPT
                    -P INPUT ACCEPT
                    -P OUTPUT ACCEPT
                    -P POSTROUTING ACCEPT
                    -A PREROUTING -d 10.0.0.4/32 -p tcp -m tcp --dport 30080 -j DNAT --to-destination 10.0.1.16:8080\
                    """,
                    node.tool(filter.iptables(), "-t", "nat", "-S"));
            assertEquals(
                    """
                    -P PREROUTING ACCEPT
                    -P INPUT ACCEPT
                    -P FORWARD ACCEPT
                    -P OUTPUT ACCEPT
                    -P POSTROUTING ACCEPT\
                    """,
                    node.tool(filter.iptables(), "-t", "mangle", "-S"));
        }
    }

    // as docs/takeover.md says
    @ParameterizedTest
    @EnumSource(AmazonFilter.class)
    void comesBackToWhatItWas(AmazonFilter filter) throws IOException {
        AmazonNode amazons = AmazonNode.inVpc(filter).externalServices("172.20.0.0/16");
        try (AmazonVpc node = new AmazonVpc(amazons)) {
            String before = node.state(filter);
            node.add("c", "10.0.0.20");
            node.onNode(() -> node.cni.call("DEL", "c", "", "").success());

            node.tool(
                    "sh",
                    "-c",
                    "ip -d rule | sed -n 's/:.* proto 86$//p' | xargs -n1 ip rule del protocol 86 pref");
            node.tool("nft", "delete", "table", "ip", "aws-cni");
            node.onNode(() -> {
                amazons.setUp();
                return "";
            });

            assertEquals(before, node.state(filter));
        }
    }

    @Test
    void takesOverARuleThatAmazonsDaemonMadeAgain() throws IOException {
        try (AmazonVpc node = new AmazonVpc(AmazonNode.inVpc(AmazonFilter.NFTABLES))) {
            node.add("c", "10.0.0.20");
            node.tool("ip", "rule", "add", "fwmark", "0x80/0x80", "lookup", "main", "pref", "1024");
            node.cni.extra = node.cni.extra.replace("/16\"]", "/16\",\"100.64.0.0/10\"]");

            node.add("d", "10.0.0.21");

            assertEquals(
                    "1024:	from all fwmark 0x80/0x80 lookup main proto 86",
                    node.tool("ip", "-d", "rule", "show", "pref", "1024"));
        }
    }
}
