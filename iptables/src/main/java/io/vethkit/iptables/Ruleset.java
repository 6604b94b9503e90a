package io.vethkit.iptables;

import java.util.List;

/**
 * The tables of one network namespace that are ours, whole; other tables are none of its business.
 *
 * @param tables the tables, each named once
 */
public record Ruleset(List<Table> tables) {
    /** Checks that each table is named once. */
    public Ruleset {
        tables = List.copyOf(tables);
        for (int i = 0; i < tables.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (isSame(tables.get(i), tables.get(j))) {
                    throw new IllegalArgumentException(
                            "two tables " + tables.get(i).family() + " " + tables.get(i).name());
                }
            }
        }
    }

    private static boolean isSame(Table a, Table b) {
        return a.family() == b.family() && a.name().equals(b.name());
    }

    /** A ruleset of these tables. */
    public static Ruleset of(Table... tables) {
        return new Ruleset(List.of(tables));
    }

    /**
     * Returns what a person would feed to {@code nft -f} to get these tables, and nothing else in
     * them, in one transaction.
     */
    public String commands() {
        return NftText.ruleset(this);
    }
}
