package io.vethkit.cni;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

class StateLockTest {
    private static final int LONG_MILLIS = 300;

    @TempDir Path directory;

    @Test
    void isSharedByManyAndByAnyNumberOfKeys() throws Exception {
        try (StateLock _ = share().and("net/c1:eth0");
                StateLock _ = share().and("net/c2:eth0");
                StateLock _ = share()) {
            assertTrue(soon(() -> share().and("net/c1:eth1")));
        }
    }

    @Test
    void letsOneAtATimeHaveAKey() throws Exception {
        try (StateLock _ = share().and("net/c1:eth0")) {
            assertFalse(soon(() -> share().and("net/c1:eth0")));
        }
        assertTrue(soon(() -> share().and("net/c1:eth0")));
    }

    @Test
    void isHadAloneWhenNobodySharesIt() throws Exception {
        try (StateLock _ = share()) {
            assertFalse(soon(this::alone));
        }
        assertTrue(soon(this::alone));
    }

    @Test
    void isNotSharedWhileSomebodyHasItAlone() throws Exception {
        try (StateLock _ = alone()) {
            assertFalse(soon(this::share));
            assertFalse(soon(this::alone));
        }
        assertTrue(soon(this::share));
    }

    @Test
    void leavesOneEmptyFile() throws IOException {
        for (int i = 0; i < 10; i++) {
            share().and("net/c" + i + ":eth0").close();
        }

        try (var files = Files.list(directory)) {
            assertEquals(List.of(directory.resolve("lock")), files.toList());
        }
        assertEquals(0, Files.size(directory.resolve("lock")));
    }

    private StateLock share() throws IOException {
        return StateLock.share(directory.toString(), "lock");
    }

    private StateLock alone() throws IOException {
        return StateLock.takeAlone(directory.toString(), "lock");
    }

    private interface Taking {
        StateLock take() throws IOException;
    }

    /** Tells whether another thread has what it takes within a short time. */
    private static boolean soon(Taking taking) throws InterruptedException {
        CountDownLatch taken = new CountDownLatch(1);
        Thread.ofPlatform()
                .daemon()
                .start(() -> {
                    try (StateLock _ = taking.take()) {
                        taken.countDown();
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                });
        return taken.await(LONG_MILLIS, TimeUnit.MILLISECONDS);
    }
}
