package io.vethkit.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;

/** Bytes written by hand: hexadecimal, spaces and lines at will, comments behind {@code #}. */
final class Hex {
    private Hex() {}

    static byte[] bytes(String hex) {
        StringBuilder digits = new StringBuilder();
        for (String line : hex.split("\n", -1)) {
            int comment = line.indexOf('#');
            digits.append((comment < 0 ? line : line.substring(0, comment)).replace(" ", ""));
        }
        return HexFormat.of().parseHex(digits);
    }

    static ByteBuffer buffer(String hex) {
        return buffer(bytes(hex));
    }

    static ByteBuffer buffer(byte[] bytes) {
        return ByteBuffer.allocateDirect(bytes.length)
                .order(ByteOrder.nativeOrder())
                .put(bytes)
                .flip();
    }

    static String text(ByteBuffer written) {
        byte[] copy = new byte[written.remaining()];
        written.get(written.position(), copy);
        return text(copy);
    }

    static String text(byte[] bytes) {
        return HexFormat.ofDelimiter(" ").formatHex(bytes);
    }
}
