package io.vethkit.netlink.route;

import io.vethkit.netlink.AttributeReader;
import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.MalformedMessageException;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Reads values at offsets of a message, where a reader has found them before. */
final class Fields {
    private static final boolean LITTLE_ENDIAN = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

    private Fields() {}

    /** Returns the memory of the message that was read last. */
    static ByteBuffer memory(@Nullable ByteBuffer buffer) {
        if (buffer == null) {
            throw new IllegalStateException("no message was read");
        }
        return buffer;
    }

    /** Returns where the address of {@code attribute} is, which must be of that family. */
    static int addressAt(AttributeReader attribute, boolean isV6) throws MalformedMessageException {
        if (attribute.length() != (isV6 ? 16 : 4)) {
            throw new MalformedMessageException(
                    "an address of "
                            + attribute.length()
                            + " bytes in attribute "
                            + attribute.type());
        }
        return attribute.offset();
    }

    static long high(ByteBuffer buffer, int offset) {
        long high = buffer.getLong(offset);
        return LITTLE_ENDIAN ? Long.reverseBytes(high) : high;
    }

    static int v4(ByteBuffer buffer, int offset) {
        int bits = buffer.getInt(offset);
        return LITTLE_ENDIAN ? Integer.reverseBytes(bits) : bits;
    }

    static IpAddress address(ByteBuffer buffer, int offset, boolean isV6) {
        return isV6
                ? IpAddress.v6(high(buffer, offset), high(buffer, offset + 8))
                : IpAddress.v4(v4(buffer, offset));
    }

    static @Nullable IpAddress addressOrNull(ByteBuffer buffer, int offset, boolean isV6) {
        return offset == 0 ? null : address(buffer, offset, isV6);
    }

    static long mac(ByteBuffer buffer, int offset) {
        short high = buffer.getShort(offset);
        long bits = Short.toUnsignedLong(LITTLE_ENDIAN ? Short.reverseBytes(high) : high);
        return bits << 32 | Integer.toUnsignedLong(v4(buffer, offset + 2));
    }

    /** Returns the length of the text of {@code attribute} up to its NUL or the end. */
    static int textLength(AttributeReader attribute) {
        ByteBuffer buffer = attribute.buffer();
        int start = attribute.offset();
        int length = 0;
        while (length < attribute.length() && buffer.get(start + length) != 0) {
            length++;
        }
        return length;
    }

    static String text(ByteBuffer buffer, int offset, int length) {
        byte[] text = new byte[length];
        buffer.get(offset, text);
        return new String(text, StandardCharsets.UTF_8);
    }

    /** Tells whether the text there is {@code other}, which is ASCII. */
    static boolean textEquals(ByteBuffer buffer, int offset, int length, String other) {
        if (length != other.length()) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (buffer.get(offset + i) != other.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
