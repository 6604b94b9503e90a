package io.vethkit.netlink;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.ThreadLocalRandom;

/**
 * An Ethernet hardware address.
 *
 * @param bits the 48 bits, first byte on the wire highest
 */
public record MacAddress(long bits) {
    private static final String DIGITS = "0123456789abcdef";
    private static final int LENGTH = 17;
    private static final long LOCAL = 0x02_00_00_00_00_00L;
    private static final long MULTICAST = 0x01_00_00_00_00_00L;

    /** Checks that there are no more than 48 bits. */
    public MacAddress {
        if (bits >>> 48 != 0) {
            throw new IllegalArgumentException("more than 48 bits: " + Long.toHexString(bits));
        }
    }

    /** Returns a random unicast address of the locally administered kind. */
    public static MacAddress random() {
        long random = ThreadLocalRandom.current().nextLong() >>> 16;
        return new MacAddress((random | LOCAL) & ~MULTICAST);
    }

    /**
     * Parses {@code 02:00:0a:ff:00:01}, in either case.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static MacAddress parse(String text) {
        if (text.length() != LENGTH) {
            throw malformed(text);
        }
        long bits = 0;
        for (int i = 0; i < LENGTH; i++) {
            char c = text.charAt(i);
            if (i % 3 == 2) {
                if (c != ':') {
                    throw malformed(text);
                }
            } else {
                int digit = Character.digit(c, 16);
                if (digit < 0 || c > 'f') {
                    throw malformed(text);
                }
                bits = bits << 4 | digit;
            }
        }
        return new MacAddress(bits);
    }

    private static IllegalArgumentException malformed(String text) {
        return new IllegalArgumentException("not a MAC address: '" + text + "'");
    }

    // by hand, like hashCode: the generated ones cost a starting JVM several milliseconds
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MacAddress that && bits == that.bits;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(bits);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(LENGTH);
        for (int shift = 44; shift >= 0; shift -= 4) {
            text.append(DIGITS.charAt((int) (bits >>> shift) & 0xf));
            if (shift % 8 == 0 && shift > 0) {
                text.append(':');
            }
        }
        return text.toString();
    }
}
