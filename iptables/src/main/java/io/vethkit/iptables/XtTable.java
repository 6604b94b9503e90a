package io.vethkit.iptables;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** A table of iptables that is there, or is not: as much of it as matters. */
final class XtTable {
    boolean exists;
    final List<XtChain> chains = new ArrayList<>();

    @Nullable XtChain chain(String name) {
        for (XtChain chain : chains) {
            if (chain.name.equals(name)) {
                return chain;
            }
        }
        return null;
    }
}
