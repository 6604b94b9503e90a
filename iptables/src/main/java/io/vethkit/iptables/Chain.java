package io.vethkit.iptables;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * A chain of rules.
 *
 * @param name its name in the table
 * @param base where packets enter it, or null for a chain that rules jump to
 * @param rules the rules in order
 * @param comment a text that nft shows, or null
 */
public record Chain(
        String name, @Nullable BaseChain base, List<Rule> rules, @Nullable String comment) {
    /** Checks the name. */
    public Chain {
        Names.requireName("chain", name);
        Names.requireComment(comment);
        rules = List.copyOf(rules);
    }

    /** A chain that rules jump to. */
    public static Chain regular(String name, Rule... rules) {
        return new Chain(name, null, List.of(rules), null);
    }

    /** A chain that packets enter from a hook; its policy is to accept. */
    public static Chain base(
            String name, BaseChain.Type type, BaseChain.Hook hook, int priority, Rule... rules) {
        return new Chain(name, BaseChain.of(type, hook, priority), List.of(rules), null);
    }

    /** Returns this base chain with another policy. */
    public Chain policy(BaseChain.Policy policy) {
        if (base == null) {
            throw new IllegalArgumentException("a policy of regular chain " + name);
        }
        BaseChain changed = new BaseChain(base.type(), base.hook(), base.priority(), policy);
        return new Chain(name, changed, rules, comment);
    }

    /** Returns this chain with {@code rule} at its end. */
    public Chain rule(Rule rule) {
        List<Rule> longer = new ArrayList<>(rules);
        longer.add(rule);
        return new Chain(name, base, longer, comment);
    }

    /** Returns this chain with these rules. */
    public Chain rules(List<Rule> others) {
        return new Chain(name, base, others, comment);
    }

    /** Returns this chain with a comment. */
    public Chain comment(String text) {
        return new Chain(name, base, rules, text);
    }
}
