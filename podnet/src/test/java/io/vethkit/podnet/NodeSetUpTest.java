package io.vethkit.podnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vethkit.iptables.Family;
import io.vethkit.netlink.Prefix;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.List;

class NodeSetUpTest {
    private static final Eni SECONDARY =
            new Eni("eth1", 0, 1, Prefix.parse("10.0.16.9/20"), null, false);

    private static Node node(boolean externalSnat, boolean nodePort) {
        return node("10.0.1.4/24", false, externalSnat, nodePort, SECONDARY, null, false);
    }

    private static Node node(
            @Nullable String address,
            boolean ipv6,
            boolean externalSnat,
            boolean nodePort,
            Eni eni,
            @Nullable EnforcingMode branchEnis,
            boolean egress) {
        return new Node(
                "eth0",
                address == null ? null : Prefix.parse(address),
                ipv6,
                List.of(Prefix.parse("10.0.0.0/16")),
                List.of(Prefix.parse("172.20.0.0/16")),
                externalSnat,
                nodePort,
                0x80,
                SnatPorts.PRNG,
                "eni",
                9001,
                List.of(eni),
                branchEnis,
                branchEnis != EnforcingMode.STRICT,
                egress);
    }

    @Test
    void describesRoutingOfANodeWithASecondaryEni() {
        assertEquals(
                List.of(
                        "ip link set eth0 mtu 9001 up",
                        "sysctl -w net/ipv4/ip_forward=1",
                        "sysctl -w net/ipv4/conf/eth0/rp_filter=2",
                        "ip link set eth1 mtu 9001 up",
                        "sysctl -w net/ipv4/conf/eth1/rp_filter=2",
                        "ip address add 10.0.16.9/20 dev eth1",
                        "ip route replace 10.0.16.1/32 dev eth1 table 2 scope link proto 86",
                        "ip route replace default via 10.0.16.1 dev eth1 table 2 proto 86",
                        "ip route del 10.0.16.0/20 dev eth1 scope link src 10.0.16.9 proto 2",
                        "ip rule add from 10.0.16.9/32 table 2 priority 32765 proto 86",
                        "ip rule add from all fwmark 0x80/0x80 table 254 priority 1024 proto 86",
                        "ip rule add from all to 172.20.0.0/16 table 254 priority 1535 proto 86"),
                NodeSetUp.describe(node(false, true)).host().commands());
    }

    @Test
    void leavesMarkedConnectionsAloneWhereNothingMarks() {
        String commands = NodeSetUp.describe(node(true, false)).host().commands().toString();

        assertFalse(commands.contains("fwmark"), commands);
    }

    @Test
    void describesTheFilterRulesAsNftShowsThem() {
        DesiredState state = NodeSetUp.describe(node(false, true));

        assertNotNull(state.ruleset());
        assertEquals(
                """
                table ip aws-cni
                delete table ip aws-cni
                table ip aws-cni {
                \tcomment "Vethkit"
                \tset exempt-cidrs {
                \t\ttype ipv4_addr
                \t\tflags interval
                \t\telements = { 10.0.0.0/16 }
                \t}
                \tchain mangle-prerouting {
                \t\ttype filter hook prerouting priority mangle; policy accept;
                \t\tiifname "eth0" fib daddr . iif type local ct mark set ct mark | 0x80 comment "AWS, primary ENI"
                \t\tiifname "eni*" ct mark & 0x80 == 0x80 meta mark set meta mark | 0x80 comment "AWS, primary ENI"
                \t\tiifname "vlan*" ct mark & 0x80 == 0x80 meta mark set meta mark | 0x80 comment "AWS, primary ENI"
                \t}
                \tchain nat-prerouting {
                \t\ttype filter hook prerouting priority -90; policy accept;
                \t\tfib daddr type local return
                \t\tiifname "eni*" ct state new counter jump snat-mark comment "AWS, outbound connections"
                \t\tiifname "eni*" ct mark & 0x80 == 0x80 meta mark set meta mark | 0x80 comment "AWS, CONNMARK"
                \t}
                \tchain snat-mark {
                \t\tip daddr @exempt-cidrs counter return comment "AWS CONNMARK CHAIN"
                \t\tcounter ct mark set ct mark | 0x80 comment "AWS, CONNMARK"
                \t}
                \tchain nat-postrouting {
                \t\ttype nat hook postrouting priority srcnat; policy accept;
                \t\tjump AWS-SNAT-CHAIN-0 comment "AWS SNAT CHAIN"
                \t}
                \tchain AWS-SNAT-CHAIN-0 {
                \t\tip daddr @exempt-cidrs return comment "AWS SNAT CHAIN"
                \t\toifname != "vlan*" fib daddr type != local counter snat to 10.0.1.4 fully-random comment "AWS, SNAT"
                \t}
                }
                """,
                state.ruleset().commands());
    }

    @Test
    void describesAnIpv6NodeWithAnEniOfAnotherNetworkCard() {
        Eni eni = new Eni("eth1", 1, 1, null, Prefix.parse("2001:db8:1::4/64"), false);
        Node node = node(null, true, true, true, eni, null, true);

        assertEquals(
                List.of(
                        "ip link set eth0 mtu 9001 up",
                        "sysctl -w net/ipv4/ip_forward=1",
                        "sysctl -w net/ipv6/conf/all/disable_ipv6=0",
                        "sysctl -w net/ipv6/conf/eth0/disable_ipv6=0",
                        "sysctl -w net/ipv6/conf/eth0/accept_ra=2",
                        "sysctl -w net/ipv6/conf/all/forwarding=1",
                        "ip link set eth1 mtu 9001 up",
                        "sysctl -w net/ipv4/conf/eth1/rp_filter=2",
                        "sysctl -w net/ipv6/conf/eth1/disable_ipv6=0",
                        "ip address add 2001:db8:1::4/64 dev eth1 nodad",
                        "ip -6 route replace fe80:ec2::1/128 dev eth1 table 10101 proto 86",
                        "ip -6 route replace default via fe80:ec2::1 dev eth1 table 10101 proto 86",
                        "ip -6 route del 2001:db8:1::/64 dev eth1 proto 2",
                        "ip -6 rule add from 2001:db8:1::4/128 table 10101 priority 32765 proto 86",
                        "ip -6 rule add from all fwmark 0x80/0x80 table 254 priority 1024 proto 86"),
                NodeSetUp.describe(node).host().commands().subList(0, 15));
        assertEquals(
                """
                table ip aws-cni
                delete table ip aws-cni
                table ip aws-cni {
                \tcomment "Vethkit"
                \tchain filter-forward {
                \t\ttype filter hook forward priority filter; policy accept;
                \t\tip daddr 169.254.172.0/22 ct state new reject comment "Block Node Local Pod access via IPv4"
                \t}
                }
                table ip6 aws-cni
                delete table ip6 aws-cni
                table ip6 aws-cni {
                \tcomment "Vethkit"
                \tchain mangle-prerouting {
                \t\ttype filter hook prerouting priority mangle; policy accept;
                \t\tiifname "eth0" fib daddr . iif type local ct mark set ct mark | 0x80 comment "AWS, primary ENI"
                \t\tiifname "eni*" ct mark & 0x80 == 0x80 meta mark set meta mark | 0x80 comment "AWS, primary ENI"
                \t\tiifname "vlan*" ct mark & 0x80 == 0x80 meta mark set meta mark | 0x80 comment "AWS, primary ENI"
                \t}
                }
                """,
                ruleset(node));
    }

    @Test
    void usesTheTableThatTheHostItselfRoutesAnEniBy() {
        Eni eni = new Eni("eth1", 1, 1, Prefix.parse("10.0.16.9/20"), null, false);
        Node node = node("10.0.1.4/24", false, true, false, eni.routedByHost(10001), null, false);

        String commands = NodeSetUp.describe(node).host().commands().toString();

        assertTrue(commands.contains("default via 10.0.16.1 dev eth1 table 10001"), commands);
        assertFalse(commands.contains("32765"), commands);
    }

    @Test
    void rejectsIpv6EgressAddressesOnAnIpv4Node() {
        String commands = ruleset(node("10.0.1.4/24", false, true, false, SECONDARY, null, true));

        assertTrue(
                commands.contains(
                        "ip6 daddr fd00::ac:0/118 ct state new reject"
                                + " comment \"Block Node Local Pod access via IPv6\""),
                commands);
    }

    @Test
    void movesTheLocalTableBehindStrictBranchEnis() {
        Eni trunk = new Eni("eth1", 0, 4, Prefix.parse("10.0.16.9/20"), null, true);
        Node node = node("10.0.1.4/24", true, true, false, trunk, EnforcingMode.STRICT, false);

        List<String> commands = NodeSetUp.describe(node).host().commands();

        assertTrue(commands.contains("sysctl -w net/ipv4/tcp_early_demux=0"), commands.toString());
        assertTrue(commands.contains("sysctl -w net/ipv4/udp_early_demux=0"), commands.toString());
        assertFalse(commands.toString().contains("32765"), "a trunk has no rule: " + commands);
        assertEquals(
                List.of(
                        "ip rule add from all table 255 priority 20 proto 86",
                        "ip rule del from all table 255 priority 0 proto 2",
                        "ip -6 rule add from all table 255 priority 20 proto 86",
                        "ip -6 rule add from fe80:ec2::1/128 ipproto 58 table 255 priority 0"
                                + " proto 86",
                        "ip -6 rule del from all table 255 priority 0 proto 2"),
                commands.subList(commands.size() - 6, commands.size() - 1));
    }

    @Test
    void bringsTheLocalTableBackBeforeItGoesFromBehind() {
        Node strict =
                node("10.0.1.4/24", false, true, false, SECONDARY, EnforcingMode.STRICT, false);
        Node standard =
                node("10.0.1.4/24", false, true, false, SECONDARY, EnforcingMode.STANDARD, false);

        DesiredState rest = NodeSetUp.describe(strict).without(NodeSetUp.describe(standard));

        assertEquals(
                List.of(
                        "ip rule add from all table 255 priority 0 proto 2",
                        "ip rule del from all table 255 priority 20 proto 86"),
                rest.host().removalCommands());
    }

    @Test
    void namesTablesThatAreNotWantedAnyMore() {
        DesiredState both =
                NodeSetUp.describe(node("10.0.1.4/24", true, false, true, SECONDARY, null, false));
        DesiredState ipv4 =
                NodeSetUp.describe(node("10.0.1.4/24", false, false, true, SECONDARY, null, false));

        DesiredState rest = both.without(ipv4);

        assertNotNull(rest.ruleset());
        assertEquals(1, rest.ruleset().tables().size());
        assertEquals(Family.IP6, rest.ruleset().tables().get(0).family());
    }

    private static String ruleset(Node node) {
        DesiredState state = NodeSetUp.describe(node);
        assertNotNull(state.ruleset());
        return state.ruleset().commands();
    }

    @Test
    void refusesAMarkThatMarksNothing() {
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        new Node(
                                "eth0",
                                Prefix.parse("10.0.1.4/24"),
                                false,
                                List.of(),
                                List.of(),
                                false,
                                true,
                                0,
                                SnatPorts.PRNG,
                                "eni",
                                null,
                                List.of(),
                                null,
                                true,
                                false));
    }
}
