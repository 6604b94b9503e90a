package io.vethkit.it.nft;

import static io.vethkit.netlink.Netlink.NETLINK_NETFILTER;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vethkit.iptables.Difference;
import io.vethkit.iptables.Nftables;
import io.vethkit.iptables.Ruleset;
import io.vethkit.iptables.RulesetKeeper;
import io.vethkit.iptables.RulesetListener;
import io.vethkit.iptables.RulesetPart;
import io.vethkit.iptables.RulesetWatcher;
import io.vethkit.it.ThrowawayNetns;
import io.vethkit.it.Tool;
import io.vethkit.linux.SocketOpener;
import io.vethkit.netlink.Attempts;
import io.vethkit.netlink.NetlinkSocket;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/** A watch of tables that others meddle with, by the real nft: what it names and heals. */
@ExtendWith(ThrowawayNetns.class)
class RulesetWatcherIT {
    private static final Ruleset RULESET = NodeRuleset.of("10.0.0.0/16");

    /** A watch of {@link #RULESET} on a thread of its own, and what it said. */
    private static final class Watching implements RulesetListener, AutoCloseable {
        private final List<String> said = new ArrayList<>();
        private final RulesetWatcher watcher;
        private final Thread thread;
        private final AtomicReference<Throwable> failure = new AtomicReference<>();

        Watching(boolean repairs) throws IOException {
            watcher = RulesetWatcher.open(SocketOpener.HERE, this, RulesetKeeper.ALONE, repairs);
            thread = Thread.ofPlatform().start(this::run);
            watcher.describe(List.of(new RulesetPart("node", RULESET)));
        }

        private void run() {
            try {
                watcher.run();
            } catch (Throwable e) {
                failure.set(e);
            }
        }

        private synchronized void say(String sentence) {
            said.add(sentence.replaceAll("handle \\d+", "handle N"));
            notifyAll();
        }

        @Override
        public void differs(String part, Difference difference, String by) {
            say(difference + ", by " + by.replaceAll("\\d+", "PID"));
        }

        @Override
        public void isAsDescribed(String part, Difference difference) {
            say("as described: " + difference.object());
        }

        @Override
        public void repaired(String part, List<Difference> differences) {
            say("repaired " + differences.size());
        }

        @Override
        public void gaveUp(String part, List<Difference> differences, Attempts attempts) {
            say("gave up after " + attempts.count());
        }

        synchronized void await(Predicate<String> sentence) throws InterruptedException {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
            while (said.stream().noneMatch(sentence)) {
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                assertTrue(left > 0, "not said: " + said);
                wait(left);
            }
        }

        synchronized List<String> settle() throws InterruptedException {
            int before = -1;
            while (before != said.size()) {
                before = said.size();
                wait(250);
            }
            List<String> taken = List.copyOf(said);
            said.clear();
            return taken;
        }

        @Override
        public void close() {
            watcher.stop();
            try {
                thread.join(10_000);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            watcher.close();
            if (failure.get() != null) {
                throw new AssertionError("the watch failed", failure.get());
            }
        }
    }

    private static void apply() throws IOException {
        try (NetlinkSocket socket = NetlinkSocket.open(NETLINK_NETFILTER)) {
            new Nftables(socket).apply(RULESET);
        }
    }

    private static List<Difference> diff() throws IOException {
        try (NetlinkSocket socket = NetlinkSocket.open(NETLINK_NETFILTER)) {
            return new Nftables(socket).diff(RULESET);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            textBlock =
                    """
                    flush ruleset > table ip aws-cni is missing
                    delete table ip aws-cni > table ip aws-cni is missing
                    flush table ip aws-cni > rule 1 of chain ip aws-cni mangle-prerouting is missing
                    flush chain ip aws-cni nat-postrouting > rule 1 of chain ip aws-cni nat-postrouting is missing
                    delete element ip aws-cni exempt-cidrs { 10.0.0.0/16 } > element 10.0.0.0/16 of set ip aws-cni exempt-cidrs is missing
                    add element ip aws-cni exempt-cidrs { 10.9.0.0/16 } > element 10.9.0.0/16 of set ip aws-cni exempt-cidrs is not described
                    add rule ip aws-cni snat-mark drop > rule with handle N of chain ip aws-cni snat-mark is not described
                    add chain ip aws-cni other > chain ip aws-cni other is not described
                    chain ip aws-cni mangle-prerouting { policy drop; } > chain ip aws-cni mangle-prerouting has another policy than accept
                    """)
    void namesWhatSomebodyBreaksAndWhoDidItAndHealsIt(String command, String finding)
            throws Exception {
        apply();
        try (Watching watching = new Watching(true)) {
            assertEquals(List.of(), watching.settle());

            Tool.feed(command, "nft", "-f", "-");

            watching.await(said -> said.startsWith(finding) && said.endsWith(", by nft[PID]"));
            assertTrue(watching.settle().toString().contains("repaired"));
            assertEquals(List.of(), diff());
        }
    }

    @Test
    void letsPassWhatHappensToOtherTables() throws Exception {
        apply();
        try (Watching watching = new Watching(true)) {
            watching.settle();

            Tool.nft("add table ip other; add chain ip other aws-cni; flush table ip other");
            Tool.nft("add table inet aws-cni");

            assertEquals(List.of(), watching.settle());
        }
    }

    @Test
    void saysWhatIsAsDescribedAgain() throws Exception {
        try (Watching watching = new Watching(false)) {
            watching.await(said -> said.equals("table ip aws-cni is missing, by "));

            apply();

            watching.await(said -> said.equals("as described: table ip aws-cni"));
        }
    }

    @Test
    void givesUpTablesThatSomebodyFlushesAgainAndAgain() throws Exception {
        apply();
        try (Watching watching = new Watching(true)) {
            watching.settle();
            for (int i = 0; i < 5; i++) {
                Tool.nft("delete", "table", "ip", "aws-cni");
                watching.await(said -> said.startsWith("repaired"));
                if (i < 4) {
                    watching.settle();
                }
            }
            watching.await(said -> said.equals("gave up after 5"));

            Tool.nft("delete", "table", "ip", "aws-cni");
            watching.settle();

            assertFalse(diff().isEmpty());
        }
    }
}
