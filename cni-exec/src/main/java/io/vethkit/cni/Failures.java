package io.vethkit.cni;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/** What failed in work that goes on all the same: the first failure, with the others suppressed. */
final class Failures {
    private @Nullable Exception first;

    void add(Exception e) {
        if (first == null) {
            first = e;
        } else {
            first.addSuppressed(e);
        }
    }

    void throwIfAny() throws IOException {
        if (first instanceof IOException e) {
            throw e;
        }
        if (first instanceof RuntimeException e) {
            throw e;
        }
    }
}
