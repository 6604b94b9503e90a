package io.vethkit.netlink;

import io.vethkit.linux.Errno;
import io.vethkit.linux.ErrnoException;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when the kernel refuses a request; carries its extended acknowledgement.
 *
 * <p>Reads {@code add route 10.0.1.7/32 dev eni0 table 2: ENETUNREACH: Nexthop has invalid gateway
 * (at RTA_GATEWAY)}.
 */
public final class NetlinkException extends ErrnoException {
    private static final long serialVersionUID = 1L;

    private final @Nullable String kernelWords;
    private final @Nullable String attribute;

    private NetlinkException(
            String operation,
            int number,
            String text,
            @Nullable String kernelWords,
            @Nullable String attribute) {
        super(operation, number, text);
        this.kernelWords = kernelWords;
        this.attribute = attribute;
    }

    static NetlinkException of(
            String operation,
            int number,
            @Nullable String words,
            @Nullable String at,
            @Nullable String missing) {
        StringBuilder text = new StringBuilder(80);
        text.append(words == null ? Errno.text(number) : words);
        if (at != null) {
            text.append(" (at ").append(at).append(')');
        }
        if (missing != null) {
            text.append(" (missing ").append(missing).append(')');
        }
        return new NetlinkException(operation, number, text.toString(), words, at);
    }

    /** Returns the words of the kernel's extended acknowledgement, or null if it gave none. */
    public @Nullable String kernelWords() {
        return kernelWords;
    }

    /** Returns the path of the attribute the kernel points at, or null. */
    public @Nullable String attribute() {
        return attribute;
    }
}
