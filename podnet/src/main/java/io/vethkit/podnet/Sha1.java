package io.vethkit.podnet;

/**
 * SHA-1 (FIPS 180-4), for names.
 *
 * <p>{@code MessageDigest} would start the JDK's security providers, which takes longer than all
 * else that adding a pod does outside the kernel.
 */
final class Sha1 {
    private static final int BLOCK = 64;
    private static final int LENGTH_FIELD = 8;
    private static final int ROUNDS = 80;

    private final int[] state = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
    private final int[] words = new int[ROUNDS];

    private Sha1() {}

    /** Returns the 20 bytes of the hash of {@code text} as 5 numbers, the first bytes first. */
    static int[] hash(byte[] text) {
        byte[] padded = pad(text);
        Sha1 sha1 = new Sha1();
        for (int start = 0; start < padded.length; start += BLOCK) {
            sha1.schedule(padded, start);
            sha1.compress();
        }
        return sha1.state;
    }

    /** Appends a bit 1, bits 0 and the number of bits, up to the end of a block. */
    private static byte[] pad(byte[] text) {
        int blocks = (text.length + 1 + LENGTH_FIELD + BLOCK - 1) / BLOCK;
        byte[] padded = new byte[blocks * BLOCK];
        System.arraycopy(text, 0, padded, 0, text.length);
        padded[text.length] = (byte) 0x80;
        long bits = 8L * text.length;
        for (int i = 0; i < LENGTH_FIELD; i++) {
            padded[padded.length - 1 - i] = (byte) (bits >>> (8 * i));
        }
        return padded;
    }

    private void schedule(byte[] padded, int start) {
        for (int i = 0; i < 16; i++) {
            int at = start + 4 * i;
            int high = ((padded[at] & 0xff) << 8) | (padded[at + 1] & 0xff);
            int low = ((padded[at + 2] & 0xff) << 8) | (padded[at + 3] & 0xff);
            words[i] = (high << 16) | low;
        }
        for (int i = 16; i < ROUNDS; i++) {
            int mixed = words[i - 3] ^ words[i - 8] ^ words[i - 14] ^ words[i - 16];
            words[i] = Integer.rotateLeft(mixed, 1);
        }
    }

    private void compress() {
        int a = state[0];
        int b = state[1];
        int c = state[2];
        int d = state[3];
        int e = state[4];
        for (int i = 0; i < ROUNDS; i++) {
            int next = Integer.rotateLeft(a, 5) + mix(i, b, c, d) + e + words[i];
            e = d;
            d = c;
            c = Integer.rotateLeft(b, 30);
            b = a;
            a = next;
        }
        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
        state[4] += e;
    }

    /** The function and the constant of a round. */
    private static int mix(int round, int b, int c, int d) {
        return switch (round / 20) {
            case 0 -> ((b & c) | (~b & d)) + 0x5a827999;
            case 1 -> (b ^ c ^ d) + 0x6ed9eba1;
            case 2 -> ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc;
            default -> (b ^ c ^ d) + 0xca62c1d6;
        };
    }
}
