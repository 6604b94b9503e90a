package io.vethkit.iptables;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** A table that is in the kernel, or is not. */
final class KernelTable {
    final String name;
    boolean exists;

    /** How many chains, sets, objects and flowtables it holds. */
    int use;

    /** How many unnamed sets and maps rules have. */
    int anonymousSets;

    int flags;
    @Nullable String comment;
    final List<KernelChain> chains = new ArrayList<>();
    final List<KernelSet> sets = new ArrayList<>();
    final List<KernelObject> objects = new ArrayList<>();
    final List<String> flowtables = new ArrayList<>();

    KernelTable(String name) {
        this.name = name;
    }

    /** Tells whether as much was read as the table holds. */
    boolean isWhole() {
        int named = chains.size() + sets.size() + objects.size() + flowtables.size();
        return named + anonymousSets == use;
    }

    @Nullable KernelChain chain(String name) {
        for (KernelChain chain : chains) {
            if (chain.name().equals(name)) {
                return chain;
            }
        }
        return null;
    }

    @Nullable KernelSet set(String name) {
        for (KernelSet set : sets) {
            if (set.name.equals(name)) {
                return set;
            }
        }
        return null;
    }

    @Nullable KernelObject counter(String name) {
        for (KernelObject object : objects) {
            if (object.type() == NfTables.NFT_OBJECT_COUNTER && object.name().equals(name)) {
                return object;
            }
        }
        return null;
    }
}
