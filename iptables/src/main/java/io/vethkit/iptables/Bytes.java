package io.vethkit.iptables;

import io.vethkit.netlink.IpAddress;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Values as the bytes that nf_tables keeps in its registers. */
final class Bytes {
    private static final boolean BIG_ENDIAN = ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN;

    private Bytes() {}

    static byte[] of(IpAddress address) {
        byte[] bytes = new byte[address.length()];
        int low = bytes.length - 1;
        for (int i = 0; i < bytes.length; i++) {
            long word = i < 8 ? address.low() : address.high();
            bytes[low - i] = (byte) (word >>> (8 * (i % 8)));
        }
        return bytes;
    }

    static IpAddress toAddress(byte[] bytes) {
        if (bytes.length == 4) {
            return IpAddress.v4((int) word(bytes, 0, 4));
        }
        return IpAddress.v6(word(bytes, 0, 8), word(bytes, 8, 16));
    }

    private static long word(byte[] bytes, int from, int to) {
        long word = 0;
        for (int i = from; i < to; i++) {
            word = word << 8 | Byte.toUnsignedInt(bytes[i]);
        }
        return word;
    }

    /** Returns {@code number} in the length and byte order of {@code type}. */
    static byte[] of(DataType type, int number) {
        byte[] bytes = new byte[type.length];
        boolean big = BIG_ENDIAN || !type.hostOrder;
        for (int i = 0; i < bytes.length; i++) {
            bytes[big ? bytes.length - 1 - i : i] = (byte) (number >>> (8 * i));
        }
        return bytes;
    }

    /** Returns the mark {@code number}. */
    static byte[] ofMark(int number) {
        return of(DataType.MARK, number);
    }

    static int toInt(DataType type, byte[] bytes) {
        boolean big = BIG_ENDIAN || !type.hostOrder;
        int number = 0;
        for (int i = 0; i < bytes.length; i++) {
            number = number << 8 | Byte.toUnsignedInt(bytes[big ? i : bytes.length - 1 - i]);
        }
        return number;
    }

    static byte[] padded(String text, int length) {
        return Arrays.copyOf(text.getBytes(StandardCharsets.UTF_8), length);
    }

    static String toName(byte[] bytes) {
        int end = 0;
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }

    /** Returns the next higher value, or null behind the highest. */
    static byte @org.jspecify.annotations.Nullable [] successor(byte[] bytes) {
        byte[] next = bytes.clone();
        for (int i = next.length - 1; i >= 0; i--) {
            if (++next[i] != 0) {
                return next;
            }
        }
        return null;
    }

    /** Returns the next lower value of one that is not zero. */
    static byte[] predecessor(byte[] bytes) {
        byte[] previous = bytes.clone();
        for (int i = previous.length - 1; i >= 0; i--) {
            if (previous[i]-- != 0) {
                break;
            }
        }
        return previous;
    }

    static boolean isZero(byte[] bytes) {
        for (byte b : bytes) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }
}
