package io.vethkit.iptables;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** A table that is in the kernel, or is not. */
final class KernelTable {
    boolean exists;
    int flags;
    @Nullable String comment;
    final List<KernelChain> chains = new ArrayList<>();
    final List<KernelSet> sets = new ArrayList<>();
    final List<KernelObject> objects = new ArrayList<>();
    final List<String> flowtables = new ArrayList<>();

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
