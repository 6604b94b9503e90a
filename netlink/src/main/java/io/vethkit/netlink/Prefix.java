package io.vethkit.netlink;

import org.jspecify.annotations.Nullable;

/**
 * An address and how many of its leading bits count: a host with its subnet ({@code 10.0.1.7/24})
 * or, with the other bits zero, a network ({@code 10.0.1.0/24}).
 *
 * @param address any address of the prefix
 * @param length the number of bits that count, 0 to 32 or 128
 */
public record Prefix(IpAddress address, int length) {
    /** Checks the length against the family. */
    public Prefix {
        if (length < 0 || length > address.bits()) {
            throw new IllegalArgumentException("prefix length " + length + " of " + address);
        }
    }

    /** Returns the prefix of that one address. */
    public static Prefix host(IpAddress address) {
        return new Prefix(address, address.bits());
    }

    /**
     * Parses {@code 10.0.1.0/24}; an address alone is a host.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static Prefix parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return host(IpAddress.parse(text));
        }
        IpAddress address = IpAddress.parse(text.substring(0, slash));
        return new Prefix(address, parseLength(text, slash + 1));
    }

    private static int parseLength(String text, int start) {
        int length = 0;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9' || i - start > 2) {
                throw malformed(text);
            }
            length = length * 10 + c - '0';
        }
        int digits = text.length() - start;
        if (digits == 0 || (digits > 1 && text.charAt(start) == '0')) {
            throw malformed(text);
        }
        return length;
    }

    private static IllegalArgumentException malformed(String text) {
        return new IllegalArgumentException("not a prefix: '" + text + "'");
    }

    /** Returns the network: the prefix with all bits that do not count cleared. */
    public Prefix network() {
        return new Prefix(address.masked(length), length);
    }

    /** Tells whether it is a single address. */
    public boolean isHost() {
        return length == address.bits();
    }

    /** Tells whether it holds {@code other}. */
    public boolean contains(IpAddress other) {
        return other.isV6() == address.isV6()
                && other.masked(length).equals(address.masked(length));
    }

    /** Tells whether the two share an address. */
    public boolean overlaps(Prefix other) {
        return length <= other.length ? contains(other.address) : other.contains(address);
    }

    // by hand, like hashCode: the generated ones cost a starting JVM several milliseconds
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Prefix that
                && length == that.length
                && address.equals(that.address);
    }

    @Override
    public int hashCode() {
        return 31 * address.hashCode() + length;
    }

    /** Returns the address with the length, {@code 10.0.1.7/32} also for a host. */
    @Override
    public String toString() {
        return address + "/" + length;
    }
}
