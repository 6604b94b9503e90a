package io.vethkit.netlink.route;

import static io.vethkit.linux.Socket.AF_INET;
import static io.vethkit.linux.Socket.AF_INET6;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.Prefix;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

/** Values that cannot be are not made, and the complaint shows them. */
class ValidationTest {
    private static final Prefix NET = Prefix.parse("10.1.0.0/16");
    private static final Prefix NET6 = Prefix.parse("2001:db8::/64");
    private static final IpAddress ROUTER = IpAddress.parse("10.0.0.1");
    private static final IpAddress ROUTER6 = IpAddress.parse("fe80::1");

    private static void assertRefused(String value, Executable maker) {
        String message = assertThrows(IllegalArgumentException.class, maker).getMessage();
        assertTrue(message.contains(value), message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "a/b",
                "a b",
                "a\tb",
                "a\nb",
                "a:b",
                "a\0b",
                "sixteen-bytes-is",
                "\u20ac\u20ac\u20ac\u20ac\u20acx"
            })
    void refusesNamesNoInterfaceCanHave(String name) {
        assertRefused("'" + name + "'", () -> Link.named(name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "fifteen-bytes-x",
                "...",
                "eth0.42",
                "\u20ac\u20ac\u20ac\u20ac\u20ac",
                "a@b"
            })
    void takesNamesAnInterfaceCanHave(String name) {
        assertDoesNotThrow(() -> Link.named(name));
    }

    @Test
    void takesNamesOfSelectorsThatNoInterfaceCanHave() {
        assertDoesNotThrow(() -> Rule.lookup(AF_INET, 1, 1).iif("eth0:1"));
    }

    @Test
    void refusesLinksOutOfRange() {
        Link link = Link.named("a");

        assertRefused("0", () -> link.mtu(0));
        assertRefused("-1", () -> link.mtu(-1));
        assertRefused("0", () -> link.index(0));
        assertRefused("4095", () -> new LinkKind.Vlan(4095));
        assertRefused("0", () -> new LinkKind.Vlan(0));
        assertRefused("16777216", () -> LinkKind.Vxlan.of(1 << 24));
    }

    @Test
    void refusesToRenameWhatHasNoIndex() {
        assertRefused("a", () -> Links.renaming(Link.named("a")));
    }

    @Test
    void refusesAddressesOfMixedFamilies() {
        Address address = Address.of(NET, 1);

        assertRefused("fe80::1", () -> address.peer(ROUTER6));
        assertRefused("fe80::1", () -> address.broadcast(ROUTER6));
        assertRefused("10.0.0.1", () -> Address.of(NET6, 1).broadcast(ROUTER));
        assertRefused("0", () -> Address.of(NET, 0));
    }

    @Test
    void refusesRoutesOfMixedFamilies() {
        assertRefused("10.0.0.1", () -> Route.to(NET6).via(ROUTER));
        assertRefused("10.0.0.1", () -> Route.to(NET6).source(ROUTER));
        assertRefused("fe80::1", () -> Route.to(NET).source(ROUTER6));
        NextHop hop = new NextHop(ROUTER, null, 1, false);
        assertRefused("10.0.0.1", () -> Route.to(NET6).nextHops(List.of(hop)));
    }

    @Test
    void routesIpv4ThroughAnIpv6Router() {
        Route route = Route.to(NET).via(ROUTER6).dev(3);

        assertEquals("10.1.0.0/16 via inet6 fe80::1 dev #3", route.toString());
    }

    @Test
    void refusesRoutesOutOfRange() {
        assertRefused("256", () -> Route.to(NET).protocol(256));
        assertRefused("-1", () -> Route.to(NET).scope(-1));
        assertRefused("0", () -> Route.to(NET).dev(0));
        assertRefused("257", () -> new NextHop(ROUTER, null, 257, false));
        assertRefused("0", () -> new NextHop(ROUTER, null, 0, false));
        assertRefused("without", () -> new NextHop(null, null, 1, false));
        assertRefused("0", () -> RouteMetrics.mtu(0));
        NextHop hop = new NextHop(ROUTER, null, 1, false);
        assertRefused("10.1.0.0/16", () -> Route.to(NET).via(ROUTER).nextHops(List.of(hop)));
    }

    @Test
    void refusesRulesOfMixedFamilies() {
        assertRefused("10.1.0.0/16", () -> Rule.lookup(AF_INET6, 1, 1).from(NET));
        assertRefused("2001:db8::/64", () -> Rule.lookup(AF_INET, 1, 1).to(NET6));
        assertRefused("17", () -> Rule.lookup(17, 1, 1));
    }

    @Test
    void refusesRulesOutOfRange() {
        Rule rule = Rule.lookup(AF_INET, 1, 1);

        assertRefused("0", () -> rule.ipProtocol(0));
        assertRefused("256", () -> rule.ipProtocol(256));
        assertRefused("0-1", () -> new PortRange(0, 1));
        assertRefused("2-1", () -> new PortRange(2, 1));
        assertRefused("1-65536", () -> new PortRange(1, 65536));
        assertRefused("-1", () -> rule.suppressPrefixLength(-1));
    }

    @Test
    void selectorsThatSelectAllAreNone() {
        Rule rule =
                Rule.lookup(AF_INET, 1, 1)
                        .from(Prefix.parse("0.0.0.0/0"))
                        .to(Prefix.parse("0.0.0.0/0"))
                        .mark(0, 0);

        assertNull(rule.from());
        assertNull(rule.to());
        assertNull(rule.mark());
    }

    @Test
    void describesRequestsAsArgumentsOfIp() {
        assertEquals(
                "add route 10.0.1.7/32 dev #5 table 2",
                Routes.adding(Route.to(Prefix.parse("10.0.1.7/32")).dev(5).table(2)).describe());
        assertEquals(
                "10.0.1.7/32 dev #5 scope link table 2 proto 86",
                Route.to(Prefix.parse("10.0.1.7/32"))
                        .dev(5)
                        .scope(RtNetlink.RT_SCOPE_LINK)
                        .table(2)
                        .protocol(86)
                        .toString());
        assertEquals(
                "add rule -6 from all to 2001:db8::/64 fwmark 0x80/0xffffffff table 4294967295"
                        + " priority 4294967295 proto 86",
                Rules.adding(Rule.lookup(AF_INET6, -1, -1).to(NET6).mark(0x80, -1).protocol(86))
                        .describe());
        assertEquals("delete link #7", Links.deleting(7).describe());
        assertEquals("delete link eth0", Links.deleting("eth0").describe());
        assertEquals(
                "set link eth0 index 2 mtu 9001 up",
                Links.setting(Link.named("eth0").index(2).mtu(9001).up(true)).describe());
        assertEquals(
                "add link eni1 type veth peer eth0 mtu 1500",
                Links.adding(
                                Link.named("eni1")
                                        .kind(
                                                new LinkKind.Veth(
                                                        new VethPeer(
                                                                Link.named("eth0").mtu(1500),
                                                                null))))
                        .describe());
        assertEquals(
                "list routes table 2 proto 86 dev #3 type blackhole",
                Routes.listing(
                                AF_INET,
                                RouteFilter.ALL
                                        .table(2)
                                        .protocol(86)
                                        .device(3)
                                        .type(RtNetlink.RTN_BLACKHOLE))
                        .describe());
        assertEquals("list links all", Links.listing(LinkFilter.ALL).describe());
        assertEquals("list addresses dev #3", Addresses.listing(AF_INET, 3).describe());
    }
}
