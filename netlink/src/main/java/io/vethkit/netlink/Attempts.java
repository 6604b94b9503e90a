package io.vethkit.netlink;

/**
 * How often one thing was repaired, and when it may be again: {@value #LIMIT} times with pauses of
 * milliseconds, then, if it breaks again and again, with pauses of seconds to minutes, so that two
 * who disagree do not fight.
 *
 * <p>What stays whole for {@value #FORGIVEN_SECONDS} s, and for twice the last pause, is forgiven.
 * Times are those of {@link System#nanoTime}. Not thread-safe.
 */
public final class Attempts {
    /** How many repairs in a row are made before giving up for a while. */
    public static final int LIMIT = 5;

    private static final int FORGIVEN_SECONDS = 10;
    private static final long SHORT_PAUSE_MILLIS = 50;
    private static final long LONG_PAUSE_MILLIS = 10_000;
    private static final long LONGEST_PAUSE_MILLIS = 600_000;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private int count;
    private long lastTry;

    /** None yet. */
    public Attempts() {}

    /** Returns how many repairs were made in a row. */
    public int count() {
        return count;
    }

    /** Tells whether it is given up for a while. */
    public boolean isGivenUp() {
        return count >= LIMIT;
    }

    /** Returns how long the pause is that the last repair began. */
    public long pauseMillis() {
        if (count == 0) {
            return 0;
        }
        if (count < LIMIT) {
            return SHORT_PAUSE_MILLIS << (count - 1);
        }
        int doublings = Math.min(count - LIMIT, Long.SIZE / 4);
        return Math.min(LONG_PAUSE_MILLIS << doublings, LONGEST_PAUSE_MILLIS);
    }

    /** Returns in how many nanoseconds it may be tried, 0 or less: now. */
    public long waitNanos(long nanoTime) {
        return count == 0 ? 0 : lastTry - nanoTime + pauseMillis() * NANOS_PER_MILLI;
    }

    /** It is found broken after it was whole: forgives what is long ago. */
    public void broken(long nanoTime) {
        if (isForgiven(nanoTime)) {
            count = 0;
        }
    }

    /** Tells whether all repairs are so long ago that they do not count any more. */
    public boolean isForgiven(long nanoTime) {
        long calm = Math.max(FORGIVEN_SECONDS * 1000L, 2 * pauseMillis());
        return count == 0 || nanoTime - lastTry > calm * NANOS_PER_MILLI;
    }

    /** It is tried now. */
    public void tried(long nanoTime) {
        count++;
        lastTry = nanoTime;
    }
}
