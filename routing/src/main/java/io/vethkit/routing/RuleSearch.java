package io.vethkit.routing;

import io.vethkit.netlink.route.Rule;

import org.jspecify.annotations.Nullable;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The rules of one family, to be searched: one by one for a few, by hash for many. */
final class RuleSearch {
    private static final int FEW = 16; // a call of the plugin asks for fewer, and needs no hash

    private final List<Rule> rules;
    private @Nullable Set<Rule> byHash;
    private int searches;

    RuleSearch(List<Rule> rules) {
        this.rules = rules;
    }

    /** Tells whether {@code wanted} is among them, whoever made it. */
    boolean finds(Rule wanted) {
        if (searches++ < FEW) {
            return findsOneByOne(wanted);
        }
        Set<Rule> hashed = byHash;
        if (hashed == null) {
            hashed = new HashSet<>();
            for (Rule rule : rules) {
                hashed.add(rule.protocol(0));
            }
            byHash = hashed;
        }
        return hashed.contains(wanted.protocol(0));
    }

    private boolean findsOneByOne(Rule wanted) {
        for (Rule present : rules) {
            if (present.protocol(wanted.protocol()).equals(wanted)) {
                return true;
            }
        }
        return false;
    }
}
