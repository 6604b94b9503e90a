package io.vethkit.it.routing;

import static io.vethkit.netlink.Netlink.NETLINK_ROUTE;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vethkit.it.ThrowawayNetns;
import io.vethkit.it.Tool;
import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.Monitor;
import io.vethkit.netlink.NetlinkSocket;
import io.vethkit.netlink.Prefix;
import io.vethkit.netlink.route.Link;
import io.vethkit.netlink.route.Route;
import io.vethkit.netlink.route.Rule;
import io.vethkit.netlink.route.Rules;
import io.vethkit.routing.Keeper;
import io.vethkit.routing.NamespaceState;
import io.vethkit.routing.Part;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** When a watch speaks, when it is silent, and that it neither misses nor fights. */
@ExtendWith(ThrowawayNetns.class)
class WatchPaceIT {
    private static final String MISSING = "node: rule " + WatchedNode.RULE + " is missing";
    private static final String REPAIRED = "node: repaired: rule " + WatchedNode.RULE;

    private static NamespaceState oneRule() {
        return NamespaceState.describe().rule(WatchedNode.RULE).build();
    }

    private static void remove(Rule rule) throws IOException {
        try (NetlinkSocket socket = NetlinkSocket.open(NETLINK_ROUTE)) {
            socket.execute(Rules.deleting(rule));
        }
    }

    @Test
    void namesTheMiddleOfFiftyBreakagesWithinATenthOfASecond() throws IOException {
        WatchedNode.apply(oneRule());
        long[] nanos = new long[50];
        try (Watching watching = new Watching(true)) {
            watching.describe(oneRule());
            watching.settle();
            for (int i = 0; i < nanos.length; i++) {
                watching.describe(new Part("node " + i, oneRule())); // none is known to break again
                long start = System.nanoTime();
                remove(WatchedNode.RULE);
                nanos[i] = watching.findings.await(MISSING.replace("node", "node " + i)) - start;
                watching.findings.await(REPAIRED.replace("node", "node " + i));
            }
        }
        Arrays.sort(nanos);
        long median = TimeUnit.NANOSECONDS.toMicros(nanos[nanos.length / 2]);
        assertTrue(median < 100_000, median + " µs");
    }

    @Test
    void namesWhatIsNotAsDescribedAtTheStart() throws IOException {
        try (Watching watching = new Watching(false)) {
            watching.describe(oneRule());

            watching.findings.await(MISSING);

            WatchedNode.apply(oneRule());
            watching.findings.await("node: as described: rule " + WatchedNode.RULE);
        }
    }

    @Test
    void takesAnotherDescriptionWhileItRuns() throws IOException {
        try (Watching watching = new Watching(false)) {
            watching.describe(oneRule());
            watching.findings.await(MISSING);
            watching.findings.take();

            watching.describe(
                    new Part("node", oneRule()),
                    new Part("pod", NamespaceState.describe().link(Link.named("eth7")).build()));
            watching.findings.await("pod: link eth7 is missing");
            watching.settle();

            assertEquals(List.of("pod: link eth7 is missing"), watching.findings.take());
            watching.describe();
            WatchedNode.apply(oneRule());
            watching.settle();
            assertEquals(List.of(), watching.findings.take());
        }
    }

    @Test
    void repairsWhatHangsOnALinkWhenTheLinkIsBack() throws IOException {
        NamespaceState node = WatchedNode.describe();
        WatchedNode.makeLinks();
        WatchedNode.apply(node);
        try (Watching watching = new Watching(true)) {
            watching.describe(node);
            watching.settle();

            Tool.ip("link", "del", "eth0");
            watching.findings.await("node: link eth0 is missing");
            watching.settle();
            assertFalse(watching.findings.take().toString().contains("failed"));
            WatchedNode.makeLinks();

            watching.findings.await(
                    "node: repaired: neighbour 10.1.0.9 lladdr 02:00:00:00:00:09"
                            + " nud permanent dev eth0");
            watching.settle();
            assertEquals(List.of(), WatchedNode.diff(node));
        }
    }

    @Test
    void followsALinkThatIsRenamedAwayAndBack() throws IOException {
        NamespaceState node = NamespaceState.describe().link(Link.named("eth0").mtu(9001)).build();
        WatchedNode.makeLinks();
        try (Watching watching = new Watching(false)) {
            watching.describe(node);
            watching.settle();

            Tool.run("sh", "-c", "ip link set eth0 down && ip link set eth0 name other");
            watching.findings.await("node: link eth0 is missing");
            Tool.ip("link", "set", "other", "name", "eth0");

            watching.findings.await("node: as described: link eth0");
        }
    }

    @Test
    void startsAgainWhenEventsWereLost() throws IOException {
        WatchedNode.makeLinks();
        NamespaceState routes = manyRoutes(2000);
        WatchedNode.apply(routes);
        try (Watching watching = new Watching(true, new Slow(), 4096)) {
            watching.describe(routes);
            watching.settle();

            flushAndAddOthers();

            watching.findings.await("lost");
            watching.findings.awaitSilence();
            assertEquals(List.of(), WatchedNode.diff(routes));
        }
    }

    private static NamespaceState manyRoutes(int count) {
        NamespaceState.Builder state = NamespaceState.describe();
        for (int i = 0; i < count; i++) {
            Prefix to = Prefix.host(IpAddress.v4(0x0a640000 + i));
            state.route("eth0", Route.to(to).scope(253).table(1001));
        }
        return state.build();
    }

    /** Takes all away at once, with thousands of routes of no interest. */
    private static void flushAndAddOthers() throws IOException {
        Tool.ip("route", "flush", "table", "1001");
        StringBuilder others = new StringBuilder();
        for (int i = 0; i < 5000; i++) {
            others.append("route add 10.200.").append(i / 250).append('.').append(i % 250);
            others.append("/32 dev eth0 table 1002\n");
        }
        Tool.feed(others.toString(), "ip", "-batch", "-");
    }

    /** Keeps the watch from reading for a while, each time it has found something. */
    private static final class Slow implements Keeper {
        @Override
        public Hold hold(String part) {
            try {
                Thread.sleep(200);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return Hold.FREE;
        }
    }

    @Test
    void saysNothingOfWhatSomebodyElseIsChanging() throws IOException {
        AtomicBoolean busy = new AtomicBoolean(true);
        Keeper keeper = part -> busy.get() ? null : Keeper.Hold.FREE;
        try (Watching watching = new Watching(true, keeper, Monitor.RECEIVE_BUFFER)) {
            watching.describe(oneRule());
            watching.settle();
            assertEquals(List.of(), watching.findings.take());

            busy.set(false);

            watching.findings.await(REPAIRED);
        }
    }

    @Test
    void givesUpAnObjectThatSomebodyRemovesAgainAndAgainAndNamesIt() throws IOException {
        WatchedNode.apply(oneRule());
        try (Watching watching = new Watching(true)) {
            watching.describe(oneRule());
            watching.settle();

            for (int i = 0; i < 5; i++) {
                remove(WatchedNode.RULE);
                watching.findings.await(REPAIRED);
                watching.findings.take();
            }
            watching.settle();
            remove(WatchedNode.RULE);

            watching.findings.await("node: gave up after 5, 10000 ms: rule " + WatchedNode.RULE);
            watching.settle();

            assertEquals(
                    List.of("rule " + WatchedNode.RULE + " is missing"),
                    WatchedNode.diff(oneRule()));
        }
    }

    @Test
    void sleepsWhileNothingHappensToWhatIsDescribed() throws IOException {
        WatchedNode.makeLinks();
        WatchedNode.apply(WatchedNode.describe());
        try (Watching watching = new Watching(true)) {
            watching.describe(WatchedNode.describe());
            watching.settle();
            long before = watching.switches();

            sleep(2000);

            assertEquals(before, watching.switches());
        }
    }

    private static void sleep(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
