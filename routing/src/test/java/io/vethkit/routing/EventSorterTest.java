package io.vethkit.routing;

import static io.vethkit.linux.Socket.AF_INET;
import static io.vethkit.linux.Socket.AF_INET6;
import static io.vethkit.netlink.route.RtNetlink.RTN_BLACKHOLE;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vethkit.netlink.Burst;
import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.MacAddress;
import io.vethkit.netlink.MalformedMessageException;
import io.vethkit.netlink.MessageReader;
import io.vethkit.netlink.Prefix;
import io.vethkit.netlink.route.Link;
import io.vethkit.netlink.route.Route;
import io.vethkit.netlink.route.Rule;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;

/** Which objects are looked at again after which events, captured on Linux 6.18. */
class EventSorterTest {
    private static final int ETH0 = 3;

    private static final NamespaceState STATE =
            NamespaceState.describe()
                    .link(Link.named("eth0").up(true))
                    .link(Link.named("eth1").up(true))
                    .sysctl("net/ipv4/ip_forward", "1")
                    .sysctl("net/ipv4/conf/eth0/rp_filter", "2")
                    .address("eth0", Prefix.parse("10.1.0.1/24"))
                    .neighbour(
                            "eth0",
                            IpAddress.parse("10.1.0.9"),
                            MacAddress.parse("02:00:00:00:00:09"))
                    .route("eth0", Route.to(Prefix.parse("10.2.0.0/16")).table(1001))
                    .route("eth1", Route.to(Prefix.parse("10.3.0.0/16")))
                    .route(
                            "eth1",
                            Route.to(Prefix.parse("10.4.0.0/16"))
                                    .source(IpAddress.parse("10.1.0.1")))
                    .route(null, Route.to(Prefix.parse("10.5.0.0/16")).type(RTN_BLACKHOLE))
                    .rule(Rule.lookup(AF_INET, 1001, 100))
                    .rule(Rule.lookup(AF_INET6, 1001, 100))
                    .build();

    private final WatchListener nobody =
            new WatchListener() {
                @Override
                public void differs(String part, Difference difference) {}

                @Override
                public void isAsDescribed(String part, Difference difference) {}
            };
    private final Burst burst = new Burst();
    private final EventSorter sorter = new EventSorter(nobody, burst);

    @BeforeEach
    void describe() {
        sorter.scope(Scope.of(List.of(new Part("node", STATE))));
        sorter.device(ETH0, "eth0");
    }

    @Test
    void looksAtTheRulesOfTheFamilyAfterARule() throws MalformedMessageException {
        // ip rule del pref 100
        event(
                """
                44000000 2100 0000 ff01016b f4570000
                02001800 fc000001 00000000
                08000f00 e9030000 08000e00 ffffffff 05001500 00000000
                08000600 64000000 08000200 0a010000
                """);

        assertEquals("[rule from all table 1001 priority 100]", concerned());
    }

    @Test
    void looksAtTheRouteOfThatDestinationAfterARoute() throws MalformedMessageException {
        // ip route del 10.2.0.0/16 table 1001
        event(
                """
                3c000000 1900 0000 ff01016b f6570000
                02100000 fc030001 10000000
                08000f00 e9030000 08000100 0a020000 08000500 0a010009 08000400 03000000
                """);

        assertEquals("[route 10.2.0.0/16 dev eth0 table 1001 proto 3]", concerned());
    }

    @Test
    void letsPassARouteThatNobodyDescribed() throws MalformedMessageException {
        // ip route del 10.9.0.0/16 table 1001
        event(
                """
                3c000000 1900 0000 ff01016b f6570000
                02100000 fc030001 10000000
                08000f00 e9030000 08000100 0a090000 08000500 0a010009 08000400 03000000
                """);

        assertEquals(-1, burst.remainingMillis(System.nanoTime()));
    }

    @Test
    void looksAtAllThatHangsOnALinkAndAtRoutesWithoutOneAfterALink()
            throws MalformedMessageException {
        // ip link set eth0 down (its first attributes)
        event(
                """
                2c000000 1000 0000 00000000 00000000
                00000100 03000000 02100000 01000000
                09000300 65746830 00000000
                """);

        assertEquals(
                "[link eth0, sysctl net/ipv4/conf/eth0/rp_filter, address 10.1.0.1/24 dev eth0,"
                        + " neighbour 10.1.0.9 lladdr 02:00:00:00:00:09 nud permanent dev eth0,"
                        + " route 10.2.0.0/16 dev eth0 table 1001 proto 3,"
                        + " route blackhole 10.5.0.0/16 proto 3]",
                concerned());
    }

    @Test
    void looksForALinkThatGaveUpItsName() throws MalformedMessageException {
        // ip link set eth0 name w0 (its first attributes)
        event(
                """
                28000000 1000 0000 00000000 00000000
                00000100 03000000 02100000 00000000
                07000300 77300000
                """);

        assertTrue(concerned().startsWith("[link eth0, "), concerned());
    }

    @Test
    void looksAtRoutesOfTheDeviceOrWithASourceAfterAnAddress() throws MalformedMessageException {
        // ip addr del 10.1.0.1/24 dev eth0 (its first attributes)
        event(
                """
                28000000 1500 0000 ff01016b f8570000
                02188000 03000000
                08000100 0a010001 08000200 0a010001
                """);

        assertEquals(
                "[address 10.1.0.1/24 dev eth0, route 10.2.0.0/16 dev eth0 table 1001 proto 3,"
                        + " route 10.4.0.0/16 dev eth1 src 10.1.0.1 proto 3]",
                concerned());
    }

    @Test
    void looksAtSysctlsOfTheLinkAfterNetconf() throws MalformedMessageException {
        // sysctl -w net.ipv4.conf.eth0.rp_filter=2
        event(
                """
                24000000 5000 0000 00000000 00000000
                02000000 08000100 03000000 08000300 02000000
                """);

        assertEquals("[sysctl net/ipv4/conf/eth0/rp_filter]", concerned());
    }

    @Test
    void looksAtAllRoutesAfterANextHop() throws MalformedMessageException {
        // ip nexthop add id 7 blackhole
        event(
                """
                24000000 6800 0506 0002016b 85580000
                02000000 00000000 08000100 07000000 04000400
                """);

        assertEquals(4, concerned().split("route ").length - 1);
    }

    @Test
    void looksAtEverythingWhenEventsWereLost() {
        sorter.lost();

        assertEquals(STATE.objects().toString(), concerned());
    }

    private String concerned() {
        Concern concern = sorter.concern();
        return STATE.objects().stream()
                .filter(object -> concern.isAbout(object, "node"))
                .toList()
                .toString();
    }

    private void event(String hex) throws MalformedMessageException {
        byte[] bytes = HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        MessageReader message = new MessageReader(buffer);
        message.next();
        sorter.event(message);
    }
}
