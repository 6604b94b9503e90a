package io.vethkit.netlink;

import org.jspecify.annotations.Nullable;

/** What became of each request of a {@link Batch}. */
public final class BatchResult {
    private final @Nullable NetlinkException[] errors;

    BatchResult(@Nullable NetlinkException[] errors) {
        this.errors = errors;
    }

    /** Returns the number of requests. */
    public int size() {
        return errors.length;
    }

    /** Returns why the kernel refused the request at {@code index}, or null if it did it. */
    public @Nullable NetlinkException error(int index) {
        return errors[index];
    }

    /** Throws the first error, with the others as suppressed ones, if there is any. */
    public void throwFirstError() throws NetlinkException {
        NetlinkException first = null;
        for (NetlinkException error : errors) {
            if (first == null) {
                first = error;
            } else if (error != null) {
                first.addSuppressed(error);
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
