package io.vethkit.iptables;

/** Bytes as hexadecimal digits. */
final class Hex {
    private static final String DIGITS = "0123456789abcdef";

    private Hex() {}

    /** Returns the bytes of such digits. */
    static byte[] parse(String digits) {
        byte[] bytes = new byte[digits.length() / 2];
        for (int i = 0; i < bytes.length; i++) {
            int high = DIGITS.indexOf(digits.charAt(2 * i));
            bytes[i] = (byte) (high << 4 | DIGITS.indexOf(digits.charAt(2 * i + 1)));
        }
        return bytes;
    }

    static String of(byte[] bytes) {
        StringBuilder text = new StringBuilder(2 * bytes.length);
        for (byte b : bytes) {
            text.append(DIGITS.charAt((b >>> 4) & 0xf)).append(DIGITS.charAt(b & 0xf));
        }
        return text.toString();
    }
}
