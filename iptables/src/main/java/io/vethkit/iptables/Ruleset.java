package io.vethkit.iptables;

import java.util.List;

/**
 * The tables of one network namespace that are ours, whole; other tables are none of its business.
 *
 * <p>Of a ruleset that is shared, each table belongs to several descriptions at once: what one does
 * not name is another's, and stays. Of its sets and maps, a description has the elements it names,
 * and removing it removes those alone, as tables, chains and sets serve all.
 *
 * @param tables the tables, each named once
 * @param shared whether the tables hold what others describe, too
 */
public record Ruleset(List<Table> tables, boolean shared) {
    /** Checks that each table is named once, and that no two who share could have one element. */
    public Ruleset {
        tables = List.copyOf(tables);
        if (shared) {
            requireSingleValues(tables);
        }
        for (int i = 0; i < tables.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (isSame(tables.get(i), tables.get(j))) {
                    throw new IllegalArgumentException(
                            "two tables " + tables.get(i).family() + " " + tables.get(i).name());
                }
            }
        }
    }

    /** Tells whether a table of the family and name of {@code table} is among these. */
    public boolean names(Table table) {
        for (Table each : tables) {
            if (isSame(each, table)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isSame(Table a, Table b) {
        return a.family() == b.family() && a.name().equals(b.name());
    }

    /** The tables, whole. */
    public Ruleset(List<Table> tables) {
        this(tables, false);
    }

    private static void requireSingleValues(List<Table> tables) {
        for (Table table : tables) {
            for (NamedSet set : table.sets()) {
                requireSingleValues(set.name(), set.interval());
            }
            for (NamedMap map : table.maps()) {
                requireSingleValues(map.name(), map.interval());
            }
        }
    }

    private static void requireSingleValues(String set, boolean interval) {
        if (interval) {
            throw new IllegalArgumentException("intervals of " + set + " cannot be shared");
        }
    }

    /** A ruleset of these tables. */
    public static Ruleset of(Table... tables) {
        return new Ruleset(List.of(tables));
    }

    /** A ruleset of what one of several has in these tables. */
    public static Ruleset shared(Table... tables) {
        return new Ruleset(List.of(tables), true);
    }

    /**
     * Returns what a person would feed to {@code nft -f} to get these tables, and nothing else in
     * them, in one transaction; of a shared one, where nobody has made them yet.
     */
    public String commands() {
        return NftText.ruleset(this);
    }
}
