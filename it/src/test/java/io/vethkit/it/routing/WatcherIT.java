package io.vethkit.it.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vethkit.it.ThrowawayNetns;
import io.vethkit.it.Tool;
import io.vethkit.routing.NamespaceState;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A watch of a namespace that others meddle with, by the real tools: what it names and heals. */
@ExtendWith(ThrowawayNetns.class)
class WatcherIT {
    // what somebody does | the first thing that is named
    private static final String INTERFERENCE =
            """
            ip rule flush && ip rule add lookup main pref 32766 > rule from 10.1.0.0/24 table 1001 priority 100 proto 86 is missing
            ip -6 rule del pref 100 > rule -6 from all table 1001 priority 100 proto 86 is missing
            ip route del default table 1001 > route default via 10.1.0.9 dev eth0 table 1001 proto 86 is missing
            ip route replace default dev eth0 table 1001 scope link > route default via 10.1.0.9 dev eth0 table 1001 proto 86 is unlike: default dev eth0 table 1001 scope link proto 3
            ip route flush table 1001 > route 10.1.0.9/32 dev eth0 table 1001 scope link proto 86 is missing
            ip -6 route del 2001:db8:9::/48 > route 2001:db8:9::/48 dev eth0 proto 86 is missing
            ip link set eth0 down > link eth0 is down
            ip link set eth0 down && ip link set eth0 up > route default via 10.1.0.9 dev eth0 table 1001 proto 86 is missing
            ip address del 10.1.0.4/24 dev eth0 > address 10.1.0.4/24 dev eth0 is missing
            ip address flush dev eth0 > address 10.1.0.4/24 dev eth0 is missing
            ip -6 address del 2001:db8::4/64 dev eth0 > address 2001:db8::4/64 dev eth0 is missing
            ip route add 10.1.0.0/24 dev eth0 scope link src 10.1.0.4 proto kernel > route 10.1.0.0/24 dev eth0 scope link src 10.1.0.4 proto 2 is there but should not be
            ip link set eth0 mtu 1400 > link eth0 has mtu 1400 instead of 9001
            ip neighbour del 10.1.0.9 dev eth0 > neighbour 10.1.0.9 lladdr 02:00:00:00:00:09 nud permanent dev eth0 is missing
            sysctl -qw net.ipv4.conf.eth0.rp_filter=1 > sysctl net/ipv4/conf/eth0/rp_filter has value 1 instead of 2
            sysctl -qw net.ipv6.conf.eth0.accept_ra=1 > sysctl net/ipv6/conf/eth0/accept_ra has value 1 instead of 0
            sysctl -qw net.ipv4.ip_forward=0 > sysctl net/ipv4/ip_forward has value 0 instead of 1
            unshare -m sh -c 'mount -t proc proc /proc && sysctl -qw net.ipv4.conf.eth0.proxy_arp=0' > sysctl net/ipv4/conf/eth0/proxy_arp has value 0 instead of 1
            ip nexthop add id 7 dev eth0 && ip route replace default nhid 7 table 1001 && ip nexthop del id 7 > route default via 10.1.0.9 dev eth0 table 1001 proto 86 is missing
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '>', textBlock = INTERFERENCE)
    void namesWhatSomebodyBreaksAndHealsIt(String command, String finding) throws IOException {
        NamespaceState node = WatchedNode.describe();
        WatchedNode.makeLinks();
        WatchedNode.apply(node);
        try (Watching watching = new Watching(true)) {
            watching.describe(node);
            watching.settle();
            assertEquals(List.of(), watching.findings.take());

            long start = System.nanoTime();
            Tool.run("sh", "-c", command);

            long millis = millisSince(start, watching.findings.await("node: " + finding));
            assertTrue(millis < 1000, millis + " ms, of which most should be the command's");
            watching.settle();
            assertEquals(List.of(), WatchedNode.diff(node));
            assertFalse(
                    watching.findings.take().stream().anyMatch(said -> said.contains("failed")));
        }
    }

    private static long millisSince(long start, long end) {
        return TimeUnit.NANOSECONDS.toMillis(end - start);
    }
}
