package io.vethkit.netlink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class AttemptsTest {
    private static final long SECOND = 1_000_000_000;

    private final Attempts attempts = new Attempts();

    @Test
    void mayBeTriedAtOnceTheFirstTime() {
        assertEquals(0, attempts.waitNanos(7));
    }

    @Test
    void pausesForLongerAfterEachTry() {
        List<Long> pauses = new ArrayList<>();
        for (int i = 0; i < 13; i++) {
            attempts.tried(0);
            pauses.add(attempts.pauseMillis());
        }

        assertEquals(
                List.of(
                        50L, 100L, 200L, 400L, 10_000L, 20_000L, 40_000L, 80_000L, 160_000L,
                        320_000L, 600_000L, 600_000L, 600_000L),
                pauses);
    }

    @Test
    void waitsFromTheLastTryOn() {
        attempts.tried(SECOND);

        assertEquals(50_000_000, attempts.waitNanos(SECOND));
        assertEquals(-1, attempts.waitNanos(SECOND + 50_000_001));
    }

    @Test
    void isGivenUpAfterFiveTries() {
        for (int i = 0; i < 4; i++) {
            attempts.tried(0);
        }
        assertFalse(attempts.isGivenUp());

        attempts.tried(0);

        assertTrue(attempts.isGivenUp());
    }

    @Test
    void forgivesWhatStayedWholeForLong() {
        attempts.tried(0);
        attempts.broken(10 * SECOND);
        assertEquals(1, attempts.count());

        attempts.broken(10 * SECOND + 1);

        assertEquals(0, attempts.count());
    }

    @Test
    void forgivesLaterWhatWasGivenUp() {
        for (int i = 0; i < 6; i++) {
            attempts.tried(0); // the last begins a pause of 20 s
        }
        attempts.broken(40 * SECOND);
        assertEquals(6, attempts.count());

        attempts.broken(40 * SECOND + 1);

        assertEquals(0, attempts.count());
    }

    @Test
    void doesNotOverflowAfterVeryManyTries() {
        for (int i = 0; i < 1000; i++) {
            attempts.tried(0);
        }

        assertEquals(600_000, attempts.pauseMillis());
    }
}
