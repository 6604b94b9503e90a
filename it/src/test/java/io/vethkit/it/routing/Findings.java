package io.vethkit.it.routing;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vethkit.netlink.Attempts;
import io.vethkit.routing.Difference;
import io.vethkit.routing.WatchListener;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What a watch said, with the time it said it. */
final class Findings implements WatchListener {
    private static final long PATIENCE_SECONDS = 10;
    private static final long SILENCE_MILLIS = 250;

    private final List<String> said = new ArrayList<>();
    private final List<Long> times = new ArrayList<>();

    private synchronized void say(String sentence) {
        said.add(sentence);
        times.add(System.nanoTime());
        notifyAll();
    }

    @Override
    public void differs(String part, Difference difference) {
        say(part + ": " + difference);
    }

    @Override
    public void isAsDescribed(String part, Difference difference) {
        say(part + ": as described: " + difference.object());
    }

    @Override
    public void lost() {
        say("lost");
    }

    @Override
    public void repaired(String part, Difference difference) {
        say(part + ": repaired: " + difference.object());
    }

    @Override
    public void failed(String part, Difference difference, IOException why) {
        say(part + ": failed: " + difference.object() + ": " + why.getMessage());
    }

    @Override
    public void gaveUp(String part, Difference difference, Attempts attempts) {
        say(
                part
                        + ": gave up after "
                        + attempts.count()
                        + ", "
                        + attempts.pauseMillis()
                        + " ms: "
                        + difference.object());
    }

    /** Waits until it was said. Returns when, by {@link System#nanoTime}. */
    synchronized long await(String sentence) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!said.contains(sentence)) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            assertTrue(left > 0, "not said: " + sentence + " but " + said);
            try {
                wait(left);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
        return times.get(said.indexOf(sentence));
    }

    /** Waits until nothing was said for a while. */
    synchronized void awaitSilence() {
        int before = -1;
        while (before != said.size()) {
            before = said.size();
            try {
                wait(SILENCE_MILLIS);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** Returns what was said, and forgets it. */
    synchronized List<String> take() {
        List<String> taken = List.copyOf(said);
        said.clear();
        times.clear();
        return taken;
    }

    synchronized boolean has(String sentence) {
        return said.contains(sentence);
    }
}
