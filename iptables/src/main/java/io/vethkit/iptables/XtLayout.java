package io.vethkit.iptables;

import io.vethkit.iptables.BaseChain.Hook;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** The built-in chains of a table, in the order of their hooks, as iptables-nft makes them. */
final class XtLayout {
    static final XtLayout FILTER =
            new XtLayout(
                    filter("INPUT", Hook.INPUT, BaseChain.FILTER),
                    filter("FORWARD", Hook.FORWARD, BaseChain.FILTER),
                    filter("OUTPUT", Hook.OUTPUT, BaseChain.FILTER));

    static final XtLayout MANGLE =
            new XtLayout(
                    filter("PREROUTING", Hook.PREROUTING, BaseChain.MANGLE),
                    filter("INPUT", Hook.INPUT, BaseChain.MANGLE),
                    filter("FORWARD", Hook.FORWARD, BaseChain.MANGLE),
                    of("OUTPUT", BaseChain.Type.ROUTE, Hook.OUTPUT, BaseChain.MANGLE),
                    filter("POSTROUTING", Hook.POSTROUTING, BaseChain.MANGLE));

    static final XtLayout NAT =
            new XtLayout(
                    of("PREROUTING", BaseChain.Type.NAT, Hook.PREROUTING, BaseChain.DSTNAT),
                    of("INPUT", BaseChain.Type.NAT, Hook.INPUT, BaseChain.SRCNAT),
                    of("OUTPUT", BaseChain.Type.NAT, Hook.OUTPUT, BaseChain.DSTNAT),
                    of("POSTROUTING", BaseChain.Type.NAT, Hook.POSTROUTING, BaseChain.SRCNAT));

    /** A built-in chain and where packets enter it. */
    record BuiltIn(String name, BaseChain base) {}

    final List<BuiltIn> chains;

    private XtLayout(BuiltIn... chains) {
        this.chains = List.of(chains);
    }

    private static BuiltIn filter(String name, Hook hook, int priority) {
        return of(name, BaseChain.Type.FILTER, hook, priority);
    }

    private static BuiltIn of(String name, BaseChain.Type type, Hook hook, int priority) {
        return new BuiltIn(name, BaseChain.of(type, hook, priority));
    }

    /** Returns the layout of the table {@code name}. */
    static XtLayout of(String name) {
        return switch (name) {
            case "filter" -> FILTER;
            case "mangle" -> MANGLE;
            case "nat" -> NAT;
            default -> throw new IllegalArgumentException("table " + name);
        };
    }

    /** Returns the name of the chain that packets enter from the hook of that number. */
    static String nameOf(int hook) {
        for (BuiltIn chain : MANGLE.chains) { // which has all of them
            if (chain.base.hook().number == hook) {
                return chain.name;
            }
        }
        throw new IllegalArgumentException("hook " + hook);
    }

    boolean isBuiltIn(String chain) {
        return base(chain) != null;
    }

    /** Returns where packets enter the chain, or null if it is not built in. */
    @Nullable BaseChain base(String chain) {
        for (BuiltIn builtIn : chains) {
            if (builtIn.name().equals(chain)) {
                return builtIn.base();
            }
        }
        return null;
    }

    /** Throws if iptables would refuse the rule in that chain. */
    void requireFits(String chain, IptablesRule rule) {
        BaseChain base = base(chain);
        Hook hook = base == null ? null : base.hook();
        boolean good =
                (rule.in() == null || (hook != Hook.OUTPUT && hook != Hook.POSTROUTING))
                        && (rule.out() == null || (hook != Hook.PREROUTING && hook != Hook.INPUT));
        if (rule.target() instanceof XtTarget.Snat) {
            good &= equals(NAT) && hook != Hook.PREROUTING && hook != Hook.OUTPUT;
        } else if (rule.target() instanceof XtTarget.Reject) {
            good &= equals(FILTER);
        } else if (rule.target() instanceof XtTarget.Mark) {
            good &= equals(MANGLE);
        }
        if (!good) {
            throw new IllegalArgumentException("a rule in " + chain + ": " + rule);
        }
    }
}
