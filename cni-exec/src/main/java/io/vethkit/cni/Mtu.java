package io.vethkit.cni;

import org.jspecify.annotations.Nullable;

/** What the platform allows as MTU. */
final class Mtu {
    private static final int LEAST = 576;
    private static final int LEAST_OF_IPV6 = 1280;
    private static final int MOST = 9001;

    /** Returns the member, a number or, as Amazon's has it, a string; null if absent. */
    static @Nullable Integer read(Fields fields, String name, Families families) {
        Integer mtu = fields.integer(name, LEAST, MOST);
        if (mtu != null && mtu < LEAST_OF_IPV6 && families.ipv6()) {
            throw fields.invalid(name, "must be at least " + LEAST_OF_IPV6 + " for IPv6");
        }
        return mtu;
    }

    private Mtu() {}
}
