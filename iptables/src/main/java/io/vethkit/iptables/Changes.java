package io.vethkit.iptables;

import java.util.ArrayList;
import java.util.List;

/** What a table lacks and has too much of, with the commands that change it, in their order. */
final class Changes {
    /** What is not to be used any more: rules, then elements. */
    final List<NftCommand> removals = new ArrayList<>();

    /** What nothing uses any more: sets, then chains, then objects. */
    final List<NftCommand> deletions = new ArrayList<>();

    /** The table, then its chains. */
    final List<NftCommand> chains = new ArrayList<>();

    /** Counters, then sets and maps: still without elements, for these lead to chains. */
    final List<NftCommand> objects = new ArrayList<>();

    /** What uses these: elements, then rules. */
    final List<NftCommand> insertions = new ArrayList<>();

    final List<Difference> differences = new ArrayList<>();

    private boolean isWhole;

    void differ(String object, String problem) {
        if (!isWhole) {
            differences.add(new Difference(object, problem));
        }
    }

    /** Says all that there is to say: what is in it goes without saying. */
    void differAsAWhole(String object, String problem) {
        differ(object, problem);
        isWhole = true;
    }

    void addTo(List<NftCommand> commands) {
        commands.addAll(removals);
        commands.addAll(deletions);
        commands.addAll(chains);
        commands.addAll(objects);
        commands.addAll(insertions);
    }
}
