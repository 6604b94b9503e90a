package io.vethkit.netlink;

import java.io.IOException;

/** Thrown for bytes that are no valid netlink message. */
public final class MalformedMessageException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Bytes of which {@code message} tells what is wrong. */
    public MalformedMessageException(String message) {
        super("malformed netlink message: " + message);
    }
}
