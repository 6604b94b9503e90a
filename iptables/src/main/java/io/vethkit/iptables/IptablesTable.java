package io.vethkit.iptables;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * What is ours in one table of iptables. A table without chains is one in which nothing of ours may
 * be left.
 *
 * @param family {@link Family#IP} or {@link Family#IP6}
 * @param name {@code filter}, {@code mangle} or {@code nat}
 * @param owner what in it is ours
 * @param chains our chains, and the built-in ones that hold rules of ours, each named once
 */
public record IptablesTable(
        Family family, String name, IptablesOwner owner, List<IptablesChain> chains) {
    /** Checks that every rule can be there, and can be found again as ours. */
    public IptablesTable {
        XtLayout layout = XtLayout.of(name);
        chains = List.copyOf(chains);
        if (family == Family.INET) {
            throw new IllegalArgumentException("iptables of family inet");
        }
        List<String> names = new ArrayList<>(chains.size());
        for (IptablesChain chain : chains) {
            if (names.contains(chain.name())) {
                throw new IllegalArgumentException("two chains " + chain.name());
            }
            names.add(chain.name());
        }
        for (IptablesChain chain : chains) {
            boolean builtIn = layout.isBuiltIn(chain.name());
            if (!builtIn && !owner.ownsChain(chain.name())) {
                throw new IllegalArgumentException("chain " + chain.name() + " is not ours");
            }
            for (IptablesRule rule : chain.rules()) {
                rule.requireFamily(family);
                layout.requireFits(chain.name(), rule);
                requireOurs(chain, rule, builtIn, owner, names);
            }
        }
    }

    private static void requireOurs(
            IptablesChain chain,
            IptablesRule rule,
            boolean builtIn,
            IptablesOwner owner,
            List<String> names) {
        String to = rule.jumpsTo();
        if (to != null && (!names.contains(to) || !owner.ownsChain(to))) {
            throw new IllegalArgumentException("no chain " + to + " for " + rule);
        }
        if (builtIn && !owner.ownsRule(rule.comment(), to)) {
            throw new IllegalArgumentException(
                    "nothing in " + chain.name() + " tells that it is ours: " + rule);
        }
    }

    /** Tells whether the chain is one of the kernel's. */
    boolean isBuiltIn(String chain) {
        return XtLayout.of(name).isBuiltIn(chain);
    }

    /** Returns the described chain of that name, or null. */
    @Nullable IptablesChain chain(String chain) {
        for (IptablesChain described : chains) {
            if (described.name().equals(chain)) {
                return described;
            }
        }
        return null;
    }
}
