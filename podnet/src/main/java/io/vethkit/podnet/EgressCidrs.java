package io.vethkit.podnet;

import io.vethkit.netlink.Prefix;

/** Where pods' egress addresses are from, on every node the same: they leave it translated. */
public final class EgressCidrs {
    /** Of the interface {@code v4if0} of IPv6 pods. */
    public static final Prefix V4 = Prefix.parse("169.254.172.0/22");

    /** Of the interface {@code v6if0} of IPv4 pods; Amazon's writes {@code fd00::ac:00/118}. */
    public static final Prefix V6 = Prefix.parse("fd00::ac:0/118");

    private EgressCidrs() {}
}
