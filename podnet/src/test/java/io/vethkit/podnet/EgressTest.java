package io.vethkit.podnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vethkit.iptables.FilterBackend;
import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.MacAddress;
import io.vethkit.netlink.Prefix;

import org.junit.jupiter.api.Test;

import java.util.List;

class EgressTest {
    private static final MacAddress HOST_MAC = MacAddress.parse("02:00:00:00:00:01");
    private static final MacAddress POD_MAC = MacAddress.parse("02:00:00:00:00:02");

    private static EgressAttachment pod(String address, String gateway, String node) {
        return new EgressAttachment(
                "net",
                "c1",
                "eth0",
                HOST_MAC,
                POD_MAC,
                Prefix.parse(address),
                IpAddress.parse(gateway),
                IpAddress.parse(node),
                SnatPorts.PRNG,
                9001,
                FilterBackend.NFTABLES);
    }

    private static EgressAttachment v4() {
        return pod("169.254.172.5/22", "169.254.172.1", "10.0.0.4");
    }

    private static EgressAttachment v6() {
        return pod("fd00::ac:5/118", "fe80::ff:fe00:1", "2001:db8::4");
    }

    @Test
    void describesIpv4EgressAsAmazonsHasIt() {
        DesiredState state = Egress.describe(v4());

        String veth = v4().hostVeth();
        assertEquals(
                List.of(
                        "sysctl -w net/ipv4/ip_forward=1",
                        "ip link add VETH mtu 9001 address 02:00:00:00:00:01 txqueuelen 0 type veth"
                                + " peer name v4if0 mtu 9001 address 02:00:00:00:00:02"
                                + " txqueuelen 0 netns pod"
                                + " && ip link set VETH alias 'vethkit-egress:net/c1:eth0' up",
                        "sysctl -w net/ipv6/conf/VETH/accept_ra=0",
                        "ip address add 169.254.172.1/32 dev VETH scope link",
                        "ip route replace 169.254.172.5/32 dev VETH scope link proto 86"),
                state.host().commands().stream().map(x -> x.replace(veth, "VETH")).toList());
        assertNotNull(state.pod());
        assertEquals(
                List.of(
                        "ip link set v4if0 mtu 9001 address 02:00:00:00:00:02 up",
                        "ip address add 169.254.172.5/22 dev v4if0",
                        "ip route del 169.254.172.0/22 dev v4if0 scope link src 169.254.172.5"
                                + " proto 2",
                        "ip route replace 169.254.172.1/32 dev v4if0 scope link src 169.254.172.5"
                                + " proto 3",
                        "ip route replace 169.254.172.0/22 via 169.254.172.1 dev v4if0"
                                + " src 169.254.172.5 proto 3",
                        "ip route add default via 169.254.172.1 dev v4if0 proto 3"),
                state.pod().commands());
    }

    @Test
    void describesIpv6EgressThroughTheHostsLinkLocalAddress() {
        DesiredState state = Egress.describe(v6());

        String veth = v6().hostVeth();
        assertEquals(
                List.of(
                        "ip link add VETH mtu 9001 address 02:00:00:00:00:01 txqueuelen 0 type veth"
                                + " peer name v6if0 mtu 9001 address 02:00:00:00:00:02"
                                + " txqueuelen 0 netns pod"
                                + " && ip link set VETH alias 'vethkit-egress:net/c1:eth0' up",
                        "sysctl -w net/ipv6/conf/VETH/disable_ipv6=0",
                        "sysctl -w net/ipv6/conf/VETH/accept_ra=0",
                        "sysctl -w net/ipv6/conf/VETH/accept_dad=0",
                        "ip address add fe80::ff:fe00:1/64 dev VETH scope link nodad",
                        "ip -6 route replace fd00::ac:5/128 dev VETH proto 86"),
                state.host().commands().stream().map(x -> x.replace(veth, "VETH")).toList());
        assertNotNull(state.pod());
        assertEquals(
                List.of(
                        "ip link set v6if0 mtu 9001 address 02:00:00:00:00:02 up",
                        "sysctl -w net/ipv6/conf/eth0/disable_ipv6=1",
                        "sysctl -w net/ipv6/conf/v6if0/disable_ipv6=0",
                        "sysctl -w net/ipv6/conf/v6if0/keep_addr_on_down=1",
                        "ip address add fd00::ac:5/118 dev v6if0 nodad",
                        "ip -6 route add default via fe80::ff:fe00:1 dev v6if0 proto 3"),
                state.pod().commands());
    }

    @Test
    void translatesByOneElementOfASharedTable() {
        DesiredState state = Egress.describe(v4());

        assertNotNull(state.ruleset());
        assertEquals(
                """
                table ip vethkit-egress {
                	comment "Vethkit"
                	map pods {
                		type ipv4_addr : verdict
                		elements = { 169.254.172.5 comment "%s" : goto snat-10.0.0.4 }
                	}
                	chain postrouting {
                		type nat hook postrouting priority srcnat; policy accept;
                		ip saddr vmap @pods
                	}
                	chain snat-10.0.0.4 {
                		ip daddr 224.0.0.0/4 accept
                		snat to 10.0.0.4 fully-random
                	}
                }
                """
                        .formatted(v4().hostVeth()),
                state.ruleset().commands());
    }

    @Test
    void translatesIpv6TheSameWay() {
        DesiredState state = Egress.describe(v6());

        assertNotNull(state.ruleset());
        String commands = state.ruleset().commands();
        assertEquals(true, commands.contains("table ip6 vethkit-egress {"), commands);
        assertEquals(true, commands.contains("goto snat-2001-db8--4 }"), commands);
        assertEquals(true, commands.contains("ip6 daddr ff00::/8 accept"), commands);
        assertEquals(true, commands.contains("snat to 2001:db8::4 fully-random"), commands);
    }

    @Test
    void translatesByAChainOfItsOwnInTheTablesOfIptables() {
        EgressAttachment pod =
                new EgressAttachment(
                        "aws-cni",
                        "containerId-123",
                        "eth0",
                        HOST_MAC,
                        POD_MAC,
                        Prefix.parse("169.254.172.5/22"),
                        IpAddress.parse("169.254.172.1"),
                        IpAddress.parse("10.0.0.4"),
                        SnatPorts.HASHRANDOM,
                        9001,
                        FilterBackend.IPTABLES_NFT);

        DesiredState state = Egress.describe(pod);

        String comment =
                " -m comment --comment \"name: \\\"aws-cni\\\" id: \\\"containerId-123\\\"\"";
        String chain = "CNI-E4-5740307710ebfd5fb24f5";
        assertNull(state.ruleset());
        assertEquals(FilterBackend.IPTABLES_NFT, state.iptables().get(0).backend());
        assertEquals(
                List.of(
                        "iptables-nft -t nat -N " + chain,
                        "iptables-nft -t nat -A POSTROUTING -s 169.254.172.5/32"
                                + comment
                                + " -j "
                                + chain,
                        "iptables-nft -t nat -A "
                                + chain
                                + " -d 224.0.0.0/4"
                                + comment
                                + " -j ACCEPT",
                        "iptables-nft -t nat -A "
                                + chain
                                + comment
                                + " -j SNAT --to-source 10.0.0.4 --random"),
                state.iptables().get(0).commands());
    }

    @Test
    void namesTheHostsEndAfterContainerAndFamily() {
        assertEquals(12, v4().hostVeth().length());
        assertEquals("veth", v4().hostVeth().substring(0, 4));
        assertEquals(EgressAttachment.hostVeth("c1", false), v4().hostVeth());
        assertNotEquals(v6().hostVeth(), v4().hostVeth());
    }

    @Test
    void derivesLinkLocalAddressesAsTheKernelDoes() {
        MacAddress mac = MacAddress.parse("0a:58:a9:fe:ac:05");

        assertEquals(IpAddress.parse("fe80::858:a9ff:fefe:ac05"), EgressAttachment.linkLocal(mac));
    }

    @Test
    void refusesMixedFamiliesAndAnMtuTooSmall() {
        assertThrows(
                IllegalArgumentException.class,
                () -> pod("169.254.172.5/22", "169.254.172.1", "2001:db8::4"));
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        new EgressAttachment(
                                "net",
                                "c1",
                                "eth0",
                                HOST_MAC,
                                POD_MAC,
                                Prefix.parse("fd00::ac:5/118"),
                                IpAddress.parse("fe80::1"),
                                IpAddress.parse("2001:db8::4"),
                                SnatPorts.NONE,
                                1279,
                                FilterBackend.NFTABLES));
    }
}
