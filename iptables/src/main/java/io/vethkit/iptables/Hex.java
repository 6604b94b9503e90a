package io.vethkit.iptables;

/** Bytes as hexadecimal digits. */
final class Hex {
    private static final String DIGITS = "0123456789abcdef";

    private Hex() {}

    static String of(byte[] bytes) {
        StringBuilder text = new StringBuilder(2 * bytes.length);
        for (byte b : bytes) {
            text.append(DIGITS.charAt((b >>> 4) & 0xf)).append(DIGITS.charAt(b & 0xf));
        }
        return text.toString();
    }
}
