package io.vethkit.cni;

import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.Prefix;

/**
 * IPv4 addresses the built-in allocator gives out.
 *
 * @param subnet the network they are in
 * @param first the lowest, inclusive
 * @param last the highest, inclusive
 * @param gateway in the subnet or not; never given out
 */
public record AddressRange(Prefix subnet, IpAddress first, IpAddress last, IpAddress gateway) {
    static final int LENGTH_MAX = 30;

    /** Checks what {@link IpamConf} has reported in better words. */
    public AddressRange {
        if (subnet.address().isV6() || subnet.length() > LENGTH_MAX) {
            throw new IllegalArgumentException("subnet " + subnet);
        }
        if (!subnet.contains(first) || !subnet.contains(last) || first.compareTo(last) > 0) {
            throw new IllegalArgumentException(first + " to " + last + " in " + subnet);
        }
    }

    /** Returns how many addresses there are, the gateway included. */
    public long size() {
        return last.low() - first.low() + 1;
    }

    /** Tells whether {@code address} is one of them. */
    public boolean contains(IpAddress address) {
        return first.compareTo(address) <= 0 && last.compareTo(address) >= 0;
    }

    /** Tells whether the two share an address. */
    public boolean overlaps(AddressRange other) {
        return first.compareTo(other.last) <= 0 && last.compareTo(other.first) >= 0;
    }
}
