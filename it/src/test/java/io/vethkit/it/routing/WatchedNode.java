package io.vethkit.it.routing;

import static io.vethkit.linux.Socket.AF_INET;
import static io.vethkit.linux.Socket.AF_INET6;

import io.vethkit.it.Tool;
import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.MacAddress;
import io.vethkit.netlink.Prefix;
import io.vethkit.netlink.route.Link;
import io.vethkit.netlink.route.Route;
import io.vethkit.netlink.route.Rule;
import io.vethkit.routing.Applier;
import io.vethkit.routing.Differ;
import io.vethkit.routing.Difference;
import io.vethkit.routing.NamespaceHandle;
import io.vethkit.routing.NamespaceState;
import io.vethkit.routing.Namespaces;

import java.io.IOException;
import java.util.List;

/** What tests of a watch describe: one link with one of everything. */
final class WatchedNode {
    private static final MacAddress MAC = MacAddress.parse("02:00:00:00:00:09");
    private static final IpAddress GATEWAY = IpAddress.parse("10.1.0.9");
    static final Rule RULE =
            Rule.lookup(AF_INET, 1001, 100).from(Prefix.parse("10.1.0.0/24")).protocol(86);

    static NamespaceState describe() {
        return NamespaceState.describe()
                .link(Link.named("eth0").mtu(9001).up(true))
                .sysctl("net/ipv4/ip_forward", "1")
                .sysctl("net/ipv4/conf/eth0/rp_filter", "2")
                .sysctl("net/ipv6/conf/eth0/accept_ra", "0")
                .sysctl("net/ipv4/conf/eth0/proxy_arp", "1")
                .address("eth0", Prefix.parse("10.1.0.4/24"))
                .address("eth0", Prefix.parse("2001:db8::4/64"))
                .neighbour("eth0", GATEWAY, MAC)
                .route("eth0", Route.to(Prefix.host(GATEWAY)).scope(253).table(1001).protocol(86))
                .route(
                        "eth0",
                        Route.to(Prefix.parse("0.0.0.0/0")).via(GATEWAY).table(1001).protocol(86))
                .route(
                        "eth0",
                        Route.to(Prefix.parse("10.9.0.0/16"))
                                .scope(253)
                                .source(IpAddress.parse("10.1.0.4"))
                                .protocol(86))
                .route("eth0", Route.to(Prefix.parse("2001:db8:9::/48")).protocol(86))
                .noRoute(
                        "eth0",
                        Route.to(Prefix.parse("10.1.0.0/24"))
                                .scope(253)
                                .source(IpAddress.parse("10.1.0.4"))
                                .protocol(2))
                .rule(RULE)
                .rule(Rule.lookup(AF_INET6, 1001, 100).protocol(86))
                .build();
    }

    static void makeLinks() throws IOException {
        Tool.run("sysctl", "-qw", "net.ipv6.conf.default.accept_dad=0");
        Tool.ip("link", "set", "lo", "up");
        Tool.ip("link", "add", "eth0", "mtu", "9001", "type", "veth", "peer", "name", "vpc0");
        Tool.ip("link", "set", "vpc0", "mtu", "9001", "up");
        Tool.ip("link", "set", "eth0", "up");
    }

    static void apply(NamespaceState state) throws IOException {
        try (NamespaceHandle here = NamespaceHandle.here()) {
            new Applier().apply(state, here, Namespaces.NONE);
        }
    }

    /** Returns what is not as described. */
    static List<String> diff(NamespaceState state) throws IOException {
        try (NamespaceHandle here = NamespaceHandle.here()) {
            return Differ.diff(state, here).stream().map(Difference::text).toList();
        }
    }

    private WatchedNode() {}
}
