package io.vethkit.podnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vethkit.netlink.Prefix;

import org.junit.jupiter.api.Test;

import java.util.List;

class NodeSetUpTest {
    private static final Eni SECONDARY = new Eni("eth1", 1, Prefix.parse("10.0.16.9/20"), 9001);

    private static Node node(boolean externalSnat, boolean nodePort) {
        return new Node(
                "eth0",
                Prefix.parse("10.0.1.4/24"),
                List.of(Prefix.parse("10.0.0.0/16")),
                List.of(Prefix.parse("172.20.0.0/16")),
                externalSnat,
                nodePort,
                0x80,
                SnatPorts.PRNG,
                "eni",
                null,
                List.of(SECONDARY));
    }

    @Test
    void describesRoutingOfANodeWithASecondaryEni() {
        assertEquals(
                List.of(
                        "ip link set eth0 up",
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
    void refusesAMarkThatMarksNothing() {
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        new Node(
                                "eth0",
                                Prefix.parse("10.0.1.4/24"),
                                List.of(),
                                List.of(),
                                false,
                                true,
                                0,
                                SnatPorts.PRNG,
                                "eni",
                                null,
                                List.of()));
    }
}
