package io.vethkit.cli.vpc;

import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.Prefix;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** What is the same of IPv4 and IPv6 but for its numbers. */
final class Families {
    /** Every subnet's router has this one, as it does in EC2. */
    private static final IpAddress V6_GATEWAY = IpAddress.parse("fe80:ec2::1");

    private Families() {}

    /** Returns the first of a family, or null if there is none. */
    static @Nullable Prefix first(List<Prefix> prefixes, boolean v6) {
        for (Prefix prefix : prefixes) {
            if (prefix.address().isV6() == v6) {
                return prefix;
            }
        }
        return null;
    }

    /** Returns those of a family. */
    static List<Prefix> of(List<Prefix> prefixes, boolean v6) {
        List<Prefix> family = new ArrayList<>();
        for (Prefix prefix : prefixes) {
            if (prefix.address().isV6() == v6) {
                family.add(prefix);
            }
        }
        return family;
    }

    /** Returns the address of the router of the subnet that {@code own} is in. */
    static IpAddress gateway(Prefix own) {
        return own.address().isV6() ? V6_GATEWAY : own.network().address().plus(1);
    }

    static Prefix any(boolean v6) {
        return new Prefix(v6 ? IpAddress.ANY_V6 : IpAddress.ANY_V4, 0);
    }
}
