package io.vethkit.netlink;

/**
 * Events that come close together, to be acted on once: when none came for {@value #SETTLE_MILLIS}
 * ms, and at the latest {@value #LIMIT_MILLIS} ms after the first.
 *
 * <p>Times are those of {@link System#nanoTime}. Not thread-safe.
 */
public final class Burst {
    private static final int SETTLE_MILLIS = 3;
    private static final int LIMIT_MILLIS = 20;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private boolean running;
    private long first;
    private long last;

    /** A burst that has not begun. */
    public Burst() {}

    /** An event came. */
    public void add(long nanoTime) {
        if (!running) {
            running = true;
            first = nanoTime;
        }
        last = nanoTime;
    }

    /** It was acted on. */
    public void end() {
        running = false;
    }

    /** Returns how long to wait for more events, 0 if it is time to act, -1 if there are none. */
    public int remainingMillis(long nanoTime) {
        if (!running) {
            return -1;
        }
        long settled = last - nanoTime + SETTLE_MILLIS * NANOS_PER_MILLI;
        long limit = first - nanoTime + LIMIT_MILLIS * NANOS_PER_MILLI;
        long left = Math.min(settled, limit);
        return left <= 0 ? 0 : (int) ((left + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI);
    }
}
