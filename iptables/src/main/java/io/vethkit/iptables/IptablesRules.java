package io.vethkit.iptables;

import java.util.ArrayList;
import java.util.List;

/**
 * The chains and rules of iptables that are ours in one network namespace, in tables that are
 * shared with others, whose chains and rules stay as they are.
 *
 * @param tables the tables we look after, each named once
 */
public record IptablesRules(List<IptablesTable> tables) {
    /** Checks that each table is named once. */
    public IptablesRules {
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

    /** Tells whether {@code table} is one of these. */
    public boolean names(IptablesTable table) {
        for (IptablesTable own : tables) {
            if (isSame(own, table)) {
                return true;
            }
        }
        return false;
    }

    /** Tells whether nothing of ours shall be in the tables. */
    public boolean isEmpty() {
        for (IptablesTable table : tables) {
            if (!table.chains().isEmpty()) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSame(IptablesTable a, IptablesTable b) {
        return a.family() == b.family() && a.name().equals(b.name());
    }

    /** Rules in these tables. */
    public static IptablesRules of(IptablesTable... tables) {
        return new IptablesRules(List.of(tables));
    }

    /** Returns the same tables with nothing of ours in them. */
    public IptablesRules none() {
        List<IptablesTable> empty = new ArrayList<>(tables.size());
        for (IptablesTable table : tables) {
            empty.add(new IptablesTable(table.family(), table.name(), table.owner(), List.of()));
        }
        return new IptablesRules(empty);
    }

    /**
     * Returns the commands a person would type to get these rules where there are none of them:
     * each the backend's {@code iptables}, {@code -t table -A chain} and what {@code -S} prints.
     */
    public List<String> commands(FilterBackend backend) {
        List<String> commands = new ArrayList<>();
        for (IptablesTable table : tables) {
            String start = IptablesText.command(table, backend);
            for (IptablesChain chain : table.chains()) {
                if (!table.isBuiltIn(chain.name())) {
                    commands.add(start + " -N " + chain.name());
                }
            }
            for (IptablesChain chain : table.chains()) {
                int head = 0;
                for (IptablesRule rule : chain.rules()) {
                    String verb = rule.insert() ? " -I " + chain.name() + " " + ++head : null;
                    commands.add(
                            start + (verb == null ? " -A " + chain.name() : verb) + " " + rule);
                }
            }
        }
        return commands;
    }
}
