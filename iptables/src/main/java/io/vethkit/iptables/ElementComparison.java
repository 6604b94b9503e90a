package io.vethkit.iptables;

import java.util.ArrayList;
import java.util.List;

/** Compares the elements of a set or map with those described. */
final class ElementComparison {
    private final Table table;
    private final SetForm set;
    private final List<String> replacedChains;
    private final Changes changes;
    private final List<ElementForm> missing = new ArrayList<>();
    private final List<ElementForm> surplus = new ArrayList<>();
    private final String of;

    ElementComparison(Table table, SetForm set, List<String> replaced, Changes changes) {
        this.table = table;
        this.set = set;
        this.replacedChains = replaced;
        this.changes = changes;
        this.of =
                " of " + set.words() + " " + table.family() + " " + table.name() + " " + set.name();
    }

    /**
     * Compares with what is there, sorted by key.
     *
     * @param starts whether nothing is there, not even where the first interval does not reach
     * @param tells whether to tell of each element: not of a set that is missing as a whole
     */
    void compare(List<ElementForm> there, boolean starts, boolean tells) {
        List<ElementForm> wanted = set.elements();
        int i = 0;
        int j = 0;
        while (i < wanted.size() || j < there.size()) {
            int order =
                    i == wanted.size()
                            ? 1
                            : j == there.size() ? -1 : wanted.get(i).compareTo(there.get(j));
            if (order == 0) {
                if (!wanted.get(i).isSame(there.get(j)) || usesReplaced(there.get(j))) {
                    replace(wanted.get(i), there.get(j));
                }
                i++;
                j++;
            } else if (order < 0) {
                add(wanted.get(i++), tells);
            } else {
                delete(there.get(j++));
            }
        }
        if (!surplus.isEmpty()) {
            ElementsCommand.delete(table, set, surplus, changes.removals);
        }
        if (!missing.isEmpty()) {
            ElementsCommand.add(table, set, missing, starts, changes.insertions);
        }
    }

    private void add(ElementForm element, boolean tells) {
        missing.add(element);
        if (tells) {
            changes.differ("element " + element.key().text(set.key()) + of, "is missing");
        }
    }

    private void delete(ElementForm element) {
        surplus.add(element);
        changes.differ("element " + element.key().text(set.key()) + of, "is not described");
    }

    private void replace(ElementForm element, ElementForm found) {
        surplus.add(found);
        missing.add(element);
        changes.differ("element " + element.key().text(set.key()) + of, "differs");
    }

    private boolean usesReplaced(ElementForm element) {
        for (String name : replacedChains) {
            if (element.leadsTo(name)) {
                return true;
            }
        }
        return false;
    }
}
