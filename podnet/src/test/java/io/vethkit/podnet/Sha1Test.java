package io.vethkit.podnet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

class Sha1Test {
    @Test
    void agreesWithTheJdkOnTextsOfAnyLength() throws NoSuchAlgorithmException {
        for (int length = 0; length < 300; length++) {
            byte[] text = new byte[length];
            for (int i = 0; i < length; i++) {
                text[i] = (byte) (31 * i + length);
            }

            int[] hash = Sha1.hash(text);

            ByteBuffer bytes = ByteBuffer.allocate(20);
            bytes.asIntBuffer().put(hash);
            assertArrayEquals(MessageDigest.getInstance("SHA-1").digest(text), bytes.array());
        }
    }
}
