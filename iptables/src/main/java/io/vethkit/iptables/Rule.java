package io.vethkit.iptables;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A rule of a chain.
 *
 * @param statements what it looks at and does, from left to right; at least one
 * @param comment a text that nft shows, or null
 */
public record Rule(List<Statement> statements, @Nullable String comment) {
    /** Checks that there are statements. */
    public Rule {
        statements = List.copyOf(statements);
        if (statements.isEmpty()) {
            throw new IllegalArgumentException("a rule without statements");
        }
        Names.requireComment(comment);
    }

    /** A rule without comment. */
    public static Rule of(Statement... statements) {
        return new Rule(List.of(statements), null);
    }

    /** Returns this rule with a comment. */
    public Rule comment(String text) {
        return new Rule(statements, text);
    }

    /** Returns the rule as nft reads it in a table of family {@code ip}. */
    @Override
    public String toString() {
        return NftText.rule(Family.IP, this);
    }
}
