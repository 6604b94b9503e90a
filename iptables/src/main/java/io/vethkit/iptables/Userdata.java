package io.vethkit.iptables;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * What nft keeps beside objects, as type, length and value; the kernel does not look at it.
 *
 * <p>The types are of libnftnl's {@code udata.h}.
 */
final class Userdata {
    static final int COMMENT = 0; // NFTNL_UDATA_{TABLE,CHAIN,RULE,SET_ELEM,OBJ}_COMMENT
    static final int SET_COMMENT = 7; // NFTNL_UDATA_SET_COMMENT

    private static final int SET_KEYBYTEORDER = 0;
    private static final int SET_DATABYTEORDER = 1;
    private static final int SET_DATA_INTERVAL = 6;
    private static final int BYTEORDER_HOST_ENDIAN = 1; // enum byteorder of nftables
    private static final int BYTEORDER_BIG_ENDIAN = 2;

    private Userdata() {}

    static byte[] comment(String text) {
        ByteBuffer out = buffer(2 + 256);
        putText(out, COMMENT, text);
        return bytes(out);
    }

    /** Returns what tells nft that an interval has no end, which only the last one has not. */
    static byte[] openInterval() {
        ByteBuffer out = buffer(6);
        putInt(out, 1, 1); // NFTNL_UDATA_SET_ELEM_FLAGS, NFTNL_SET_ELEM_F_INTERVAL_OPEN
        return bytes(out);
    }

    /** Returns what nft needs to list a set or map. */
    static byte[] set(DataType key, @Nullable DataType value, boolean map, @Nullable String text) {
        ByteBuffer out = buffer(18 + 2 + 256);
        putInt(out, SET_KEYBYTEORDER, byteOrder(key));
        if (map) {
            putInt(out, SET_DATABYTEORDER, value == null ? 0 : byteOrder(value));
            putInt(out, SET_DATA_INTERVAL, 0);
        }
        if (text != null) {
            putText(out, SET_COMMENT, text);
        }
        return bytes(out);
    }

    private static int byteOrder(DataType type) {
        return type.hostOrder ? BYTEORDER_HOST_ENDIAN : BYTEORDER_BIG_ENDIAN;
    }

    /** Returns the text of {@code type} in {@code userdata}, or null if there is none. */
    static @Nullable String text(byte[] userdata, int type) {
        int at = 0;
        while (userdata.length - at >= 2) {
            int length = Byte.toUnsignedInt(userdata[at + 1]);
            if (length > userdata.length - at - 2) {
                return null;
            }
            if (userdata[at] == type && length > 0) {
                return new String(userdata, at + 2, length - 1, StandardCharsets.UTF_8);
            }
            at += 2 + length;
        }
        return null;
    }

    private static void putText(ByteBuffer out, int type, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.put((byte) type).put((byte) (bytes.length + 1)).put(bytes).put((byte) 0);
    }

    private static void putInt(ByteBuffer out, int type, int value) {
        out.put((byte) type).put((byte) Integer.BYTES).putInt(value);
    }

    private static ByteBuffer buffer(int capacity) {
        return ByteBuffer.allocate(capacity).order(ByteOrder.nativeOrder());
    }

    private static byte[] bytes(ByteBuffer out) {
        byte[] bytes = new byte[out.position()];
        out.get(0, bytes);
        return bytes;
    }
}
