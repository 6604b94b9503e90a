package io.vethkit.netlink.route;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vethkit.netlink.testing.GoldenFile;

import org.junit.jupiter.api.Test;

import java.util.List;

/** What the kernel answered {@code ip} reads as the arguments of {@code ip} that made it. */
class GoldenReplyTest {
    /** Turns a message into a value. */
    private interface Decoder {
        Object decode(byte[] message) throws Exception;
    }

    private static List<String> read(String golden, int type, Decoder decoder) {
        return GoldenFile.read(golden).replies().stream()
                .filter(message -> Wire.type(message) == type)
                .map(message -> decode(message, decoder))
                .toList();
    }

    private static String decode(byte[] message, Decoder decoder) {
        try {
            return decoder.decode(message).toString();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void readsLinksOfAllKinds() {
        assertEquals(
                List.of(
                        "lo index 1 address 00:00:00:00:00:00 mtu 65536 txqueuelen 1000",
                        "eth1 index 2 link #3 address 02:00:00:00:00:02 mtu 1500 "
                                + "txqueuelen 1000 type veth",
                        "eth0 index 3 link #2 address 02:00:00:00:00:01 mtu 1500 "
                                + "txqueuelen 1000 master #4 type veth",
                        "br0 index 4 address 02:00:00:00:00:03 mtu 1500 txqueuelen 1000 "
                                + "type bridge",
                        "mv0 index 5 link #2 address 02:00:00:00:00:04 mtu 1500 "
                                + "txqueuelen 1000 type macvlan mode bridge",
                        "ifb0 index 6 address 02:00:00:00:00:05 mtu 1500 txqueuelen 32 "
                                + "type ifb",
                        "vx0 index 7 address 02:00:00:00:00:06 mtu 1500 txqueuelen 1000 "
                                + "type vxlan id 42 local 192.0.2.1 dstport 4789 nolearning"),
                read("link/show-all-kinds", RtNetlink.RTM_NEWLINK, Wire::link));
    }

    @Test
    void readsALinkWithAliasThatIsUp() {
        assertEquals(
                List.of(
                        "lo index 1 address 00:00:00:00:00:00 mtu 65536 txqueuelen 1000 " + "up",
                        "eth1 index 2 link #3 address 02:00:00:00:00:02 mtu 1500 "
                                + "txqueuelen 1000 type veth",
                        "eth0 index 3 link #2 address 02:00:00:00:00:01 mtu 1500 "
                                + "txqueuelen 1000 alias pod default/web-0 up type veth"),
                read("link/show", RtNetlink.RTM_NEWLINK, Wire::link));
    }

    @Test
    void readsAddresses() {
        assertEquals(
                List.of(
                        "127.0.0.1/8 dev #1 label lo scope host",
                        "169.254.1.1/32 dev #3 label eth0 scope link",
                        "10.0.1.7/24 brd 10.0.1.255 dev #3 label eth0:pod",
                        "10.0.2.7 peer 10.0.2.8/32 dev #3 label eth0",
                        "10.0.1.8/24 brd 10.0.1.255 dev #3 label eth0",
                        "::1/128 dev #1 scope host",
                        "fe80::ff:fe00:2/64 dev #2 scope link",
                        "2001:db8::7/128 dev #3 nodad",
                        "fe80::ff:fe00:1/64 dev #3 scope link"),
                read("addr/show", RtNetlink.RTM_NEWADDR, Wire::address));
    }

    @Test
    void readsNeighbours() {
        assertEquals(
                List.of(
                        "169.254.1.2 lladdr 02:00:00:00:00:02 dev #3 nud permanent",
                        "169.254.1.1 lladdr 02:00:00:00:00:02 dev #3 nud permanent",
                        "10.0.1.9 dev #3 nud failed",
                        "10.0.1.8 lladdr 02:00:00:00:00:02 dev #3 nud stale",
                        "ff02::16 lladdr 33:33:00:00:00:16 dev #2 nud noarp",
                        "ff02::16 lladdr 33:33:00:00:00:16 dev #3 nud noarp",
                        "fe80::1 lladdr 02:00:00:00:00:02 dev #3 router nud permanent"),
                read("neigh/show", RtNetlink.RTM_NEWNEIGH, Wire::neighbour));
    }

    @Test
    void readsProxies() {
        assertEquals(
                List.of("proxy 10.0.1.7 dev #3", "proxy 2001:db8::7 dev #3"),
                read("neigh/show-proxy", RtNetlink.RTM_NEWNEIGH, Wire::neighbour));
    }

    @Test
    void readsRoutesOfAllTables() {
        assertEquals(
                List.of(
                        "0.0.0.0/0 via 169.254.1.1 dev #3 onlink table 1001 proto 86",
                        "10.0.1.7/32 dev #3 scope link table 1001 proto 86",
                        "local 10.1.0.7/32 dev #1 scope host table 1001",
                        "unreachable 0.0.0.0/0 table 1002 metric 4278198272",
                        "10.0.0.0/24 dev #3 scope link proto 2 src 10.0.0.10",
                        "local 10.0.0.10/32 dev #3 scope host table 255 proto 2 src " + "10.0.0.10",
                        "broadcast 10.0.0.255/32 dev #3 scope link table 255 proto 2 "
                                + "src 10.0.0.10",
                        "local 127.0.0.0/8 dev #1 scope host table 255 proto 2 src " + "127.0.0.1",
                        "local 127.0.0.1/32 dev #1 scope host table 255 proto 2 src " + "127.0.0.1",
                        "broadcast 127.255.255.255/32 dev #1 scope link table 255 proto "
                                + "2 src 127.0.0.1"),
                read("route/show4-table-all", RtNetlink.RTM_NEWROUTE, Wire::route));
    }

    @Test
    void readsMultipathRoutes() {
        assertEquals(
                List.of(
                        "0.0.0.0/0 via 10.0.0.1 dev #3",
                        "10.0.0.0/24 dev #3 scope link proto 2 src 10.0.0.10",
                        "10.0.1.7/32 dev #3 scope link proto 86",
                        "10.1.0.0/16 proto 86 src 10.0.0.10 metric 100 nexthop via "
                                + "10.0.0.1 dev #3 weight 1 nexthop via 169.254.1.1 dev #3 weight "
                                + "5 onlink",
                        "10.2.0.0/16 via 10.0.0.1 dev #3 mtu 1400 advmss 1360",
                        "blackhole 10.3.0.0/16",
                        "10.4.0.0/16 via inet6 fe80::1 dev #3"),
                read("route/show4", RtNetlink.RTM_NEWROUTE, Wire::route));
    }

    @Test
    void readsIpv6Routes() {
        assertEquals(
                List.of(
                        "2001:db8::/64 dev #3 proto 2 metric 256",
                        "2001:db8:1::/64 metric 1024 nexthop via 2001:db8::1 dev #3 "
                                + "weight 2 nexthop via 2001:db8::2 dev #3 weight 3",
                        "2001:db8:2::/64 via 2001:db8::1 dev #3 metric 1024 mtu 1400",
                        "blackhole 2001:db8:3::/64 dev #1 metric 1024",
                        "fe80::/64 dev #3 proto 2 metric 256",
                        "fe80::/64 dev #2 proto 2 metric 256",
                        "::/0 via fe80::1 dev #3 proto 86 metric 1024"),
                read("route/show6", RtNetlink.RTM_NEWROUTE, Wire::route));
    }

    @Test
    void readsRules() {
        assertEquals(
                List.of(
                        "from all table 255 priority 0 proto 2",
                        "from all table 254 suppress_prefixlength 0 priority 100",
                        "from 10.0.1.8/32 action 2 priority 101",
                        "from 10.0.1.9/32 action 2 priority 102",
                        "from all to 10.0.1.7/32 table 254 priority 512 proto 86",
                        "from all fwmark 0x80/0x80 table 254 priority 1024 proto 86",
                        "from 10.0.1.7/32 table 1001 priority 1536 proto 86",
                        "not from 10.0.0.0/16 iif eth0 oif eth1 table 1001 priority " + "1600",
                        "from all ipproto 17 sport 1024-2048 dport 53 table 1001 "
                                + "priority 1601",
                        "from all table 1001 priority 1602",
                        "from 10.0.1.10/32 unreachable priority 1603",
                        "from all table 254 priority 32766 proto 2",
                        "from all table 253 priority 32767 proto 2"),
                read("rule/show4", RtNetlink.RTM_NEWRULE, Wire::rule));
    }

    @Test
    void readsIpv6Rules() {
        assertEquals(
                List.of(
                        "-6 from all table 255 priority 0 proto 2",
                        "-6 from all to 2001:db8::/64 fwmark 0x80/0x80 table 254 "
                                + "priority 1024 proto 86",
                        "-6 from 2001:db8::7/128 table 1001 priority 1536",
                        "-6 from all table 254 priority 32766 proto 2"),
                read("rule/show6", RtNetlink.RTM_NEWRULE, Wire::rule));
    }
}
