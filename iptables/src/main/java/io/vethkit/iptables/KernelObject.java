package io.vethkit.iptables;

import org.jspecify.annotations.Nullable;

/**
 * A counter, quota or the like that is in the kernel.
 *
 * @param type {@code NFT_OBJECT_…}
 */
record KernelObject(int type, String name, @Nullable String comment) {
    private static final String[] KINDS = {
        "", // NFT_OBJECT_UNSPEC
        "counter",
        "quota",
        "ct helper",
        "limit",
        "connlimit",
        "tunnel",
        "ct timeout",
        "secmark",
        "ct expectation",
        "synproxy"
    };

    /** Returns the word of nft for its type. */
    String kind() {
        boolean known = type > 0 && type < KINDS.length;
        return known ? KINDS[type] : "object of type " + type;
    }
}
