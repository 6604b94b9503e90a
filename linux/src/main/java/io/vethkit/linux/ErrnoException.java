package io.vethkit.linux;

import java.io.IOException;

/**
 * Thrown when the kernel refuses an operation. Callers ask {@link #is} and never read the text.
 *
 * <p>Reads {@code setns: EPERM: Operation not permitted}.
 */
public class ErrnoException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String operation;
    private final int number;

    /**
     * An operation that failed for the reason {@code number}.
     *
     * @param operation what was tried, with its object, such as {@code open /run/netns/a}
     * @param number the positive errno
     */
    public ErrnoException(String operation, int number) {
        this(operation, number, Errno.text(number));
    }

    /** As the two-argument form, with the kernel's own words in place of strerror's. */
    protected ErrnoException(String operation, int number, String words) {
        super(operation + ": " + Errno.name(number) + ": " + words);
        this.operation = operation;
        this.number = number;
    }

    /** Returns what was tried, with its object. */
    public final String operation() {
        return operation;
    }

    /** Returns the positive errno. */
    public final int number() {
        return number;
    }

    /** Tells whether the kernel gave this reason. */
    public final boolean is(Errno errno) {
        return number == errno.number();
    }
}
