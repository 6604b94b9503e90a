package io.vethkit.iptables;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** What a table of iptables holds: as much of it as matters, nothing if there is none. */
final class XtTable {
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
