package io.vethkit.iptables;

import static io.vethkit.iptables.NfTables.NFT_OBJECT_COUNTER;

import org.jspecify.annotations.Nullable;

/**
 * A counter, quota or the like that is in the kernel.
 *
 * @param type {@code NFT_OBJECT_…}
 */
record KernelObject(int type, String name, @Nullable String comment) {
    String kind() {
        return type == NFT_OBJECT_COUNTER ? "counter" : "object of type " + type;
    }
}
