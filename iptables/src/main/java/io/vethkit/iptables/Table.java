package io.vethkit.iptables;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * A table with all that is in it.
 *
 * @param family the packets it sees
 * @param name its name among the tables of the family
 * @param counters its named counters
 * @param sets its named sets
 * @param maps its maps
 * @param chains its chains
 * @param comment a text that nft shows, or null
 */
public record Table(
        Family family,
        String name,
        List<NamedCounter> counters,
        List<NamedSet> sets,
        List<NamedMap> maps,
        List<Chain> chains,
        @Nullable String comment) {
    /** Checks that what rules and maps refer to is in the table. */
    public Table {
        Names.requireName("table", name);
        Names.requireComment(comment);
        counters = List.copyOf(counters);
        sets = List.copyOf(sets);
        maps = List.copyOf(maps);
        chains = List.copyOf(chains);
        new TableCheck(family + " " + name, family, counters, sets, maps, chains).check();
    }

    /** A table of chains alone. */
    public static Table of(Family family, String name, Chain... chains) {
        List<Chain> list = List.of(chains);
        return new Table(family, name, List.of(), List.of(), List.of(), list, null);
    }

    /** A table of chains and of the sets, maps and counters their rules use. */
    public static Table of(
            Family family, String name, List<? extends TableObject> objects, Chain... chains) {
        List<NamedCounter> counters = new ArrayList<>();
        List<NamedSet> sets = new ArrayList<>();
        List<NamedMap> maps = new ArrayList<>();
        for (TableObject object : objects) {
            if (object instanceof NamedSet set) {
                sets.add(set);
            } else if (object instanceof NamedMap map) {
                maps.add(map);
            } else {
                counters.add((NamedCounter) object);
            }
        }
        return new Table(family, name, counters, sets, maps, List.of(chains), null);
    }

    /** Returns this table with a comment. */
    public Table comment(String text) {
        return new Table(family, name, counters, sets, maps, chains, text);
    }
}
