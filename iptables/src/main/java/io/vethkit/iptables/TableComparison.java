package io.vethkit.iptables;

import io.vethkit.netlink.MessageWriter;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** Compares a table with its description. */
final class TableComparison {
    private static final int NFT_TABLE_F_DORMANT = 1;

    private final Table wanted;
    private final KernelTable there;
    private final List<SetForm> sets;
    private final String in;
    private final boolean shared;
    private final Changes changes = new Changes();
    private final List<String> replacedChains = new ArrayList<>();
    private final List<String> replacedSets = new ArrayList<>();
    private final List<String> replacedCounters = new ArrayList<>();
    private final List<String> setNames;
    private final MessageWriter scratch = new MessageWriter();

    private TableComparison(Table wanted, KernelTable there, List<SetForm> sets, boolean shared) {
        this.shared = shared;
        this.wanted = wanted;
        this.there = there;
        this.sets = sets;
        this.in = wanted.family() + " " + wanted.name();
        this.setNames = SetForm.names(wanted);
    }

    /**
     * Returns what must change for {@code there} to become {@code wanted}.
     *
     * @param shared whether what is not described is others'
     */
    static Changes of(Table wanted, KernelTable there, List<SetForm> sets, boolean shared) {
        TableComparison comparison = new TableComparison(wanted, there, sets, shared);
        comparison.compare();
        return comparison.changes;
    }

    private void compare() {
        KernelTable table = compareTable();
        findReplaced(table);
        for (NamedCounter counter : wanted.counters()) {
            compareCounter(counter, table);
        }
        for (SetForm set : sets) {
            compareSet(set, table);
        }
        for (Chain chain : wanted.chains()) {
            compareChain(chain, table);
        }
        removeForeign(table);
    }

    /** Returns what of the table can stay: all or nothing. */
    private KernelTable compareTable() {
        if (!there.exists) {
            changes.differAsAWhole("table " + in, "is missing");
            changes.chains.add(TableCommand.add(wanted));
            return there;
        }
        if (!shared && !isSame(wanted.comment(), there.comment)) {
            changes.differ("table " + in, "has another comment");
            changes.deletions.add(TableCommand.delete(wanted));
            changes.chains.add(TableCommand.add(wanted));
            return new KernelTable(wanted.name());
        }
        if ((there.flags & NFT_TABLE_F_DORMANT) != 0) {
            changes.differ("table " + in, "is dormant");
            changes.chains.add(TableCommand.wake(wanted));
        }
        return there;
    }

    /** Notes what must be replaced, for then all that uses it must be, too. */
    private void findReplaced(KernelTable table) {
        for (Chain chain : wanted.chains()) {
            KernelChain found = table.chain(chain.name());
            if (found != null && !found.isSame(chain)) {
                replacedChains.add(chain.name());
            }
        }
        for (SetForm set : sets) {
            KernelSet found = table.set(set.name());
            if (found != null && !found.isSame(set)) {
                replacedSets.add(set.name());
            }
        }
        for (NamedCounter counter : wanted.counters()) {
            KernelObject found = table.counter(counter.name());
            if (found != null && !isSame(counter.comment(), found.comment())) {
                replacedCounters.add(counter.name());
            }
        }
    }

    private void compareCounter(NamedCounter counter, KernelTable table) {
        KernelObject found = table.counter(counter.name());
        String name = "counter " + in + " " + counter.name();
        if (found != null && isSame(counter.comment(), found.comment())) {
            return;
        }
        changes.differ(name, found == null ? "is missing" : "has another comment");
        changes.objects.add(new CounterCommand(wanted, counter));
    }

    private void compareSet(SetForm set, KernelTable table) {
        KernelSet found = table.set(set.name());
        String name = set.words() + " " + in + " " + set.name();
        boolean stays = found != null && found.isSame(set);
        if (!stays) {
            changes.differ(name, found == null ? "is missing" : "is of another type or comment");
            changes.objects.add(new SetCommand(wanted, set));
        }
        List<ElementForm> elements = stays && found != null ? found.elements : List.of();
        boolean starts = !stays || (found != null && found.isEmpty);
        new ElementComparison(wanted, set, replacedChains, changes)
                .compare(elements, starts, stays);
    }

    private void compareChain(Chain chain, KernelTable table) {
        KernelChain found = table.chain(chain.name());
        String name = "chain " + in + " " + chain.name();
        if (found != null && found.isSame(chain)) {
            comparePolicy(chain, name, found);
            compareRules(chain, name, found.rules());
            return;
        }
        if (found == null) {
            changes.differ(name, "is missing");
        } else {
            changes.differ(name, "is of another type, hook, priority or comment");
            changes.removals.add(DeleteCommand.rules(wanted, chain.name()));
        }
        changes.chains.add(ChainCommand.add(wanted, chain));
        compareRules(chain, name, List.of());
    }

    private void comparePolicy(Chain chain, String name, KernelChain found) {
        BaseChain base = chain.base();
        if (base != null && found.policy() != base.policy().number) {
            changes.differ(name, "has another policy than " + base.policy().text);
            changes.chains.add(ChainCommand.setPolicy(wanted, chain));
        }
    }

    private void compareRules(Chain chain, String name, List<KernelRule> rules) {
        List<CompiledRule> compiled = new ArrayList<>(chain.rules().size());
        for (Rule rule : chain.rules()) {
            compiled.add(CompiledRule.of(wanted.family(), setNames, rule, scratch));
        }
        boolean[] usable = new boolean[rules.size()];
        for (int i = 0; i < usable.length; i++) {
            usable[i] = !usesReplaced(rules.get(i));
        }
        int[] matches = RuleMatching.match(compiled, rules, usable);
        removeUnmatched(chain, name, rules, matches);
        long before = 0;
        List<RuleCommand> reversed = new ArrayList<>();
        for (int i = matches.length - 1; i >= 0; i--) {
            if (matches[i] >= 0) {
                before = rules.get(matches[i]).handle();
            } else {
                reversed.add(new RuleCommand(wanted, chain, compiled.get(i), before));
            }
        }
        for (int i = reversed.size() - 1; i >= 0; i--) {
            changes.insertions.add(reversed.get(i));
        }
        for (int i = 0; i < matches.length; i++) {
            if (matches[i] < 0) {
                changes.differ(
                        "rule " + (i + 1) + " of " + name, "is missing: " + compiled.get(i).text());
            }
        }
    }

    private void removeUnmatched(Chain chain, String name, List<KernelRule> rules, int[] matches) {
        int next = 0;
        for (int i = 0; i < rules.size(); i++) {
            while (next < matches.length && matches[next] < i) {
                next++;
            }
            if (next == matches.length || matches[next] != i) {
                long handle = rules.get(i).handle();
                String comment = rules.get(i).comment();
                changes.differ(
                        "rule with handle " + handle + " of " + name,
                        comment == null
                                ? "is not described"
                                : "is not described: comment \"" + comment + '"');
                changes.removals.add(DeleteCommand.rule(wanted, chain.name(), handle));
            }
        }
    }

    private boolean usesReplaced(KernelRule rule) {
        return usesOneOf(rule, replacedChains)
                || usesOneOf(rule, replacedSets)
                || usesOneOf(rule, replacedCounters);
    }

    private static boolean usesOneOf(KernelRule rule, List<String> names) {
        for (String name : names) {
            if (rule.form().refersTo(name)) {
                return true;
            }
        }
        return false;
    }

    /** Deletes what is not described, unless it may be others', and what is replaced. */
    private void removeForeign(KernelTable table) {
        for (KernelChain chain : table.chains) {
            if (isForeign(isWanted(chain), "chain", chain.name())) {
                changes.removals.add(0, DeleteCommand.rules(wanted, chain.name()));
            }
        }
        for (KernelSet set : table.sets) {
            if (isForeign(isDescribed(set), set.kind(), set.name)
                    || replacedSets.contains(set.name)) {
                changes.deletions.add(DeleteCommand.set(wanted, set));
            }
        }
        for (KernelChain chain : table.chains) {
            if ((!shared && !isWanted(chain)) || replacedChains.contains(chain.name())) {
                changes.deletions.add(DeleteCommand.chain(wanted, chain.name()));
            }
        }
        removeForeignObjects(table);
    }

    private void removeForeignObjects(KernelTable table) {
        for (KernelObject object : table.objects) {
            if (isForeign(isDescribed(object), object.kind(), object.name())
                    || replacedCounters.contains(object.name())) {
                changes.deletions.add(DeleteCommand.object(wanted, object));
            }
        }
        for (String flowtable : table.flowtables) {
            changes.differ("flowtable " + in + " " + flowtable, "is not described");
            changes.deletions.add(DeleteCommand.flowtable(wanted, flowtable));
        }
    }

    /** Notes what should not be there. */
    private boolean isForeign(boolean described, String kind, String name) {
        if (described || shared) {
            return false;
        }
        changes.differ(kind + " " + in + " " + name, "is not described");
        return true;
    }

    private boolean isWanted(KernelChain found) {
        for (Chain chain : wanted.chains()) {
            if (chain.name().equals(found.name())) {
                return true;
            }
        }
        return false;
    }

    private boolean isDescribed(KernelSet found) {
        for (SetForm set : sets) {
            if (set.name().equals(found.name)) {
                return true;
            }
        }
        return false;
    }

    private boolean isDescribed(KernelObject found) {
        if (found.type() != NfTables.NFT_OBJECT_COUNTER) {
            return false;
        }
        for (NamedCounter counter : wanted.counters()) {
            if (counter.name().equals(found.name())) {
                return true;
            }
        }
        return false;
    }

    static boolean isSame(@Nullable String a, @Nullable String b) {
        return a == null ? b == null : a.equals(b);
    }
}
