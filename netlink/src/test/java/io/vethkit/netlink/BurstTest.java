package io.vethkit.netlink;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class BurstTest {
    private static final long MILLI = 1_000_000;
    private static final long START = nearOverflow(); // as nanoTime may be

    private static long nearOverflow() {
        return Long.MAX_VALUE - MILLI;
    }

    private final Burst burst = new Burst();

    @Test
    void isNothingToWaitForBeforeTheFirstEvent() {
        assertEquals(-1, burst.remainingMillis(START));
    }

    @Test
    void settlesSomeMillisecondsAfterTheLastEvent() {
        burst.add(START);
        assertEquals(3, burst.remainingMillis(START));
        burst.add(START + 2 * MILLI);

        assertEquals(3, burst.remainingMillis(START + 2 * MILLI));
        assertEquals(1, burst.remainingMillis(START + 5 * MILLI - 1));
        assertEquals(0, burst.remainingMillis(START + 5 * MILLI));
    }

    @Test
    void doesNotWaitLongForEventsToEnd() {
        for (int i = 0; i < 19; i++) {
            burst.add(START + i * MILLI);
        }

        assertEquals(2, burst.remainingMillis(START + 18 * MILLI));
        assertEquals(0, burst.remainingMillis(START + 20 * MILLI));
    }

    @Test
    void beginsAgainAfterItsEnd() {
        burst.add(START);
        burst.end();
        assertEquals(-1, burst.remainingMillis(START + 9 * MILLI));

        burst.add(START + 100 * MILLI);

        assertEquals(3, burst.remainingMillis(START + 100 * MILLI));
    }
}
