package io.vethkit.iptables;

import io.vethkit.iptables.BaseChain.Hook;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * Tells whether statements are reached from hooks only where the kernel can carry them out.
 *
 * <p>The kernel looks at this when it commits; of a new table, a dry run does not tell.
 */
final class HookCheck {
    private final List<Chain> chains;
    private final List<NamedMap> maps;
    private final List<Chain> path = new ArrayList<>();

    HookCheck(List<Chain> chains, List<NamedMap> maps) {
        this.chains = chains;
        this.maps = maps;
    }

    /** Throws {@link IllegalArgumentException} that tells how a packet gets where it must not. */
    void check() {
        for (Chain chain : chains) {
            follow(chain, chain.base());
        }
    }

    /** {@code base}: of the chain that packets came in by, or null if none is known. */
    private void follow(Chain chain, @Nullable BaseChain base) {
        for (Chain before : path) {
            if (before.name().equals(chain.name())) {
                throw new IllegalArgumentException("packets go round in " + way(chain));
            }
        }
        path.add(chain);
        for (Rule rule : chain.rules()) {
            for (Statement statement : rule.statements()) {
                if (base != null) {
                    check(statement, base);
                }
                follow(statement, base);
            }
        }
        path.remove(path.size() - 1);
    }

    private void follow(Statement statement, @Nullable BaseChain base) {
        if (statement instanceof Verdict verdict) {
            follow(verdict, base);
        } else if (statement instanceof VerdictLookup lookup) {
            for (NamedMap map : maps) {
                if (map.name().equals(lookup.map())) {
                    follow(map, base);
                }
            }
        }
    }

    private void follow(NamedMap map, @Nullable BaseChain base) {
        for (Element element : map.elements()) {
            if (element.value() instanceof Verdict verdict) {
                follow(verdict, base);
            }
        }
    }

    private void follow(Verdict verdict, @Nullable BaseChain base) {
        if (verdict.chain() == null) {
            return;
        }
        for (Chain chain : chains) {
            if (chain.name().equals(verdict.chain())) {
                follow(chain, base);
            }
        }
    }

    private void check(Statement statement, BaseChain base) {
        Hook hook = base.hook();
        if (statement instanceof Nat nat) {
            boolean source = nat.kind() == Nat.Kind.SNAT;
            boolean fits =
                    source
                            ? hook == Hook.POSTROUTING || hook == Hook.INPUT
                            : hook == Hook.PREROUTING || hook == Hook.OUTPUT;
            require(fits && isNat(base), nat.kind().text, base);
        } else if (statement instanceof Masquerade) {
            require(hook == Hook.POSTROUTING && isNat(base), "masquerade", base);
        } else if (statement instanceof Redirect) {
            boolean fits = hook == Hook.PREROUTING || hook == Hook.OUTPUT;
            require(fits && isNat(base), "redirect", base);
        } else if (statement instanceof Reject) {
            require(hook != Hook.POSTROUTING, "reject", base);
        } else if (statement instanceof Match match && match.selector() == Fib.DADDR_IIF_TYPE) {
            boolean fits = hook != Hook.OUTPUT && hook != Hook.POSTROUTING;
            require(fits, match.selector().text(), base);
        }
    }

    private static boolean isNat(BaseChain base) {
        return base.type() == BaseChain.Type.NAT;
    }

    private void require(boolean fits, String what, BaseChain base) {
        if (!fits) {
            throw new IllegalArgumentException(
                    what
                            + " in chain "
                            + way(null)
                            + " of type "
                            + base.type().text
                            + " hook "
                            + base.hook().text);
        }
    }

    private String way(@Nullable Chain end) {
        StringBuilder way = new StringBuilder();
        for (Chain chain : path) {
            way.append(way.isEmpty() ? "" : " -> ").append(chain.name());
        }
        return end == null ? way.toString() : way.append(" -> ").append(end.name()).toString();
    }
}
