package io.vethkit.iptables;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What in tables that are shared with others is ours, be it described or left from before.
 *
 * @param chains how the names of our chains start
 * @param comments how the comments of our rules in built-in chains start
 */
public record IptablesOwner(List<String> chains, List<String> comments) {
    /** Checks that not everything is ours. */
    public IptablesOwner {
        chains = List.copyOf(chains);
        comments = List.copyOf(comments);
        if (chains.contains("") || comments.contains("")) {
            throw new IllegalArgumentException("an owner of everything");
        }
    }

    /** Tells whether the chain, which is not built in, is ours. */
    boolean ownsChain(String name) {
        return startsWithOneOf(name, chains);
    }

    /** Tells whether a rule of a built-in chain is ours, by its comment or where it jumps to. */
    boolean ownsRule(@Nullable String comment, @Nullable String jumpsTo) {
        return (comment != null && startsWithOneOf(comment, comments))
                || (jumpsTo != null && ownsChain(jumpsTo));
    }

    private static boolean startsWithOneOf(String text, List<String> starts) {
        for (String start : starts) {
            if (text.startsWith(start)) {
                return true;
            }
        }
        return false;
    }
}
