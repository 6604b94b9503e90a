package io.vethkit.bench;

import io.vethkit.iptables.BaseChain;
import io.vethkit.iptables.Chain;
import io.vethkit.iptables.Family;
import io.vethkit.iptables.FilterBackend;
import io.vethkit.iptables.HostRules;
import io.vethkit.iptables.IptablesChain;
import io.vethkit.iptables.IptablesOwner;
import io.vethkit.iptables.IptablesRule;
import io.vethkit.iptables.IptablesRules;
import io.vethkit.iptables.IptablesTable;
import io.vethkit.iptables.Nft;
import io.vethkit.iptables.Rule;
import io.vethkit.iptables.Ruleset;
import io.vethkit.iptables.RulesetKeeper;
import io.vethkit.iptables.RulesetListener;
import io.vethkit.iptables.RulesetPart;
import io.vethkit.iptables.RulesetWatcher;
import io.vethkit.iptables.Table;
import io.vethkit.iptables.XtTarget;
import io.vethkit.routing.Difference;
import io.vethkit.routing.Keeper;
import io.vethkit.routing.NamespaceHandle;
import io.vethkit.routing.NamespaceState;
import io.vethkit.routing.Part;
import io.vethkit.routing.Repairer;
import io.vethkit.routing.WatchListener;
import io.vethkit.routing.Watcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A watch of a node and its pods that repairs, and the times at which it found and repaired. */
final class WatchedPods implements WatchListener, RulesetListener, AutoCloseable {
    static final Ruleset RULESET =
            Ruleset.of(
                    Table.of(
                            Family.IP,
                            "drift",
                            List.of(),
                            Chain.base(
                                    "input",
                                    BaseChain.Type.FILTER,
                                    BaseChain.Hook.INPUT,
                                    0,
                                    Rule.of(Nft.counter()))));

    /** A chain in the tables of iptables, of whichever sort. */
    static final IptablesRules IPTABLES =
            IptablesRules.of(
                    new IptablesTable(
                            Family.IP,
                            "nat",
                            new IptablesOwner(List.of("DRIFT"), List.of("drift")),
                            List.of(
                                    IptablesChain.of(
                                            "DRIFT", IptablesRule.to(XtTarget.Verdict.RETURN)))));

    private static final int SETTLE_MILLIS = 40;

    private final Map<String, Long> found = new HashMap<>();
    private final Map<String, Long> repaired = new HashMap<>();
    private final NamespaceHandle here = NamespaceHandle.here();
    private final Watcher watcher;
    private final RulesetWatcher tables;
    private final List<Thread> threads = new ArrayList<>();
    private final NamespaceState node;
    private final List<Part> pods = new ArrayList<>();
    private int generation;

    WatchedPods(NamespaceState.Builder node, int pods) throws IOException, InterruptedException {
        this.node = node.build();
        for (int i = 0; i < pods; i++) {
            this.pods.add(new Part("pod " + i, DriftLatency.pod(i)));
        }
        watcher = Watcher.open(here, this, Keeper.ALONE, new Repairer(this));
        tables = RulesetWatcher.open(null, this, RulesetKeeper.ALONE, true);
        start(watcher::run);
        start(tables::run);
        startAgain();
        Thread.sleep(20L * SETTLE_MILLIS); // all of it is missing first
    }

    /** What a watching thread does. */
    @FunctionalInterface
    private interface Runner {
        void run() throws IOException;
    }

    private void start(Runner runner) {
        threads.add(Thread.ofPlatform().start(() -> run(runner)));
    }

    private static void run(Runner runner) {
        try {
            runner.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gives the node another name, so that nothing is known to break again and again. */
    void startAgain() throws InterruptedException {
        generation++;
        List<Part> parts = new ArrayList<>(pods);
        String name = "node " + generation;
        parts.add(new Part(name, node));
        watcher.describe(parts);
        tables.describe(
                List.of(
                        new RulesetPart.Own(name, RULESET),
                        inIptables(name, FilterBackend.IPTABLES_NFT),
                        inIptables(name, FilterBackend.IPTABLES_LEGACY)));
        Thread.sleep(SETTLE_MILLIS);
        synchronized (this) {
            found.clear();
            repaired.clear();
        }
    }

    private static RulesetPart inIptables(String name, FilterBackend backend) {
        return new RulesetPart.InIptables(name, new HostRules(backend, IPTABLES));
    }

    private synchronized void note(Map<String, Long> times, String sentence) {
        int end = sentence.indexOf(' ');
        times.putIfAbsent(sentence.substring(0, end), System.nanoTime());
        notifyAll();
    }

    @Override
    public void differs(String part, Difference difference) {
        note(found, difference.text());
    }

    @Override
    public void isAsDescribed(String part, Difference difference) {}

    @Override
    public void repaired(String part, Difference difference) {
        note(repaired, difference.text());
    }

    @Override
    public void differs(RulesetPart part, io.vethkit.iptables.Difference difference, String by) {
        note(found, difference.object());
    }

    @Override
    public void isAsDescribed(RulesetPart part, io.vethkit.iptables.Difference difference) {}

    @Override
    public void repaired(RulesetPart part, List<io.vethkit.iptables.Difference> differences) {
        note(repaired, differences.getFirst().object());
    }

    @Override
    public void lost() {
        throw new IllegalStateException("events were lost");
    }

    /** Returns when something of that sort was found, by {@link System#nanoTime}. */
    long awaitFinding(String object) throws InterruptedException {
        return await(found, object);
    }

    /** Returns when it was repaired. */
    long awaitRepair(String object) throws InterruptedException {
        return await(repaired, object);
    }

    private synchronized long await(Map<String, Long> times, String object)
            throws InterruptedException {
        while (!times.containsKey(object)) {
            wait();
        }
        return times.get(object);
    }

    @Override
    public void close() {
        watcher.stop();
        tables.stop();
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        watcher.close();
        tables.close();
        here.close();
    }
}
