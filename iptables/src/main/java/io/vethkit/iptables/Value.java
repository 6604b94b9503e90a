package io.vethkit.iptables;

import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.Prefix;

/** A constant: an interval of addresses or numbers, or the name of an interface. */
public sealed interface Value extends Operand, Datum {
    /**
     * The addresses from {@code first} to {@code last}: one, a prefix, or any other range.
     *
     * @param first the lowest
     * @param last the highest, of the same family
     */
    record Addresses(IpAddress first, IpAddress last) implements Value {
        /** Checks that the range is not empty. */
        public Addresses {
            if (first.isV6() != last.isV6() || first.compareTo(last) > 0) {
                throw new IllegalArgumentException("addresses from " + first + " to " + last);
            }
        }

        /** Returns the addresses of {@code prefix}. */
        public static Addresses of(Prefix prefix) {
            IpAddress first = prefix.address().masked(prefix.length());
            return new Addresses(first, last(first, prefix.length()));
        }

        private static IpAddress last(IpAddress first, int length) {
            if (!first.isV6()) {
                return IpAddress.v4((int) (first.low() | 0xffffffffL >>> length));
            }
            long high = length >= 64 ? 0 : -1L >>> length;
            long low = length <= 64 ? -1 : length == 128 ? 0 : -1L >>> (length - 64);
            return IpAddress.v6(first.high() | high, first.low() | low);
        }

        /** Returns the length of the prefix that these addresses are, or -1 if they are none. */
        int prefixLength() {
            for (int length = first.bits(); length >= 0; length--) {
                boolean aligned = first.masked(length).compareTo(first) == 0;
                if (aligned && last(first, length).compareTo(last) == 0) {
                    return length;
                }
            }
            return -1;
        }
    }

    /**
     * The numbers from {@code first} to {@code last}: ports, protocols or marks.
     *
     * @param first the lowest, unsigned
     * @param last the highest, unsigned
     */
    record Numbers(int first, int last) implements Value {
        /** Checks that the range is not empty. */
        public Numbers {
            if (Integer.compareUnsigned(first, last) > 0) {
                throw new IllegalArgumentException("numbers from " + first + " to " + last);
            }
        }
    }

    /**
     * The name of an interface, or the start of names.
     *
     * @param pattern the name, or with a final {@code *} how names start: {@code eni*}
     */
    record InterfaceName(String pattern) implements Value {
        private static final int IFNAMSIZ = 16;

        /** Checks the length. */
        public InterfaceName {
            int length = pattern.length();
            boolean short_ = length < IFNAMSIZ || (length == IFNAMSIZ && pattern.endsWith("*"));
            if (length == 0 || !short_ || pattern.equals("*")) {
                throw new IllegalArgumentException("interface name '" + pattern + "'");
            }
            for (int i = 0; i < length; i++) {
                char c = pattern.charAt(i);
                if (c <= ' ' || c > '~' || c == '"' || c == '/' || (c == '*' && i < length - 1)) {
                    throw new IllegalArgumentException("interface name '" + pattern + "'");
                }
            }
        }

        /** Tells whether the pattern ends in {@code *}. */
        boolean isWildcard() {
            return pattern.endsWith("*");
        }
    }
}
