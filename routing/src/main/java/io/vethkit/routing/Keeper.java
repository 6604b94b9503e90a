package io.vethkit.routing;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/**
 * Knows who else changes parts for good reason, and keeps them away while a watch judges and
 * repairs: half of what is being made is no difference to name.
 */
public interface Keeper {
    /** Knows of nobody else. */
    Keeper ALONE =
            new Keeper() {
                @Override
                public Hold hold(String part) {
                    return Hold.FREE;
                }
            };

    /**
     * Keeps others away from the part called {@code part}, until the hold is closed.
     *
     * @return null if somebody changes it now; the watch asks again soon
     */
    @Nullable Hold hold(String part) throws IOException;

    /** A part that nobody else changes now. */
    interface Hold extends AutoCloseable {
        /** Of what nobody else changes ever. */
        Hold FREE = new Hold() {};

        /** Tells whether the part is still to be as the watch was told. */
        default boolean isCurrent() {
            return true;
        }

        /** Returns the namespaces that the part's description names. */
        default Namespaces peers() throws IOException {
            return Namespaces.NONE;
        }

        @Override
        default void close() {}
    }
}
