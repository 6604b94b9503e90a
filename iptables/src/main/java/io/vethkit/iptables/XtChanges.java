package io.vethkit.iptables;

import java.util.ArrayList;
import java.util.List;

/** What must change in a table of iptables, chain by chain. */
final class XtChanges {
    /**
     * A chain that changes.
     *
     * @param isNew whether it is to be made
     * @param isGone whether it is to be deleted
     * @param before the rules it has, in order
     * @param after the rules it shall have: of {@code before} and wanted ones
     */
    record ChainChange(
            String name, boolean isNew, boolean isGone, List<XtRule> before, List<XtRule> after) {
        /** Tells whether {@code rule}, which is there, stays. */
        boolean keeps(XtRule rule) {
            return after.contains(rule);
        }
    }

    final List<Difference> differences = new ArrayList<>();
    final List<ChainChange> chains = new ArrayList<>();

    void differ(String object, String problem) {
        differences.add(new Difference(object, problem));
    }

    /** Returns what a person would type, one command at a time, to make these changes. */
    List<String> commands(IptablesTable table, FilterBackend backend) {
        List<String> commands = new ArrayList<>();
        String start = IptablesText.command(table, backend);
        for (ChainChange chain : chains) {
            if (chain.isNew && !table.isBuiltIn(chain.name)) {
                commands.add(start + " -N " + chain.name);
            }
        }
        for (ChainChange chain : chains) {
            addRules(start, chain, commands);
        }
        for (ChainChange chain : chains) {
            if (chain.isGone) {
                commands.add(start + " -X " + chain.name);
            }
        }
        return commands;
    }

    /** Additions come first, so that packets meet the old rules or the new ones. */
    private static void addRules(String start, ChainChange chain, List<String> commands) {
        List<XtRule> now = new ArrayList<>(chain.before);
        int at = 0;
        for (XtRule rule : chain.after) {
            int found = now.indexOf(rule);
            if (found >= 0) {
                at = found + 1;
                continue;
            }
            boolean last = at == now.size();
            String where = last ? " -A " + chain.name : " -I " + chain.name + " " + (at + 1);
            commands.add(start + where + " " + rule.wanted);
            now.add(at++, rule);
        }
        for (int i = now.size() - 1; i >= 0; i--) {
            if (!chain.after.contains(now.get(i))) {
                commands.add(start + " -D " + chain.name + " " + (i + 1));
            }
        }
    }
}
