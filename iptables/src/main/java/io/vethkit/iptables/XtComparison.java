package io.vethkit.iptables;

import io.vethkit.iptables.XtChanges.ChainChange;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** Compares what is ours in a table of iptables with its description. */
final class XtComparison {
    /** Turns a described rule into what a backend sends. */
    interface Compiler {
        XtRule compile(IptablesTable table, IptablesRule rule);
    }

    private final IptablesTable wanted;
    private final XtTable there;
    private final Compiler compiler;
    private final String in;
    private final XtChanges changes = new XtChanges();

    private XtComparison(IptablesTable wanted, XtTable there, Compiler compiler) {
        this.wanted = wanted;
        this.there = there;
        this.compiler = compiler;
        this.in = wanted.family() + " " + wanted.name() + " ";
    }

    /** Returns what must change for what is ours in {@code there} to become {@code wanted}. */
    static XtChanges of(IptablesTable wanted, XtTable there, Compiler compiler) {
        XtComparison comparison = new XtComparison(wanted, there, compiler);
        comparison.compare();
        return comparison.changes;
    }

    private void compare() {
        for (IptablesChain chain : wanted.chains()) {
            compareChain(chain, there.chain(chain.name()));
        }
        for (XtChain chain : there.chains) {
            if (wanted.chain(chain.name) != null) {
                continue;
            }
            if (wanted.isBuiltIn(chain.name)) {
                compareRules(chain.name, false, chain.rules, List.of());
            } else if (wanted.owner().ownsChain(chain.name)) {
                removeChain(chain);
            }
        }
    }

    private void compareChain(IptablesChain chain, @Nullable XtChain found) {
        if (found == null && !wanted.isBuiltIn(chain.name())) {
            changes.differ("chain " + in + chain.name(), "is missing");
        }
        List<XtRule> rules = new ArrayList<>(chain.rules().size());
        for (IptablesRule rule : chain.rules()) {
            rules.add(compiler.compile(wanted, rule));
        }
        if (found != null || !rules.isEmpty() || !wanted.isBuiltIn(chain.name())) {
            compareRules(
                    chain.name(), found == null, found == null ? List.of() : found.rules, rules);
        }
    }

    private void compareRules(
            String chain, boolean isNew, List<XtRule> before, List<XtRule> rules) {
        List<XtRule> ours = new ArrayList<>();
        for (XtRule rule : before) {
            if (isOurs(chain, rule)) {
                ours.add(rule);
            }
        }
        int[] matches = match(rules, ours);
        List<XtRule> after = new ArrayList<>(before);
        int removed = removeUnmatched(chain, before, ours, matches, after);
        int added = addMissing(chain, rules, ours, matches, after);
        if (isNew || removed + added > 0) {
            changes.chains.add(new ChainChange(chain, isNew, false, before, after));
        }
    }

    private boolean isOurs(String chain, XtRule rule) {
        return !wanted.isBuiltIn(chain) || wanted.owner().ownsRule(rule.comment, rule.jumpsTo);
    }

    private static int[] match(List<XtRule> rules, List<XtRule> ours) {
        return RuleMatching.match(
                rules.size(),
                ours.size(),
                new RuleMatching.Sameness() {
                    @Override
                    public boolean isSame(int i, int j) {
                        return rules.get(i).form.equals(ours.get(j).form);
                    }
                });
    }

    private int removeUnmatched(
            String chain,
            List<XtRule> before,
            List<XtRule> ours,
            int[] matches,
            List<XtRule> after) {
        int removed = 0;
        int next = 0;
        for (int j = 0; j < ours.size(); j++) {
            while (next < matches.length && matches[next] < j) {
                next++;
            }
            if (next == matches.length || matches[next] != j) {
                int number = before.indexOf(ours.get(j)) + 1;
                differ(chain, number, "is not described", ours.get(j));
                after.remove(after.indexOf(ours.get(j)));
                removed++;
            }
        }
        return removed;
    }

    private void differ(String chain, int number, String problem, XtRule rule) {
        String comment = rule.comment;
        String detail = comment == null ? "" : ": comment " + IptablesText.quoted(comment);
        if (comment == null && rule.jumpsTo != null) {
            detail = ": -j " + rule.jumpsTo;
        }
        changes.differ("rule " + number + " of chain " + in + chain, problem + detail);
    }

    /** Puts each missing rule behind the one described before it, or as far back as others are. */
    private int addMissing(
            String chain,
            List<XtRule> rules,
            List<XtRule> ours,
            int[] matches,
            List<XtRule> after) {
        int added = 0;
        int end = after.size();
        for (int i = rules.size() - 1; i >= 0; i--) {
            if (matches[i] >= 0) {
                end = after.indexOf(ours.get(matches[i]));
                continue;
            }
            IptablesRule rule = rules.get(i).wanted;
            if (rule != null && rule.insert()) {
                end = behindEarlier(i, ours, matches, after);
            }
            after.add(end, rules.get(i));
            added++;
        }
        for (int i = 0; i < rules.size(); i++) {
            if (matches[i] < 0) {
                changes.differ(
                        "rule " + (after.indexOf(rules.get(i)) + 1) + " of chain " + in + chain,
                        "is missing: " + rules.get(i).wanted);
            }
        }
        return added;
    }

    private static int behindEarlier(
            int rule, List<XtRule> ours, int[] matches, List<XtRule> after) {
        for (int i = rule - 1; i >= 0; i--) {
            if (matches[i] >= 0) {
                return after.indexOf(ours.get(matches[i])) + 1;
            }
        }
        return 0;
    }

    private void removeChain(XtChain chain) {
        int uses = chain.uses - usesThatGo(chain.name);
        String name = "chain " + in + chain.name;
        if (uses == 0) {
            changes.differ(name, "is not described");
        } else if (chain.rules.isEmpty()) {
            changes.differ(name, "is not described, but others jump to it");
            return; // nothing more can be done
        } else {
            changes.differ(name, "is not described, but others jump to it: it is emptied");
        }
        changes.chains.add(new ChainChange(chain.name, false, uses == 0, chain.rules, List.of()));
    }

    /** Counts the rules that jump to {@code name} and are ours: none of them is to stay. */
    private int usesThatGo(String name) {
        int uses = 0;
        for (XtChain chain : there.chains) {
            boolean read = wanted.isBuiltIn(chain.name) || wanted.owner().ownsChain(chain.name);
            for (XtRule rule : chain.rules) {
                uses += read && name.equals(rule.jumpsTo) ? 1 : 0;
            }
        }
        return uses;
    }
}
