package io.vethkit.cni;

import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.Prefix;

import org.jspecify.annotations.Nullable;

/**
 * Addresses the built-in allocator gives out, of either family.
 *
 * @param subnet the network they are in
 * @param first the lowest, inclusive
 * @param last the highest, inclusive
 * @param gateway never given out
 */
public record AddressRange(Prefix subnet, IpAddress first, IpAddress last, IpAddress gateway) {
    private static final Prefix ANY_V4 = new Prefix(IpAddress.ANY_V4, 0);
    private static final Prefix ANY_V6 = new Prefix(IpAddress.ANY_V6, 0);

    /** Checks what {@link IpamReader} has reported in better words. */
    public AddressRange {
        if (subnet.length() > lengthMax(subnet.address().isV6())) {
            throw new IllegalArgumentException("subnet " + subnet);
        }
        if (!subnet.contains(first) || !subnet.contains(last) || first.compareTo(last) > 0) {
            throw new IllegalArgumentException(first + " to " + last + " in " + subnet);
        }
    }

    /** Returns the length of the smallest subnet. */
    static int lengthMax(boolean v6) {
        return v6 ? 126 : 30;
    }

    /**
     * Returns all of {@code prefix}: what is assigned to an ENI holds no address of the subnet's
     * own.
     */
    static AddressRange of(Prefix prefix) {
        Prefix anywhere = prefix.address().isV6() ? ANY_V6 : ANY_V4;
        IpAddress first = prefix.network().address();
        return new AddressRange(anywhere, first, lastOf(prefix), anywhere.address());
    }

    /** Returns the highest address of {@code prefix}. */
    static IpAddress lastOf(Prefix prefix) {
        IpAddress first = prefix.network().address();
        int bits = first.bits() - prefix.length();
        if (!first.isV6()) {
            return first.plus(ones(bits));
        }
        return IpAddress.v6(
                first.high() | ones(Math.max(bits - 64, 0)),
                first.low() | ones(Math.min(bits, 64)));
    }

    private static long ones(int count) {
        return count == 64 ? -1 : (1L << count) - 1;
    }

    /** Returns the part from {@code from} to {@code to}. */
    AddressRange part(IpAddress from, IpAddress to) {
        return new AddressRange(subnet, from, to, gateway);
    }

    boolean isV6() {
        return first.isV6();
    }

    /** Returns how many addresses there are, the gateway included; more than a long is its most. */
    public long size() {
        long difference = last.low() - first.low();
        boolean fits = first.high() == last.high() && difference >= 0;
        return fits && difference < Long.MAX_VALUE ? difference + 1 : Long.MAX_VALUE;
    }

    /** Tells whether {@code address} is one of them. */
    public boolean contains(IpAddress address) {
        return first.compareTo(address) <= 0 && last.compareTo(address) >= 0;
    }

    /** Tells whether the two share an address. */
    public boolean overlaps(AddressRange other) {
        return first.compareTo(other.last) <= 0 && last.compareTo(other.first) >= 0;
    }

    /** Tells whether {@code address} is the gateway's, the network's own or its broadcast. */
    boolean reserves(IpAddress address) {
        return address.equals(gateway)
                || address.equals(subnet.network().address())
                || address.equals(broadcast());
    }

    /** Returns the broadcast address, which IPv6 does not have. */
    @Nullable IpAddress broadcast() {
        return isV6() ? null : lastOf(subnet);
    }
}
