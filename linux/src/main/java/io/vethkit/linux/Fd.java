package io.vethkit.linux;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * A file descriptor and the duty to close it.
 *
 * <p>May be passed between threads; closing twice is harmless. Closing does not wake a thread that
 * is blocked in a call on the descriptor.
 */
public final class Fd implements AutoCloseable {
    private final AtomicInteger number;

    /** Takes ownership of the open descriptor {@code number}. */
    public Fd(int number) {
        if (number < 0) {
            throw new IllegalArgumentException("file descriptor " + number + " is negative");
        }
        this.number = new AtomicInteger(number);
    }

    /**
     * Returns the number the kernel knows it by.
     *
     * @throws IllegalStateException if it is closed
     */
    public int number() {
        int open = number.get();
        if (open < 0) {
            throw new IllegalStateException("the file descriptor is closed");
        }
        return open;
    }

    /** close(2). Errors are not reported: on Linux the descriptor is gone in any case. */
    @Override
    public void close() {
        int open = number.getAndSet(-1);
        if (open >= 0) {
            try {
                Libc.close(open);
            } catch (ErrnoException e) {
                assert !e.is(Errno.EBADF) : e;
            }
        }
    }

    @Override
    public String toString() {
        int open = number.get();
        return open < 0 ? "closed fd" : "fd " + open;
    }
}
