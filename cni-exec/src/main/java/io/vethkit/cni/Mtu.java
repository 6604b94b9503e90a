package io.vethkit.cni;

import org.jspecify.annotations.Nullable;

/** What the platform allows as MTU. */
final class Mtu {
    private static final int LEAST = 576;
    private static final int MOST = 9001;

    /** Returns the member, a number or, as Amazon's has it, a string; null if absent. */
    static @Nullable Integer read(Fields fields, String name) {
        return fields.integer(name, LEAST, MOST);
    }

    private Mtu() {}
}
