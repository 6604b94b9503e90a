package io.vethkit.netlink;

import static io.vethkit.linux.Socket.AF_INET;
import static io.vethkit.linux.Socket.AF_INET6;

import org.jspecify.annotations.Nullable;

/**
 * An IPv4 or IPv6 address: two longs, because loading {@code java.net.InetAddress} costs a starting
 * JVM more than a whole CNI call may.
 *
 * @param isV6 the family
 * @param high the first 8 bytes of an IPv6 address; 0 for IPv4
 * @param low the last 8 bytes of an IPv6 address; the 32 bits of an IPv4 one
 */
public record IpAddress(boolean isV6, long high, long low) implements Comparable<IpAddress> {
    /** 0.0.0.0. */
    public static final IpAddress ANY_V4 = v4(0);

    /** {@code ::}. */
    public static final IpAddress ANY_V6 = v6(0, 0);

    /** Checks that an IPv4 address has 32 bits. */
    public IpAddress {
        if (!isV6 && (high != 0 || low >>> 32 != 0)) {
            throw new IllegalArgumentException("an IPv4 address of more than 32 bits");
        }
    }

    /** Returns the IPv4 address of these 32 bits. */
    public static IpAddress v4(int bits) {
        return new IpAddress(false, 0, Integer.toUnsignedLong(bits));
    }

    /** Returns the IPv6 address of these 128 bits. */
    public static IpAddress v6(long high, long low) {
        return new IpAddress(true, high, low);
    }

    /**
     * Parses the text form of either family (RFC 4291 section 2.2; dotted quads without leading
     * zeros), no zone.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static IpAddress parse(String text) {
        return IpAddressText.parse(text);
    }

    /** Returns {@code AF_INET} or {@code AF_INET6}. */
    public int family() {
        return isV6 ? AF_INET6 : AF_INET;
    }

    /** Returns the number of bytes: 4 or 16. */
    public int length() {
        return isV6 ? 16 : 4;
    }

    /** Returns the number of bits: 32 or 128. */
    public int bits() {
        return isV6 ? 128 : 32;
    }

    /** Tells whether all bits are 0. */
    public boolean isAny() {
        return high == 0 && low == 0;
    }

    /** Returns the address {@code offset} further on; offsets wrap around. */
    public IpAddress plus(long offset) {
        if (!isV6) {
            return v4((int) (low + offset));
        }
        long sum = low + offset;
        boolean carry = offset >= 0 && Long.compareUnsigned(sum, low) < 0;
        boolean borrow = offset < 0 && Long.compareUnsigned(sum, low) > 0;
        return v6(high + (carry ? 1 : 0) - (borrow ? 1 : 0), sum);
    }

    /** Returns the address with all but the first {@code prefixLength} bits cleared. */
    public IpAddress masked(int prefixLength) {
        if (prefixLength < 0 || prefixLength > bits()) {
            throw new IllegalArgumentException("prefix length " + prefixLength + " of " + this);
        }
        if (!isV6) {
            return v4(prefixLength == 0 ? 0 : (int) low & -1 << (32 - prefixLength));
        }
        long upper = prefixLength >= 64 ? high : prefixLength == 0 ? 0 : high & mask(prefixLength);
        long lower = prefixLength <= 64 ? 0 : low & mask(prefixLength - 64);
        return v6(upper, lower);
    }

    private static long mask(int ones) {
        return -1L << (64 - ones);
    }

    // by hand, like hashCode: the generated ones cost a starting JVM several milliseconds
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof IpAddress that
                && isV6 == that.isV6
                && high == that.high
                && low == that.low;
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(high) + Long.hashCode(low) + (isV6 ? 1 : 0);
    }

    /** Orders IPv4 before IPv6, then by value. */
    @Override
    public int compareTo(IpAddress other) {
        if (isV6 != other.isV6) {
            return isV6 ? 1 : -1;
        }
        int byHigh = Long.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }

    /** Returns the canonical text (IPv6: RFC 5952). */
    @Override
    public String toString() {
        return IpAddressText.format(this);
    }
}
