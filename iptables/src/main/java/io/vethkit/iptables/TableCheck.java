package io.vethkit.iptables;

import io.vethkit.netlink.MessageWriter;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Tells whether a table is whole: names used once, and nothing referred to that is not there. */
final class TableCheck {
    private final String table;
    private final List<NamedCounter> counters;
    private final List<NamedSet> sets;
    private final List<NamedMap> maps;
    private final List<Chain> chains;
    private final Family family;
    private final MessageWriter scratch = new MessageWriter();

    TableCheck(
            String table,
            Family family,
            List<NamedCounter> counters,
            List<NamedSet> sets,
            List<NamedMap> maps,
            List<Chain> chains) {
        this.table = table;
        this.counters = counters;
        this.sets = sets;
        this.maps = maps;
        this.chains = chains;
        this.family = family;
    }

    void check() {
        checkNames();
        for (NamedMap map : maps) {
            for (Element element : map.elements()) {
                if (element.value() instanceof Verdict verdict) {
                    checkVerdict("map " + map.name(), verdict);
                }
            }
        }
        for (Chain chain : chains) {
            for (Rule rule : chain.rules()) {
                checkRule(chain, rule);
            }
        }
        try {
            new HookCheck(chains, maps).check();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("table " + table + ": " + e.getMessage(), e);
        }
    }

    private void checkNames() {
        for (int i = 0; i < chains.size(); i++) {
            require(chain(chains.get(i).name()) == i, "two chains", chains.get(i).name());
        }
        for (int i = 0; i < counters.size(); i++) {
            String name = counters.get(i).name();
            require(indexOf(counters, name) == i, "two counters", name);
        }
        for (int i = 0; i < sets.size(); i++) {
            String name = sets.get(i).name();
            require(indexOf(sets, name) == i, "two sets", name);
        }
        for (int i = 0; i < maps.size(); i++) {
            String name = maps.get(i).name();
            boolean first = indexOf(maps, name) == i && indexOf(sets, name) < 0;
            require(first, "two sets or maps", name);
        }
    }

    private void checkRule(Chain chain, Rule rule) {
        for (Statement statement : rule.statements()) {
            String where = "chain " + chain.name();
            if (statement instanceof Match match) {
                if (match.operand() instanceof Operand.InSet in) {
                    int set = indexOf(sets, in.set());
                    boolean fits = set >= 0 && sets.get(set).type() == match.selector().type();
                    require(fits, where + " needs a set of " + match.selector().type(), in.set());
                }
            } else if (statement instanceof VerdictLookup lookup) {
                int map = indexOf(maps, lookup.map());
                boolean fits = map >= 0 && fits(maps.get(map), lookup);
                DataType type = lookup.selector().type();
                require(fits, where + " needs a verdict map of " + type, lookup.map());
            } else if (statement instanceof Count count && count.counter() != null) {
                require(indexOf(counters, count.counter()) >= 0, where + " needs", count.counter());
            } else if (statement instanceof Verdict verdict) {
                checkVerdict(where, verdict);
            }
        }
        try {
            new RuleCompiler(family, List.of(), scratch.clear()).compile(rule);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "table " + table + ": chain " + chain.name() + ": " + e.getMessage(), e);
        }
    }

    private static boolean fits(NamedMap map, VerdictLookup lookup) {
        return map.valueType() == null && map.type() == lookup.selector().type();
    }

    private void checkVerdict(String where, Verdict verdict) {
        String target = verdict.chain();
        if (target != null) {
            int chain = chain(target);
            boolean regular = chain >= 0 && chains.get(chain).base() == null;
            require(regular, where + " needs a regular chain", target);
        }
    }

    private int chain(String name) {
        for (int i = 0; i < chains.size(); i++) {
            if (chains.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    private static int indexOf(List<? extends TableObject> objects, @Nullable String name) {
        for (int i = 0; i < objects.size(); i++) {
            if (objects.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    private void require(boolean condition, String what, String name) {
        if (!condition) {
            throw new IllegalArgumentException("table " + table + ": " + what + " '" + name + "'");
        }
    }
}
