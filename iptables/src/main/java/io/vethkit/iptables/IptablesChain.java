package io.vethkit.iptables;

import java.util.List;

/**
 * A chain of iptables with our rules: a chain of our own, which holds nothing else, or a built-in
 * one, where others have rules too.
 *
 * @param name its name in the table
 * @param rules our rules, in order; those for the head of a built-in chain come first
 */
public record IptablesChain(String name, List<IptablesRule> rules) {
    private static final int MAX_NAME = 28; // XT_EXTENSION_MAXNAMELEN counts the NUL

    /** Checks the name, and that no rule for the head stands behind one for the end. */
    public IptablesChain {
        boolean good = !name.isEmpty() && name.length() <= MAX_NAME && name.charAt(0) != '-';
        for (int i = 0; good && i < name.length(); i++) {
            char c = name.charAt(i);
            good = c > ' ' && c < 127 && "\"'\\!/".indexOf(c) < 0;
        }
        if (!good) {
            throw new IllegalArgumentException("chain name '" + name + "'");
        }
        rules = List.copyOf(rules);
        for (int i = 1; i < rules.size(); i++) {
            if (rules.get(i).insert() && !rules.get(i - 1).insert()) {
                throw new IllegalArgumentException("-I " + name + " " + rules.get(i) + " after -A");
            }
        }
    }

    /** A chain of these rules. */
    public static IptablesChain of(String name, IptablesRule... rules) {
        return new IptablesChain(name, List.of(rules));
    }
}
