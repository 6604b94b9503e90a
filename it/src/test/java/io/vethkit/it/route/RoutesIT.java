package io.vethkit.it.route;

import static io.vethkit.it.route.Lab.ip;
import static io.vethkit.it.route.Lab.object;
import static io.vethkit.it.route.Lab.objects;
import static io.vethkit.it.route.Lab.prefix;
import static io.vethkit.it.route.Lab.refusal;
import static io.vethkit.linux.Socket.AF_INET;
import static io.vethkit.linux.Socket.AF_INET6;
import static io.vethkit.linux.Socket.AF_UNSPEC;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

import io.vethkit.it.ThrowawayNetns;
import io.vethkit.linux.Errno;
import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.MessageReader;
import io.vethkit.netlink.MessageVisitor;
import io.vethkit.netlink.NetlinkException;
import io.vethkit.netlink.NetlinkSocket;
import io.vethkit.netlink.route.NextHop;
import io.vethkit.netlink.route.Route;
import io.vethkit.netlink.route.RouteFilter;
import io.vethkit.netlink.route.RouteMetrics;
import io.vethkit.netlink.route.Routes;
import io.vethkit.netlink.route.RtNetlink;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.List;

@Tag("kernels")
@ExtendWith(ThrowawayNetns.class)
class RoutesIT {
    private static final IpAddress ROUTER = IpAddress.parse("10.0.0.1");
    private static final IpAddress ROUTER2 = IpAddress.parse("10.0.0.2");
    private static final Route NET = Route.to(prefix("10.1.0.0/16")).via(ROUTER);
    private static final Route POD =
            Route.to(prefix("10.0.1.7/32")).scope(RtNetlink.RT_SCOPE_LINK).protocol(86);
    private static final IpAddress ROUTER6 = IpAddress.parse("2001:db8::1");
    private static final Route NET6 = Route.to(prefix("2001:db8:1::/64")).via(ROUTER6);

    /** Returns the value of a route without what the kernel has added of its own accord. */
    private static Route listed(Lab lab, int family, int table) throws IOException {
        RouteFilter filter = RouteFilter.ALL.table(table).protocol(86);
        List<Route> routes = new Routes(lab.socket).list(family, filter);
        assertEquals(1, routes.size(), routes::toString);
        return routes.get(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 255, 256, 1001, Integer.MAX_VALUE, -1})
    void addsRoutesToAnyTable(int table) throws IOException {
        try (Lab lab = new Lab()) {
            Route route = POD.dev(lab.eth0).table(table);

            new Routes(lab.socket).add(route);

            String number = Integer.toUnsignedString(table);
            JsonObject shown = object("route show proto 86 table " + number);
            assertEquals("10.0.1.7", shown.get("dst").getAsString());
            assertEquals("eth0", shown.get("dev").getAsString());
            assertEquals("link", shown.get("scope").getAsString());
            assertEquals(route, listed(lab, AF_INET, table));
        }
    }

    @Test
    void addsADefaultRouteThroughAGatewayOnTheLink() throws IOException {
        try (Lab lab = new Lab()) {
            Route route =
                    Route.to(prefix("0.0.0.0/0"))
                            .via(IpAddress.parse("169.254.1.1"))
                            .dev(lab.eth0)
                            .onLink(true)
                            .table(1001)
                            .protocol(86);

            new Routes(lab.socket).add(route);

            assertEquals(
                    "default via 169.254.1.1 dev eth0 proto 86 onlink",
                    ip("route show table 1001"));
            assertEquals(route, listed(lab, AF_INET, 1001));
        }
    }

    @Test
    void addsSourceMetricAndMetrics() throws IOException {
        try (Lab lab = new Lab()) {
            Route route =
                    NET.dev(lab.eth0)
                            .source(IpAddress.parse("10.0.0.10"))
                            .priority((int) 4278198272L)
                            .metrics(new RouteMetrics(1400, 1360))
                            .protocol(86);

            new Routes(lab.socket).add(route);

            assertEquals(
                    "10.1.0.0/16 via 10.0.0.1 dev eth0 proto 86 src 10.0.0.10 metric 4278198272"
                            + " mtu 1400 advmss 1360",
                    ip("route show 10.1.0.0/16"));
            assertEquals(route, listed(lab, AF_INET, RtNetlink.RT_TABLE_MAIN));
        }
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                RtNetlink.RTN_BLACKHOLE,
                RtNetlink.RTN_UNREACHABLE,
                RtNetlink.RTN_PROHIBIT,
                RtNetlink.RTN_THROW
            })
    void addsRoutesThatLeadNowhere(int type) throws IOException {
        try (Lab lab = new Lab()) {
            Route route = Route.to(prefix("10.1.0.0/16")).type(type).table(1001).protocol(86);

            new Routes(lab.socket).add(route);

            assertEquals(route, listed(lab, AF_INET, 1001));
            assertEquals(
                    route.toString(),
                    object("route show table 1001").get("type").getAsString()
                            + " 10.1.0.0/16 table 1001 proto 86");
        }
    }

    @Test
    void addsSeveralWays() throws IOException {
        try (Lab lab = new Lab()) {
            IpAddress far = IpAddress.parse("169.254.1.1");
            Route route =
                    Route.to(prefix("10.1.0.0/16"))
                            .protocol(86)
                            .nextHops(
                                    List.of(
                                            new NextHop(ROUTER, lab.eth0, 1, false),
                                            new NextHop(ROUTER2, lab.eth0, 256, false),
                                            new NextHop(far, lab.eth1, 5, true)));

            new Routes(lab.socket).add(route);

            JsonArray hops = object("route show proto 86").getAsJsonArray("nexthops");
            assertEquals(3, hops.size());
            assertEquals(256, hops.get(1).getAsJsonObject().get("weight").getAsInt());
            assertEquals(route, listed(lab, AF_INET, RtNetlink.RT_TABLE_MAIN));
        }
    }

    @Test
    void addsAnIpv4RouteThroughAnIpv6Router() throws IOException {
        try (Lab lab = new Lab()) {
            Route route =
                    Route.to(prefix("10.1.0.0/16"))
                            .via(IpAddress.parse("fe80::1"))
                            .dev(lab.eth0)
                            .protocol(86);

            new Routes(lab.socket).add(route);

            assertEquals(
                    "10.1.0.0/16 via inet6 fe80::1 dev eth0 proto 86",
                    ip("route show 10.1.0.0/16"));
            assertEquals(route, listed(lab, AF_INET, RtNetlink.RT_TABLE_MAIN));
        }
    }

    @Test
    void addsIpv6Routes() throws IOException {
        try (Lab lab = new Lab()) {
            Routes routes = new Routes(lab.socket);
            Route pod = Route.to(prefix("2001:db8:1::7/128")).dev(lab.eth0).protocol(86);
            List<NextHop> hops =
                    List.of(
                            new NextHop(ROUTER6, lab.eth0, 2, false),
                            new NextHop(IpAddress.parse("2001:db8::2"), lab.eth0, 3, false));

            routes.add(pod.table(1001));
            routes.add(Route.to(prefix("2001:db8:1::/64")).protocol(86).nextHops(hops));

            assertEquals(pod.table(1001).priority(1024), listed(lab, AF_INET6, 1001));
            Route multipath = listed(lab, AF_INET6, RtNetlink.RT_TABLE_MAIN);
            assertEquals(hops, multipath.nextHops());
            assertEquals(
                    "2001:db8:1::7",
                    object("-6 route show table 1001 proto 86").get("dst").getAsString());
        }
    }

    @Test
    void refusesARouteThatIsThere() throws IOException {
        try (Lab lab = new Lab()) {
            Routes routes = new Routes(lab.socket);
            routes.add(NET);

            NetlinkException e = refusal(() -> routes.add(NET));

            assertEquals("add route 10.1.0.0/16 via 10.0.0.1: EEXIST: File exists", e.getMessage());
        }
    }

    @Test
    void saysWhyAGatewayIsRefused() throws IOException {
        try (Lab lab = new Lab()) {
            Route route = Route.to(prefix("10.0.1.7/32")).via(IpAddress.parse("10.9.9.9")).table(2);

            NetlinkException e = refusal(() -> new Routes(lab.socket).add(route));

            assertTrue(e.is(Errno.ENETUNREACH));
            assertTrue(
                    e.getMessage()
                            .startsWith(
                                    "add route 10.0.1.7/32 via 10.9.9.9 table 2: ENETUNREACH:"
                                            + " Nexthop has invalid gateway"),
                    e.getMessage());
        }
    }

    @Test
    void replacesARouteThatIsThereOrNot() throws IOException {
        try (Lab lab = new Lab()) {
            Routes routes = new Routes(lab.socket);

            routes.replace(NET.protocol(86));
            routes.replace(NET.protocol(86).via(ROUTER2));
            routes.replace(NET6.protocol(86));
            routes.replace(NET6.protocol(86).dev(lab.eth1).via(IpAddress.parse("fe80::1")));

            assertEquals(ROUTER2, listed(lab, AF_INET, RtNetlink.RT_TABLE_MAIN).gateway());
            assertEquals("10.0.0.2", object("route show proto 86").get("gateway").getAsString());
            assertEquals("fe80::1", object("-6 route show proto 86").get("gateway").getAsString());
        }
    }

    @Test
    void appendsARouteBehindAnother() throws IOException {
        try (Lab lab = new Lab()) {
            Routes routes = new Routes(lab.socket);
            routes.add(NET);

            routes.append(NET.via(ROUTER2));

            assertEquals(2, objects("route show 10.1.0.0/16").size());
        }
    }

    @Test
    void changesARouteThatIsThereOnly() throws IOException {
        try (Lab lab = new Lab()) {
            Routes routes = new Routes(lab.socket);

            NetlinkException e = refusal(() -> routes.change(NET));
            routes.add(NET);
            routes.change(NET.via(ROUTER2));

            assertTrue(e.is(Errno.ENOENT), e.getMessage());
            assertEquals("10.0.0.2", object("route show 10.1.0.0/16").get("gateway").getAsString());
        }
    }

    @Test
    void deletesTheRouteThatIsMeantOnly() throws IOException {
        try (Lab lab = new Lab()) {
            Routes routes = new Routes(lab.socket);
            routes.add(NET.protocol(86));

            NetlinkException otherMaker = refusal(() -> routes.delete(NET));
            NetlinkException otherTable = refusal(() -> routes.delete(NET.protocol(86).table(2)));
            NetlinkException otherRouter =
                    refusal(() -> routes.delete(NET.protocol(86).via(ROUTER2)));
            routes.delete(NET.protocol(86));

            assertTrue(otherMaker.is(Errno.ESRCH), otherMaker.getMessage());
            assertTrue(otherTable.is(Errno.ESRCH), otherTable.getMessage());
            assertTrue(otherRouter.is(Errno.ESRCH), otherRouter.getMessage());
            assertEquals("", ip("route show 10.1.0.0/16"));
        }
    }

    @Test
    void deletesAnyRouteToADestination() throws IOException {
        try (Lab lab = new Lab()) {
            ip("route add 10.1.0.0/16 via 10.0.0.1 proto 99");
            ip("route add blackhole 10.2.0.0/16");
            ip("route add 2001:db8:1::/64 via 2001:db8::1 proto 99");
            Routes routes = new Routes(lab.socket);

            routes.delete(Route.anyTo(prefix("10.1.0.0/16")));
            routes.delete(Route.anyTo(prefix("10.2.0.0/16")));
            routes.delete(Route.anyTo(prefix("2001:db8:1::/64")));

            assertEquals("", ip("route show proto 99"));
            assertEquals("", ip("route show type blackhole"));
            assertEquals("", ip("-6 route show proto 99"));
        }
    }

    @Test
    void looksUpTheWayOfAPacket() throws IOException {
        try (Lab lab = new Lab()) {
            ip("route add default via 10.0.0.1 table 1001");
            ip("rule add to 192.0.2.0/24 lookup 1001");
            ip("route add default via 2001:db8::1");
            Routes routes = new Routes(lab.socket);

            Route way = routes.get(IpAddress.parse("192.0.2.1"));
            Route way6 = routes.get(IpAddress.parse("2001:db8:ffff::1"));
            Route local = routes.get(IpAddress.parse("10.0.0.10"));
            NetlinkException none = refusal(() -> routes.get(IpAddress.parse("198.51.100.1")));

            assertEquals(ROUTER, way.gateway());
            assertEquals(lab.eth0, way.device());
            assertEquals(1001, way.table());
            assertEquals(IpAddress.parse("10.0.0.10"), way.source());
            assertEquals(ROUTER6, way6.gateway());
            assertEquals(RtNetlink.RTN_LOCAL, local.type());
            assertNull(local.gateway());
            assertEquals(
                    "get route 198.51.100.1: ENETUNREACH: Network is unreachable",
                    none.getMessage());
        }
    }

    @Test
    void hasTheKernelPickRoutes() throws IOException {
        try (Lab lab = new Lab()) {
            Routes routes = new Routes(lab.socket);
            routes.add(POD.dev(lab.eth0).table(1001));
            routes.add(POD.dev(lab.eth1).table(1002));
            routes.add(NET.table(1001));
            routes.add(Route.to(prefix("10.3.0.0/16")).type(RtNetlink.RTN_BLACKHOLE).table(1001));
            routes.add(NET6.table(1001));

            RouteFilter table = RouteFilter.ALL.table(1001);
            assertPicked(3, lab.socket, AF_INET, table);
            assertPicked(1, lab.socket, AF_INET6, table);
            assertPicked(2, lab.socket, AF_INET, RouteFilter.ALL.protocol(86));
            assertPicked(1, lab.socket, AF_INET, table.protocol(86));
            assertPicked(1, lab.socket, AF_INET, table.type(RtNetlink.RTN_BLACKHOLE));
            assertPicked(2, lab.socket, AF_INET, table.device(lab.eth0));
            assertPicked(1, lab.socket, AF_INET, RouteFilter.ALL.protocol(86).device(lab.eth1));
            assertEquals(4, routes.list(AF_UNSPEC, table).size());
        }
    }

    /** Checks that the kernel sends no more than what is to be listed. */
    private static void assertPicked(
            int expected, NetlinkSocket socket, int family, RouteFilter filter) throws IOException {
        int[] messages = new int[1];
        socket.dump(
                Routes.listing(family, filter),
                new MessageVisitor() {
                    @Override
                    public void message(MessageReader message) {
                        messages[0]++;
                    }
                });
        assertEquals(expected, messages[0], filter::toString);
        assertEquals(expected, new Routes(socket).list(family, filter).size(), filter::toString);
    }

    @Test
    void listsNothingOfATableOrLinkThatIsNotThere() throws IOException {
        try (Lab lab = new Lab()) {
            Routes routes = new Routes(lab.socket);

            assertEquals(List.of(), routes.list(AF_INET, RouteFilter.ALL.table(777)));
            assertEquals(List.of(), routes.list(AF_INET6, RouteFilter.ALL.table(777)));
            assertEquals(List.of(), routes.list(AF_INET, RouteFilter.ALL.device(999)));
        }
    }

    @Test
    void listsAMultipathRouteOfEitherLink() throws IOException {
        try (Lab lab = new Lab()) {
            ip("route add 10.1.0.0/16 proto 86 nexthop via 10.0.0.1 dev eth0 nexthop dev eth1");
            RouteFilter ours = RouteFilter.ALL.protocol(86);
            Routes routes = new Routes(lab.socket);

            assertEquals(1, routes.list(AF_INET, ours.device(lab.eth0)).size());
            assertEquals(1, routes.list(AF_INET, ours.device(lab.eth1)).size());
            assertEquals(0, routes.list(AF_INET, ours.device(1)).size());
        }
    }

    @Test
    void listsAllTablesOfBothFamilies() throws IOException {
        try (Lab lab = new Lab()) {
            int shown =
                    objects("-4 route show table all").size()
                            + objects("-6 route show table all").size();

            assertEquals(shown, new Routes(lab.socket).list(AF_UNSPEC, RouteFilter.ALL).size());
        }
    }
}
