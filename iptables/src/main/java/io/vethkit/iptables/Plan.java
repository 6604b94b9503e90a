package io.vethkit.iptables;

import java.util.ArrayList;
import java.util.List;

/** What differs at a generation of the tables, and the commands that change it. */
final class Plan {
    final int generation;
    final List<Difference> differences = new ArrayList<>();
    final List<NftCommand> commands = new ArrayList<>();

    Plan(int generation) {
        this.generation = generation;
    }

    /** Returns the commands as {@code nft} reads them. */
    List<String> words() {
        List<String> words = new ArrayList<>(commands.size());
        for (NftCommand command : commands) {
            words.add(command.command());
        }
        return words;
    }

    /** Tells whether there is nothing to do but to add and delete elements. */
    boolean isOfElements() {
        for (NftCommand command : commands) {
            if (!(command instanceof ElementsCommand)) {
                return false;
            }
        }
        return true;
    }

    void add(Changes changes) {
        differences.addAll(changes.differences);
        changes.addTo(commands);
    }
}
