package io.vethkit.netlink.route;

import static io.vethkit.linux.Socket.AF_INET;
import static io.vethkit.linux.Socket.AF_INET6;
import static io.vethkit.linux.Socket.AF_UNSPEC;
import static io.vethkit.netlink.Netlink.NLM_F_ACK;
import static io.vethkit.netlink.Netlink.NLM_F_DUMP;
import static io.vethkit.netlink.Netlink.NLM_F_REPLACE;
import static io.vethkit.netlink.route.RtNetlink.RT_SCOPE_HOST;
import static io.vethkit.netlink.route.RtNetlink.RT_SCOPE_LINK;
import static io.vethkit.netlink.route.RtNetlink.RT_SCOPE_UNIVERSE;
import static io.vethkit.netlink.testing.GoldenFile.assertSameMessage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.vethkit.linux.Fd;
import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.MacAddress;
import io.vethkit.netlink.Prefix;
import io.vethkit.netlink.Request;
import io.vethkit.netlink.testing.GoldenFile;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.stream.Stream;

/** What we send is what {@code ip} sends for the same, byte by byte. */
class GoldenRequestTest {
    private static final Fd POD = new Fd(4); // never closed, as it is not ours

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void changesLinksAsIpDoes(String golden, Request request) {
        assertSameMessage(expected(golden, request), Wire.encode(request, NLM_F_ACK));
    }

    static Stream<Arguments> changesLinksAsIpDoes() {
        Link eni1 = Link.named("eni1");
        Link eth0 = Link.named("eth0").index(3);
        Link eth1 = Link.named("eth1").index(2);
        Link eth9 = Link.named("eth9");
        Link mv0 = Link.named("mv0").parent(3);
        Link vx0 = Link.named("vx0");
        MacAddress mac1 = MacAddress.parse("02:00:00:00:01:01");
        MacAddress mac2 = MacAddress.parse("02:00:00:00:01:02");
        IpAddress local = IpAddress.parse("192.0.2.1");
        return Stream.of(
                arguments("add-bridge", add(Link.named("br0"), new LinkKind.Bridge())),
                arguments("add-dummy", add(Link.named("dummy0"), new LinkKind.Dummy())),
                arguments("add-ifb", add(Link.named("ifb0"), new LinkKind.Ifb())),
                arguments("add-unknown-kind", add(Link.named("x0"), generic("nosuchkind"))),
                arguments("add-macvlan", add(mv0, macvlan(LinkKind.Macvlan.Mode.BRIDGE))),
                arguments("add-macvlan-private", add(mv0, macvlan(LinkKind.Macvlan.Mode.PRIVATE))),
                arguments("add-vlan", add(Link.named("eth0.42").parent(3), new LinkKind.Vlan(42))),
                arguments("add-veth", add(eni1, veth(eth9, null))),
                arguments("add-veth-peer-netns-name", add(eni1, veth(eth9, POD))),
                arguments("add-veth-netns", Links.addingTo(POD, eni1.kind(veth(eth9, null)))),
                arguments(
                        "add-veth-mac-mtu-txqueuelen",
                        add(
                                eni1.mac(mac1).mtu(9001).txQueueLength(500),
                                veth(eth9.mac(mac2).mtu(9001).txQueueLength(0), null))),
                arguments(
                        "add-vxlan",
                        add(vx0, new LinkKind.Vxlan(42, null, local, null, 4789, false))),
                arguments(
                        "add-vxlan-group6",
                        add(
                                vx0,
                                new LinkKind.Vxlan(
                                        42,
                                        IpAddress.parse("ff05::100"),
                                        IpAddress.parse("2001:db8::1"),
                                        3,
                                        4789,
                                        true))),
                arguments("del", Links.deleting(3)),
                arguments("set-up", Links.setting(eth0.up(true))),
                arguments("set-down", Links.settingDown(eth0)),
                arguments("set-mtu", Links.setting(eth0.mtu(9001))),
                arguments("set-txqueuelen", Links.setting(eth0.txQueueLength(777))),
                arguments("set-alias", Links.setting(eth0.alias("pod default/web-0"))),
                arguments("set-master", Links.setting(eth0.master(4))),
                arguments("set-nomaster", Links.setting(eth0.master(0))),
                arguments(
                        "set-address",
                        Links.setting(eth0.mac(MacAddress.parse("02:00:00:00:00:aa")))),
                arguments("set-name", Links.renaming(Link.named("eni7").index(2))),
                arguments("set-netns-name", Links.moving(eth1.index(), POD)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void changesAddressesAsIpDoes(String golden, Request request) {
        byte[] expected = GoldenFile.read("addr/" + golden).request(request.type());

        assertSameMessage(expected, Wire.encode(request, NLM_F_ACK));
    }

    static Stream<Arguments> changesAddressesAsIpDoes() {
        Address pod = Address.of(Prefix.parse("10.0.1.7/32"), 3);
        Address subnet = Address.of(Prefix.parse("10.0.1.7/24"), 3);
        Address pod6 = Address.of(Prefix.parse("2001:db8::7/128"), 3);
        return Stream.of(
                arguments("add4", Addresses.adding(pod)),
                arguments("add6", Addresses.adding(pod6)),
                arguments(
                        "add4-brd-scope-label",
                        Addresses.adding(
                                subnet.broadcast(IpAddress.parse("10.0.1.255"))
                                        .scope(RT_SCOPE_LINK)
                                        .label("eth0:pod"))),
                arguments("add4-peer", Addresses.adding(pod.peer(IpAddress.parse("10.0.1.8")))),
                arguments(
                        "add4-scope-host",
                        Addresses.adding(
                                Address.of(Prefix.parse("169.254.1.1/32"), 3)
                                        .scope(RT_SCOPE_HOST))),
                arguments(
                        "add6-nodad",
                        Addresses.adding(
                                Address.of(Prefix.parse("2001:db8::7/64"), 3)
                                        .flags(IfAddr.IFA_F_NODAD))),
                arguments(
                        "add6-scope-link",
                        Addresses.adding(
                                Address.of(Prefix.parse("fe80::1/64"), 3)
                                        .scope(RT_SCOPE_LINK)
                                        .flags(IfAddr.IFA_F_NODAD))),
                arguments("replace4", Addresses.replacing(pod)),
                arguments("replace6", Addresses.replacing(pod6.flags(IfAddr.IFA_F_NODAD))),
                arguments("del4", Addresses.deleting(pod)),
                arguments("del6", Addresses.deleting(pod6)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void changesNeighboursAsIpDoes(String golden, Request request) {
        byte[] expected = GoldenFile.read("neigh/" + golden).request(request.type());

        assertSameMessage(expected, Wire.encode(request, NLM_F_ACK));
    }

    static Stream<Arguments> changesNeighboursAsIpDoes() {
        MacAddress mac = MacAddress.parse("02:00:00:00:00:02");
        Neighbour gateway = Neighbour.permanent(IpAddress.parse("169.254.1.1"), 3, mac);
        Neighbour proxy = Neighbour.proxy(IpAddress.parse("10.0.1.7"), 3);
        return Stream.of(
                arguments("add4-permanent", Neighbours.adding(gateway)),
                arguments("add4-proxy", Neighbours.adding(proxy)),
                arguments(
                        "add4-reachable",
                        Neighbours.adding(
                                new Neighbour(
                                        IpAddress.parse("10.0.1.8"),
                                        3,
                                        mac,
                                        Neighbor.NUD_REACHABLE,
                                        0))),
                arguments(
                        "add6-permanent",
                        Neighbours.adding(Neighbour.permanent(IpAddress.parse("fe80::1"), 3, mac))),
                arguments(
                        "add6-proxy-router",
                        Neighbours.adding(
                                new Neighbour(
                                        IpAddress.parse("2001:db8::7"),
                                        3,
                                        null,
                                        Neighbor.NUD_PERMANENT,
                                        Neighbor.NTF_PROXY | Neighbor.NTF_ROUTER))),
                arguments("replace4", Neighbours.replacing(gateway)),
                arguments("del4-lladdr", Neighbours.deleting(gateway)),
                arguments("del4-proxy", Neighbours.deleting(proxy)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void changesRoutesAsIpDoes(String golden, Request request) {
        byte[] expected = GoldenFile.read("route/" + golden).request(request.type());

        assertSameMessage(expected, Wire.encode(request, NLM_F_ACK));
    }

    static Stream<Arguments> changesRoutesAsIpDoes() {
        IpAddress router = IpAddress.parse("10.0.0.1");
        IpAddress router2 = IpAddress.parse("10.0.0.2");
        IpAddress linkLocal = IpAddress.parse("169.254.1.1");
        Route any = Route.to(Prefix.parse("0.0.0.0/0"));
        Route net = Route.to(Prefix.parse("10.1.0.0/16"));
        Route pod = Route.to(Prefix.parse("10.0.1.7/32")).dev(3).scope(RT_SCOPE_LINK);
        Route local =
                Route.to(Prefix.parse("10.1.0.7/32")).type(RtNetlink.RTN_LOCAL).dev(1).table(1001);
        return Stream.of(
                arguments("add4-via", Routes.adding(net.via(router))),
                arguments("add4-proto", Routes.adding(net.via(router).protocol(86))),
                arguments("add4-blackhole", Routes.adding(net.type(RtNetlink.RTN_BLACKHOLE))),
                arguments("add4-prohibit", Routes.adding(net.type(RtNetlink.RTN_PROHIBIT))),
                arguments("add4-throw", Routes.adding(net.type(RtNetlink.RTN_THROW).table(1001))),
                arguments(
                        "add4-unreachable",
                        Routes.adding(
                                any.type(RtNetlink.RTN_UNREACHABLE)
                                        .table(1001)
                                        .priority((int) 4278198272L))),
                arguments("add4-default-via", Routes.adding(any.via(router).dev(3))),
                arguments(
                        "add4-default-via-table",
                        Routes.adding(any.via(router).dev(3).table(1001))),
                arguments("add4-table-2", Routes.adding(any.via(router).dev(3).table(2))),
                arguments(
                        "add4-default-via-table-onlink-proto",
                        Routes.adding(
                                any.via(linkLocal).dev(3).onLink(true).table(1001).protocol(86))),
                arguments("add4-via-onlink", Routes.adding(net.via(linkLocal).dev(3).onLink(true))),
                arguments("add4-scope-link", Routes.adding(pod)),
                arguments("add4-scope-link-table", Routes.adding(pod.table(1001).protocol(86))),
                arguments("add4-local", Routes.adding(local.scope(RT_SCOPE_HOST))),
                arguments(
                        "add4-metric-src",
                        Routes.adding(
                                net.via(router)
                                        .priority(100)
                                        .source(IpAddress.parse("10.0.0.10")))),
                arguments(
                        "add4-mtu-advmss",
                        Routes.adding(net.via(router).metrics(new RouteMetrics(1400, 1360)))),
                arguments(
                        "add4-via-inet6",
                        Routes.adding(net.via(IpAddress.parse("fe80::1")).dev(3))),
                arguments(
                        "add4-multipath-dev",
                        Routes.adding(net.nextHops(List.of(hop(null, 3, 2), hop(null, 2, 3))))),
                arguments(
                        "add4-multipath-weights",
                        Routes.adding(
                                net.protocol(86)
                                        .nextHops(List.of(hop(router, 3, 1), hop(router2, 3, 5))))),
                arguments(
                        "add4-multipath-onlink",
                        Routes.adding(
                                net.table(1001)
                                        .nextHops(
                                                List.of(
                                                        new NextHop(linkLocal, 3, 1, true),
                                                        hop(router2, null, 256))))),
                arguments("append4", Routes.appending(net.via(router2))),
                arguments("change4", Routes.changing(net.via(router2))),
                arguments("replace4", Routes.replacing(net.via(router).dev(3))),
                arguments("del4", Routes.deleting(Route.anyTo(Prefix.parse("10.1.0.0/16")))),
                arguments(
                        "del4-all-fields",
                        Routes.deleting(
                                Route.anyTo(Prefix.parse("10.1.0.0/16"))
                                        .via(router)
                                        .dev(3)
                                        .table(1001)
                                        .protocol(86)
                                        .priority(5))),
                arguments("add6-via", Routes.adding(net6().via(router6()).dev(3))),
                arguments("add6-blackhole", Routes.adding(net6().type(RtNetlink.RTN_BLACKHOLE))),
                arguments(
                        "add6-default-via-link-local",
                        Routes.adding(
                                Route.to(Prefix.parse("::/0"))
                                        .via(IpAddress.parse("fe80::1"))
                                        .dev(3)
                                        .protocol(86))),
                arguments(
                        "add6-dev",
                        Routes.adding(Route.to(Prefix.parse("2001:db8:1::7/128")).dev(3))),
                arguments(
                        "add6-src-mtu",
                        Routes.adding(
                                net6().via(router6())
                                        .source(IpAddress.parse("2001:db8::10"))
                                        .metrics(RouteMetrics.mtu(1400)))),
                arguments(
                        "add6-multipath",
                        Routes.adding(
                                net6().nextHops(
                                                List.of(
                                                        hop(router6(), 3, 2),
                                                        hop(
                                                                IpAddress.parse("2001:db8::2"),
                                                                3,
                                                                3))))),
                arguments("append6", Routes.appending(net6().via(IpAddress.parse("2001:db8::2")))),
                arguments("replace6", Routes.replacing(net6().via(IpAddress.parse("2001:db8::2")))),
                arguments(
                        "del6",
                        Routes.deleting(
                                Route.anyTo(Prefix.parse("2001:db8:1::/64"))
                                        .scope(RT_SCOPE_UNIVERSE))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void changesRulesAsIpDoes(String golden, Request request) {
        byte[] expected = GoldenFile.read("rule/" + golden).request(request.type());

        assertSameMessage(expected, Wire.encode(request, NLM_F_ACK));
    }

    static Stream<Arguments> changesRulesAsIpDoes() {
        Prefix pod = Prefix.parse("10.0.1.7/32");
        Rule rule = Rule.lookup(AF_INET, 1001, 1536);
        Rule main = Rule.lookup(AF_INET, RtNetlink.RT_TABLE_MAIN, 1024);
        Rule other = rule.table(RtNetlink.RT_TABLE_UNSPEC);
        return Stream.of(
                arguments("add4-fwmark-mask", Rules.adding(main.mark(0x80, 0x80))),
                arguments("add4-fwmark-zero-mask", Rules.adding(main.mark(0, 0x80))),
                arguments("add4-fwmark", Rules.adding(main.table(1001).mark(0x80, -1))),
                arguments("add4-iif-lo", Rules.adding(rule.iif("lo"))),
                arguments("add4-iif", Rules.adding(rule.iif("eth0"))),
                arguments("add4-oif", Rules.adding(rule.oif("eth0"))),
                arguments(
                        "add4-iif-oif-from-to-fwmark",
                        Rules.adding(
                                rule.from(pod)
                                        .to(Prefix.parse("10.9.0.0/16"))
                                        .iif("eth0")
                                        .oif("eth1")
                                        .mark(0x80, 0xff))),
                arguments("add4-ipproto", Rules.adding(rule.ipProtocol(6))),
                arguments(
                        "add4-ipproto-dport",
                        Rules.adding(rule.ipProtocol(6).destinationPorts(PortRange.of(443)))),
                arguments(
                        "add4-ipproto-sport-dport-ranges",
                        Rules.adding(
                                rule.ipProtocol(17)
                                        .sourcePorts(new PortRange(1024, 2048))
                                        .destinationPorts(new PortRange(53, 54)))),
                arguments("add4-nop", Rules.adding(other.from(pod).action(FibRules.FR_ACT_NOP))),
                arguments(
                        "add4-prohibit",
                        Rules.adding(other.from(pod).action(FibRules.FR_ACT_PROHIBIT))),
                arguments(
                        "add4-unreachable",
                        Rules.adding(other.to(pod).action(FibRules.FR_ACT_UNREACHABLE))),
                arguments("add4-not-to", Rules.adding(rule.to(Prefix.parse("10.0.0.0/16")).not())),
                arguments(
                        "add4-suppress-prefixlength",
                        Rules.adding(main.priority(100).suppressPrefixLength(0))),
                arguments("add4-table-252", Rules.adding(rule.from(pod).table(252))),
                arguments("add4-table-256", Rules.adding(rule.from(pod).table(256))),
                arguments(
                        "add4-table-local",
                        Rules.adding(rule.table(RtNetlink.RT_TABLE_LOCAL).priority(10))),
                arguments("add4-to", Rules.adding(main.to(pod).priority(512))),
                arguments(
                        "add6-all",
                        Rules.adding(Rule.lookup(AF_INET6, 1001, 1024).mark(0x80, 0x80))),
                arguments(
                        "add6-from",
                        Rules.adding(
                                Rule.lookup(AF_INET6, 1001, 1536)
                                        .from(Prefix.parse("2001:db8::7/128")))),
                arguments(
                        "add6-to-fwmark",
                        Rules.adding(
                                Rule.lookup(AF_INET6, RtNetlink.RT_TABLE_MAIN, 1024)
                                        .to(Prefix.parse("2001:db8::/64"))
                                        .mark(0x80, 0x80)
                                        .protocol(86))),
                arguments(
                        "del4-from", Rules.deleting(rule.from(pod).action(FibRules.FR_ACT_UNSPEC))),
                arguments(
                        "del4-fwmark-proto",
                        Rules.deleting(
                                main.mark(0x80, 0x80).protocol(86).action(FibRules.FR_ACT_UNSPEC))),
                arguments("del4-pref", Rules.deleting(other.action(FibRules.FR_ACT_UNSPEC))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void asksForTablesAsIpDoes(String golden, Request request) {
        List<byte[]> dumps =
                GoldenFile.read(golden).requests().stream()
                        .filter(message -> Wire.type(message) == request.type())
                        .filter(message -> (Wire.flags(message) & NLM_F_REPLACE) != 0)
                        .toList();

        assertEquals(1, dumps.size());
        assertSameMessage(dumps.getFirst(), Wire.encode(request, NLM_F_DUMP));
    }

    static Stream<Arguments> asksForTablesAsIpDoes() {
        RouteFilter all = RouteFilter.ALL;
        return Stream.of(
                arguments("addr/show", Addresses.listing(AF_UNSPEC, 0)),
                arguments("addr/show4", Addresses.listing(AF_INET, 0)),
                arguments("addr/show-dev", Addresses.listing(AF_UNSPEC, 3)),
                arguments("neigh/show", Neighbours.listing(AF_UNSPEC, 0)),
                arguments("neigh/show4-dev-nud", Neighbours.listing(AF_INET, 3)),
                arguments(
                        "neigh/show-proxy", Listing.ofNeighbours(AF_UNSPEC, 0, Neighbor.NTF_PROXY)),
                arguments("route/show4-table-all", Routes.listing(AF_INET, all)),
                arguments("rule/show4", Rules.listing(AF_INET)),
                arguments("rule/show6", Rules.listing(AF_INET6)));
    }

    private static byte[] expected(String golden, Request request) {
        return GoldenFile.read("link/" + golden).request(request.type());
    }

    private static Request add(Link link, LinkKind kind) {
        return Links.adding(link.kind(kind));
    }

    private static LinkKind veth(Link peer, @Nullable Fd namespace) {
        return new LinkKind.Veth(new VethPeer(peer, namespace));
    }

    private static LinkKind macvlan(LinkKind.Macvlan.Mode mode) {
        return new LinkKind.Macvlan(mode);
    }

    private static LinkKind generic(String name) {
        return new LinkKind.Generic(name);
    }

    private static Route net6() {
        return Route.to(Prefix.parse("2001:db8:1::/64"));
    }

    private static IpAddress router6() {
        return IpAddress.parse("2001:db8::1");
    }

    private static NextHop hop(@Nullable IpAddress gateway, @Nullable Integer device, int weight) {
        return new NextHop(gateway, device, weight, false);
    }
}
