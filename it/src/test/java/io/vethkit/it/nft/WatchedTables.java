package io.vethkit.it.nft;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vethkit.iptables.Difference;
import io.vethkit.iptables.RulesetKeeper;
import io.vethkit.iptables.RulesetListener;
import io.vethkit.iptables.RulesetPart;
import io.vethkit.iptables.RulesetWatcher;
import io.vethkit.netlink.Attempts;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/** A watch of packet filters on a thread of its own, and what it said. */
public final class WatchedTables implements RulesetListener, AutoCloseable {
    private final List<String> said = new ArrayList<>();
    private final RulesetWatcher watcher;
    private final Thread thread;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    /** Starts one of {@code part}. */
    public WatchedTables(RulesetPart part, boolean repairs) throws IOException {
        watcher = RulesetWatcher.open(null, this, RulesetKeeper.ALONE, repairs);
        thread = Thread.ofPlatform().start(this::run);
        watcher.describe(List.of(part));
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
    public void differs(RulesetPart part, Difference difference, String by) {
        say(difference + ", by " + by.replaceAll("\\d+", "PID"));
    }

    @Override
    public void isAsDescribed(RulesetPart part, Difference difference) {
        say("as described: " + difference.object());
    }

    @Override
    public void repaired(RulesetPart part, List<Difference> differences) {
        say("repaired " + differences.size());
    }

    @Override
    public void gaveUp(RulesetPart part, List<Difference> differences, Attempts attempts) {
        say("gave up after " + attempts.count());
    }

    /** Waits until something like that was said. */
    public synchronized void await(Predicate<String> sentence) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (said.stream().noneMatch(sentence)) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            assertTrue(left > 0, "not said: " + said);
            wait(left);
        }
    }

    /** Waits until nothing was said for a while. Returns what was said, and forgets it. */
    public synchronized List<String> settle() throws InterruptedException {
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
