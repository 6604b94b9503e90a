package io.vethkit.iptables;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/**
 * Knows who else changes parts for good reason, and keeps them away while a watch judges and
 * repairs.
 */
public interface RulesetKeeper {
    /** Knows of nobody else. */
    RulesetKeeper ALONE =
            new RulesetKeeper() {
                @Override
                public Hold hold(String part) {
                    return new Hold() {};
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
        /** Tells whether the part is still to be as the watch was told. */
        default boolean isCurrent() {
            return true;
        }

        @Override
        default void close() {}
    }
}
