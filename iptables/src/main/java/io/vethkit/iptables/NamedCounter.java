package io.vethkit.iptables;

import org.jspecify.annotations.Nullable;

/**
 * A counter that several rules share.
 *
 * @param name its name in the table
 * @param comment a text that nft shows, or null
 */
public record NamedCounter(String name, @Nullable String comment) implements TableObject {
    /** Checks the name. */
    public NamedCounter {
        Names.requireName("counter", name);
        Names.requireComment(comment);
    }
}
