package io.vethkit.netlink;

import static io.vethkit.netlink.Netlink.NETLINK_ROUTE;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vethkit.linux.Errno;
import io.vethkit.linux.ErrnoException;
import io.vethkit.linux.Fd;
import io.vethkit.linux.Libc;
import io.vethkit.linux.SocketOpener;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/** What a monitor does while nothing is said. Needs no root. */
@Timeout(10)
class MonitorTest {
    private static final MonitorListener NOBODY =
            new MonitorListener() {
                @Override
                public void event(MessageReader message) {}

                @Override
                public void lost() {}
            };

    private Monitor monitor;

    @BeforeEach
    void open() throws ErrnoException {
        monitor = Monitor.open(NETLINK_ROUTE, SocketOpener.HERE);
    }

    @AfterEach
    void close() {
        monitor.close();
    }

    @Test
    void returnsWhenTheTimeIsOver() throws IOException {
        long start = System.nanoTime();

        assertFalse(monitor.receive(NOBODY, 30));

        assertTrue(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) >= 29);
    }

    @Test
    void returnsAtOnceIfItWasWokenBefore() throws IOException {
        monitor.wake();
        monitor.wake();

        assertFalse(monitor.receive(NOBODY, -1));

        long start = System.nanoTime(); // being woken is over, too
        assertFalse(monitor.receive(NOBODY, 30));
        assertTrue(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) >= 29);
    }

    @Test
    void isWokenByAnotherThread() throws IOException {
        Thread other =
                Thread.ofPlatform()
                        .start(() -> {
                            try {
                                Thread.sleep(30);
                            } catch (InterruptedException e) {
                                throw new AssertionError(e);
                            }
                            monitor.wake();
                        });

        assertFalse(monitor.receive(NOBODY, -1));

        assertDoesNotHang(other);
    }

    private static void assertDoesNotHang(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void isWokenByAnotherDescriptor() throws IOException {
        try (Fd other = Libc.eventfd(0)) {
            monitor.wakeFor(other);
            Libc.write(
                    other.number(), ByteBuffer.allocateDirect(8).put(0, (byte) 1).put(7, (byte) 1));

            assertFalse(monitor.receive(NOBODY, -1));
        }
    }

    @Test
    void refusesAGroupThatIsNone() {
        ErrnoException e = assertThrows(ErrnoException.class, () -> monitor.join(9999));

        assertEquals(Errno.EINVAL.number(), e.number());
    }

    @Test
    void mayBeWokenAfterItsEnd() {
        monitor.close();

        monitor.wake();
    }
}
