package io.vethkit.iptables;

import java.io.IOException;
import java.util.List;

/**
 * The tables of iptables in one network namespace, shared with others: only what is ours is looked
 * at and changed. Not thread-safe.
 */
public sealed interface Iptables permits IptablesNft, IptablesLegacy {
    /**
     * Makes what is ours what {@code rules} says. What is as described stays, and keeps counting;
     * what is ours but not described goes. Nothing is written if nothing differs.
     *
     * @return what differed before
     */
    List<Difference> apply(IptablesRules rules) throws IOException;

    /** Returns how what is ours differs from {@code rules}: nothing if it is as it says. */
    List<Difference> diff(IptablesRules rules) throws IOException;

    /**
     * Returns what a person would type, one command after another, to have done what {@link #apply}
     * would do now at once.
     */
    List<String> plan(IptablesRules rules) throws IOException;

    /** Removes all that is ours from the tables of {@code rules}, described or not. */
    default void remove(IptablesRules rules) throws IOException {
        apply(rules.none());
    }
}
