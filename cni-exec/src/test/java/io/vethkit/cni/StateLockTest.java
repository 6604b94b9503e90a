package io.vethkit.cni;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jspecify.annotations.Nullable;
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
        try (StateLock _ = attachment("net/c1:eth0");
                StateLock _ = attachment("net/c2:eth0");
                StateLock _ = share()) {
            assertTrue(soon(() -> attachment("net/c1:eth1")));
        }
    }

    @Test
    void letsOneAtATimeHaveAKey() throws Exception {
        try (StateLock _ = attachment("net/c1:eth0")) {
            assertFalse(soon(() -> attachment("net/c1:eth0")));
        }
        assertTrue(soon(() -> attachment("net/c1:eth0")));
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
    void doesNotWaitForAnAttachmentThatIsOnlyTried() throws IOException {
        try (StateLock _ = attachment("net/c1:eth0")) {
            assertNull(tryAttachment("net/c1:eth0"));
            try (StateLock other = tryAttachment("net/c2:eth0")) {
                assertNotNull(other);
            }
        }
        try (StateLock _ = alone()) {
            assertNull(tryAttachment("net/c1:eth0"));
        }
        try (StateLock free = tryAttachment("net/c1:eth0")) {
            assertNotNull(free);
        }
    }

    @Test
    void givesBackWhatItTriedInVain() throws Exception {
        try (StateLock _ = attachment("net/c1:eth0")) {
            assertNull(tryAttachment("net/c1:eth0"));
        }

        assertTrue(soon(this::alone));
    }

    @Test
    void leavesOneEmptyFile() throws IOException {
        for (int i = 0; i < 10; i++) {
            attachment("net/c" + i + ":eth0").close();
        }

        try (var files = Files.list(directory)) {
            assertEquals(List.of(directory.resolve("lock")), files.toList());
        }
        assertEquals(0, Files.size(directory.resolve("lock")));
    }

    private StateLock share() throws IOException {
        return StateLock.share(directory.toString(), StateLock.ATTACHMENTS);
    }

    private StateLock attachment(String name) throws IOException {
        return StateLock.takeAttachment(directory.toString(), name);
    }

    private @Nullable StateLock tryAttachment(String name) throws IOException {
        return StateLock.tryToTakeAttachment(directory.toString(), name);
    }

    private StateLock alone() throws IOException {
        return StateLock.takeAlone(directory.toString(), StateLock.ATTACHMENTS);
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
