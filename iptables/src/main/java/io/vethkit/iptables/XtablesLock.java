package io.vethkit.iptables;

import static io.vethkit.linux.Fcntl.LOCK_EX;
import static io.vethkit.linux.Fcntl.LOCK_NB;
import static io.vethkit.linux.Fcntl.O_CREAT;
import static io.vethkit.linux.Fcntl.O_RDONLY;

import io.vethkit.linux.Errno;
import io.vethkit.linux.ErrnoException;
import io.vethkit.linux.Fd;
import io.vethkit.linux.Libc;

import java.io.InterruptedIOException;

/** The lock that all who replace legacy tables take: {@code iptables -w}. */
final class XtablesLock implements AutoCloseable {
    static final String PATH = "/run/xtables.lock";

    private static final long POLL_MILLIS = 5;

    private final Fd file;

    private XtablesLock(Fd file) {
        this.file = file;
    }

    /**
     * Takes the lock.
     *
     * @throws ErrnoException {@code EAGAIN} if others do not leave it in time
     */
    static XtablesLock take(String path, long patienceMillis)
            throws ErrnoException, InterruptedIOException {
        Fd file = Libc.open(path, O_RDONLY | O_CREAT, 0600);
        long end = System.nanoTime() + patienceMillis * 1_000_000;
        while (true) {
            try {
                Libc.flock(file.number(), LOCK_EX | LOCK_NB);
                return new XtablesLock(file);
            } catch (ErrnoException e) {
                if (!e.is(Errno.EAGAIN) || System.nanoTime() > end) {
                    file.close();
                    throw new ErrnoException("flock " + path, e.number());
                }
            }
            pause(file);
        }
    }

    private static void pause(Fd file) throws InterruptedIOException {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            file.close();
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("waiting for the lock of xtables");
        }
    }

    @Override
    public void close() {
        file.close();
    }
}
