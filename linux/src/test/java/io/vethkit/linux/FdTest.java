package io.vethkit.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

class FdTest {
    @Test
    void closesTheDescriptor() throws IOException {
        Fd fd = Libc.eventfd(0);
        Path entry = Path.of("/proc/self/fd/" + fd.number());
        assertTrue(Files.readSymbolicLink(entry).toString().contains("eventfd"));

        fd.close();

        assertFalse(
                Files.exists(entry, LinkOption.NOFOLLOW_LINKS)
                        && Files.readSymbolicLink(entry).toString().contains("eventfd"));
        assertThrows(IllegalStateException.class, fd::number);
        assertEquals("closed fd", fd.toString());
    }

    @Test
    void doesNotCloseWhatSomebodyElseOpenedSince() throws IOException {
        Fd first = Libc.eventfd(0);
        int number = first.number();
        first.close();
        try (Fd second = Libc.eventfd(0)) {
            if (second.number() == number) {
                first.close();
            }

            assertEquals(1, Libc.poll(Words.pollfd(second.number(), Poll.POLLOUT), 0));
        }
    }

    @Test
    void closesOnceHoweverManyThreadsDo() throws Exception {
        for (int round = 0; round < 50; round++) {
            Fd fd = Libc.eventfd(0);
            CountDownLatch start = new CountDownLatch(1);
            List<Thread> threads = new ArrayList<>();
            List<Throwable> failures = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Thread thread =
                        Thread.ofPlatform()
                                .unstarted(() -> {
                                    try {
                                        start.await();
                                        fd.close(); // asserts that it is not EBADF
                                    } catch (InterruptedException | AssertionError e) {
                                        synchronized (failures) {
                                            failures.add(e);
                                        }
                                    }
                                });
                thread.start();
                threads.add(thread);
            }
            start.countDown();
            for (Thread thread : threads) {
                thread.join();
            }
            assertEquals(List.of(), failures);
        }
    }

    @Test
    void refusesANegativeNumber() {
        assertThrows(IllegalArgumentException.class, () -> new Fd(-1));
    }

    @Test
    void namesItsNumber() throws IOException {
        try (Fd fd = Libc.eventfd(0)) {
            assertEquals("fd " + fd.number(), fd.toString());
        }
    }
}
