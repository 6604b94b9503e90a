package io.vethkit.it.routing;

import static io.vethkit.linux.Socket.AF_INET;
import static io.vethkit.linux.Socket.AF_INET6;
import static io.vethkit.netlink.route.RtNetlink.RTN_BLACKHOLE;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vethkit.it.NetworkSnapshot;
import io.vethkit.it.ThrowawayNetns;
import io.vethkit.it.Tool;
import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.MacAddress;
import io.vethkit.netlink.NetlinkException;
import io.vethkit.netlink.Prefix;
import io.vethkit.netlink.route.Link;
import io.vethkit.netlink.route.LinkKind;
import io.vethkit.netlink.route.Route;
import io.vethkit.netlink.route.RouteMetrics;
import io.vethkit.netlink.route.Rule;
import io.vethkit.netlink.route.VethPeer;
import io.vethkit.netns.NetworkNamespace;
import io.vethkit.routing.Applier;
import io.vethkit.routing.Differ;
import io.vethkit.routing.Difference;
import io.vethkit.routing.NamespaceHandle;
import io.vethkit.routing.NamespaceState;
import io.vethkit.routing.Namespaces;
import io.vethkit.routing.Remover;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;
import java.util.List;

/** The verbs of a namespace's description, with the real kernel and the real ip. */
@ExtendWith(ThrowawayNetns.class)
class NamespaceStateIT {
    private static final MacAddress MAC = MacAddress.parse("02:00:00:00:00:01");
    private static final MacAddress PEER_MAC = MacAddress.parse("02:00:00:00:00:02");
    private static final IpAddress NEIGHBOUR = IpAddress.parse("10.1.0.9");

    private static NamespaceState.Builder veth() {
        Link peer = Link.named("v1").mac(PEER_MAC).mtu(1400).txQueueLength(0);
        Link link =
                Link.named("v0")
                        .kind(new LinkKind.Veth(new VethPeer(peer, null)))
                        .mac(MAC)
                        .mtu(1400)
                        .txQueueLength(0)
                        .alias("a remark")
                        .up(true);
        return NamespaceState.describe().link(link);
    }

    private static NamespaceState complete() {
        return veth().link(Link.named("v1").up(true))
                .sysctl("net/ipv6/conf/v0/accept_ra", "0")
                .sysctl("net/ipv4/conf/all/rp_filter", "2")
                .address("v0", Prefix.parse("10.1.0.1/24"))
                .neighbour("v0", NEIGHBOUR, PEER_MAC)
                .route("v0", Route.to(Prefix.host(NEIGHBOUR)).scope(253).table(1001))
                .route("v0", Route.to(Prefix.parse("10.2.0.0/16")).via(NEIGHBOUR).table(1001))
                .route("v0", Route.to(Prefix.parse("10.3.0.0/16")).scope(253).protocol(86))
                .noRoute("v0", connected())
                .rule(
                        Rule.lookup(AF_INET, 1001, 100)
                                .from(Prefix.parse("10.1.0.0/24"))
                                .protocol(86))
                .rule(Rule.lookup(AF_INET, 254, 50).mark(0x80, 0x80))
                .route(null, Route.to(Prefix.parse("10.4.0.0/16")).type(RTN_BLACKHOLE))
                .route(
                        "v0",
                        Route.to(Prefix.parse("10.5.0.0/16"))
                                .scope(253)
                                .metrics(RouteMetrics.mtu(1300)))
                .route("v0", Route.to(Prefix.parse("::/0")).priority(7))
                .rule(Rule.lookup(AF_INET6, 1001, 100))
                .build();
    }

    private static Route connected() {
        return Route.to(Prefix.parse("10.1.0.0/24"))
                .scope(253)
                .source(IpAddress.parse("10.1.0.1"))
                .protocol(2);
    }

    private static void apply(NamespaceState state) throws IOException {
        try (NamespaceHandle here = NamespaceHandle.here()) {
            new Applier().apply(state, here, Namespaces.NONE);
        }
    }

    private static List<String> diff(NamespaceState state) throws IOException {
        try (NamespaceHandle here = NamespaceHandle.here()) {
            return Differ.diff(state, here).stream().map(Difference::text).toList();
        }
    }

    @Test
    void findsEverythingMissingInAnEmptyNamespace() throws IOException {
        assertEquals(
                List.of(
                        "link v0 is missing",
                        "link v1 is missing",
                        "sysctl net/ipv4/conf/all/rp_filter has value 0 instead of 2",
                        "address 10.1.0.1/24 dev v0 is missing",
                        "neighbour 10.1.0.9 lladdr 02:00:00:00:00:02 nud permanent dev v0"
                                + " is missing",
                        "route 10.1.0.9/32 dev v0 table 1001 scope link proto 3 is missing",
                        "route 10.2.0.0/16 via 10.1.0.9 dev v0 table 1001 proto 3 is missing",
                        "route 10.3.0.0/16 dev v0 scope link proto 86 is missing",
                        "rule from 10.1.0.0/24 table 1001 priority 100 proto 86 is missing",
                        "rule from all fwmark 0x80/0x80 table 254 priority 50 is missing",
                        "route blackhole 10.4.0.0/16 proto 3 is missing",
                        "route 10.5.0.0/16 dev v0 scope link proto 3 mtu 1300 is missing",
                        "route default dev v0 metric 7 proto 3 is missing",
                        "rule -6 from all table 1001 priority 100 is missing"),
                diff(complete()));
    }

    @Test
    void makesWhatIsDescribedAndFindsNoDifferenceThen() throws IOException {
        apply(complete());

        assertEquals(List.of(), diff(complete()));
    }

    @Test
    void changesNothingTheSecondTime() throws IOException {
        Tool.run("sysctl", "-qw", "net.ipv6.conf.default.accept_dad=0");
        apply(complete());
        awaitLinkLocalRoutes();
        NetworkSnapshot first = NetworkSnapshot.take();

        apply(complete());

        NetworkSnapshot.assertUnchangedSince(first);
    }

    /** The kernel makes them when it hears of the carrier, in its own time. */
    private static void awaitLinkLocalRoutes() throws IOException {
        String count = "ip -6 route show table all | grep -cE '^(fe80::/64|multicast ff00::/8)'";
        Tool.run(
                "timeout", "10", "sh", "-c", "until [ $(" + count + ") = 4 ]; do sleep 0.02; done");
    }

    @Test
    void makesWhatTheCommandsItPrintsMake() throws IOException {
        for (String command : complete().commands()) {
            Tool.run("sh", "-ec", command);
        }

        assertEquals(List.of(), diff(complete()));
    }

    @Test
    void removesWhatItMade() throws IOException {
        NamespaceState state = veth().rule(Rule.lookup(AF_INET, 7, 77)).build();
        NetworkSnapshot before = NetworkSnapshot.take();
        apply(state);
        assertNotEquals(before, NetworkSnapshot.take());

        try (NamespaceHandle here = NamespaceHandle.here()) {
            Remover.remove(state, here);
            Remover.remove(state, here);
        }

        NetworkSnapshot.assertUnchangedSince(before);
    }

    @Test
    void removesWhatTheRemovalCommandsRemove() throws IOException {
        NetworkSnapshot before = NetworkSnapshot.take();
        NamespaceState state = veth().address("v0", Prefix.parse("10.1.0.1/24")).build();
        apply(state);

        for (String command : state.removalCommands()) {
            Tool.run("sh", "-ec", command);
        }

        NetworkSnapshot.assertUnchangedSince(before);
    }

    @Test
    void takesBackAllOfAnAttemptThatFailed() throws IOException {
        Tool.ip("link", "add", "v9", "type", "veth", "peer", "name", "v8");
        Tool.ip("link", "set", "v9", "addrgenmode", "none", "up"); // its qdisc changes only once
        Tool.ip("link", "set", "v9", "down");
        NetworkSnapshot before = NetworkSnapshot.take();
        NamespaceState state =
                veth().link(Link.named("v9").mtu(1300).up(true))
                        .sysctl("net/ipv4/conf/all/rp_filter", "2")
                        .address("v9", Prefix.parse("10.9.0.1/24"))
                        .rule(Rule.lookup(AF_INET, 7, 77))
                        .route("v0", Route.to(Prefix.parse("10.2.0.0/16")).via(NEIGHBOUR))
                        .build();

        try (NamespaceHandle here = NamespaceHandle.here()) {
            Applier applier = new Applier();
            NetlinkException refusal =
                    assertThrows(
                            NetlinkException.class,
                            () -> applier.apply(state, here, Namespaces.NONE));
            assertTrue(
                    refusal.getMessage().endsWith("ENETUNREACH: Nexthop has invalid gateway"),
                    refusal.getMessage());
            applier.rollBack(refusal);
            assertEquals(0, refusal.getSuppressed().length);
        }

        NetworkSnapshot.assertUnchangedSince(before);
        assertEquals("0", Tool.run("cat", "/proc/sys/net/ipv4/conf/all/rp_filter"));
    }

    @Test
    void takesThePlaceOfARouteThatGoesAnotherWay() throws IOException {
        Tool.ip("link", "set", "lo", "up");
        Tool.ip("route", "add", "10.3.0.0/16", "dev", "lo", "proto", "86", "scope", "link");
        NamespaceState state =
                veth().link(Link.named("v1").up(true))
                        .route("v0", Route.to(Prefix.parse("10.3.0.0/16")).scope(253).protocol(86))
                        .build();

        apply(state);

        assertEquals("10.3.0.0/16 dev v0 proto 86 scope link", Tool.ip("route").strip());
    }

    @Test
    void refusesToTakeThePlaceOfARouteThatMustBeNew() throws IOException {
        Tool.ip("link", "set", "lo", "up");
        Tool.ip("route", "add", "10.3.0.0/16", "dev", "lo", "proto", "86", "scope", "link");
        NamespaceState state =
                veth().link(Link.named("v1").up(true))
                        .newRoute("v0", Route.to(Prefix.parse("10.3.0.0/16")).scope(253))
                        .build();

        NetlinkException refusal = assertThrows(NetlinkException.class, () -> apply(state));

        assertTrue(refusal.getMessage().contains("10.3.0.0/16"), refusal.getMessage());
        assertTrue(refusal.getMessage().contains("EEXIST"), refusal.getMessage());
    }

    @Test
    void leavesARouteThatMustBeNewAloneIfItIsThereAsDescribed() throws IOException {
        NamespaceState state =
                veth().link(Link.named("v1").up(true))
                        .newRoute("v0", Route.to(Prefix.parse("10.3.0.0/16")).scope(253))
                        .build();
        apply(state);

        apply(state);

        assertEquals(List.of(), diff(state));
    }

    @Test
    void leavesALinkOfTheSameNameAlone() throws IOException {
        Tool.ip("link", "add", "v0", "type", "veth", "peer", "name", "v1");

        try (NamespaceHandle here = NamespaceHandle.here()) {
            Remover.remove(veth().build(), here);
        }

        assertTrue(Tool.ip("link", "show", "v0").contains("v0@v1"));
    }

    @Test
    void givesBirthToAPeerInAnotherNamespace() throws IOException {
        Link peer = Link.named("eth0").mac(PEER_MAC).mtu(1400).txQueueLength(0);
        Link link = Link.named("v0").kind(new LinkKind.Veth(new VethPeer(peer, null))).mac(MAC);
        NamespaceState state = NamespaceState.describe().link(link, "other").build();

        try (NetworkNamespace other = NetworkNamespace.createAnonymous();
                NamespaceHandle here = NamespaceHandle.here()) {
            new Applier().apply(state, here, name -> name.equals("other") ? other.fd() : null);

            String seen = other.call(() -> Tool.ip("link", "show", "eth0"));
            assertTrue(seen.contains("mtu 1400"), seen);
            assertTrue(seen.contains(PEER_MAC.toString()), seen);
        }
    }

    @Test
    void namesWhatDiffers() throws IOException {
        apply(complete());
        Tool.ip("link", "set", "v0", "mtu", "1300");
        Tool.ip("link", "set", "v1", "down");
        Tool.ip("neigh", "replace", "10.1.0.9", "lladdr", "02:00:00:00:00:99", "dev", "v0");
        Tool.ip("rule", "del", "pref", "100");
        Tool.ip("route", "add", "10.1.0.0/24", "dev", "v0", "scope", "link", "src", "10.1.0.1");

        List<String> found = diff(complete());

        assertEquals("link v0 has mtu 1300 instead of 1400", found.get(0));
        assertEquals("link v1 is down", found.get(1));
        assertTrue(found.get(2).startsWith("neighbour 10.1.0.9"), found.get(2));
        assertTrue(
                found.contains(
                        "rule from 10.1.0.0/24 table 1001 priority 100 proto 86 is missing"));
        assertEquals(
                "route 10.1.0.0/24 dev v0 scope link src 10.1.0.1 proto 2 is there but should not"
                        + " be",
                found.stream().filter(text -> text.contains("should not")).findFirst().orElse(""));
    }

    @Test
    void keepsARuleThatWasThereWhenItTakesBackTheRemovalOfAnother() throws IOException {
        Rule local = Rule.lookup(AF_INET6, 255, 0);
        Rule fromRouter = local.from(Prefix.parse("fe80::1/128")).ipProtocol(58).protocol(86);
        NamespaceState state =
                NamespaceState.describe().rule(fromRouter).noRule(local.protocol(2)).build();
        try (NamespaceHandle here = NamespaceHandle.here()) {
            new Applier().apply(state, here, Namespaces.NONE);
            Tool.ip("-6", "rule", "add", "pref", "0", "lookup", "local");
            Applier second = new Applier();
            second.apply(state, here, Namespaces.NONE);

            IOException cause = new IOException("something later was refused");
            second.rollBack(cause);

            String rules = Tool.ip("-6", "rule", "show", "pref", "0");
            assertTrue(rules.contains("from fe80::1 ipproto ipv6-icmp lookup local"), rules);
            assertTrue(rules.contains("from all lookup local"), rules);
            assertEquals(0, cause.getSuppressed().length);
        }
    }

    @Test
    void removesARuleAndNotTheOneBeforeItThatHasMore() throws IOException {
        Rule local = Rule.lookup(AF_INET6, 255, 0);
        Rule fromRouter = local.from(Prefix.parse("fe80::1/128")).ipProtocol(58).protocol(86);
        NamespaceState state =
                NamespaceState.describe()
                        .rule(Rule.lookup(AF_INET6, 255, 20).protocol(86))
                        .rule(fromRouter)
                        .noRule(local.protocol(2))
                        .build();
        try (NamespaceHandle here = NamespaceHandle.here()) {
            new Applier().apply(state, here, Namespaces.NONE);
            Tool.ip("-6", "rule", "add", "pref", "0", "lookup", "local");

            new Applier().apply(state, here, Namespaces.NONE);

            assertEquals(List.of(), Differ.diff(state, here));
            assertEquals(
                    """
                    0:\tfrom fe80::1 ipproto ipv6-icmp lookup local proto 86
                    20:\tfrom all lookup local proto 86
                    32766:\tfrom all lookup main\
                    """,
                    Tool.ip("-6", "rule", "show"));
        }
    }
}
