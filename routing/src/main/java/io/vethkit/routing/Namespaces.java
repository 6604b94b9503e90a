package io.vethkit.routing;

import io.vethkit.linux.Fd;

import org.jspecify.annotations.Nullable;

/** Knows the namespaces that a description names. */
public interface Namespaces {
    /** Knows none. */
    Namespaces NONE =
            new Namespaces() {
                @Override
                public @Nullable Fd fd(String name) {
                    return null;
                }
            };

    /** Returns the open namespace that the description calls {@code name}, or null if unknown. */
    @Nullable Fd fd(String name);
}
