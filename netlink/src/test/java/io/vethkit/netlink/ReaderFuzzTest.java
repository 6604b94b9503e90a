package io.vethkit.netlink;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;

/** Damages messages at random: reading them ends, and with nothing but the exception it names. */
class ReaderFuzzTest {
    private static final long SEED = 20261120;
    private static final int ROUNDS = 60_000;

    private int refused;
    private int read;

    @Test
    void readsOrRefusesWhateverComes() {
        byte[] sample = sample();
        Random random = new Random(SEED);

        assertTimeoutPreemptively(
                Duration.ofSeconds(60),
                () -> {
                    for (int i = 0; i < ROUNDS; i++) {
                        readAll(damaged(sample, random));
                    }
                });

        assertTrue(refused > ROUNDS / 100, "refused only " + refused);
        assertTrue(read > ROUNDS / 100, "read only " + read);
    }

    private static byte[] sample() {
        MessageWriter out = new MessageWriter();
        out.begin(16, 2, 1).zeros(16).putString(3, "eni0").putU32(4, 1500);
        int info = out.beginNested(18);
        out.putString(1, "veth");
        int data = out.beginNested(2);
        int peer = out.beginNested(1);
        out.zeros(16).putString(3, "eth0").putMac(1, new MacAddress(2));
        out.endNested(peer).endNested(data).endNested(info);
        out.putAddress(1, IpAddress.ANY_V6).putAddress(2, IpAddress.ANY_V4).putU64(5, 1);
        out.end();
        out.begin(2, 0x200, 2).u32(-22).u32(20).u16(1).u16(1).u32(2).u32(0).u32(7);
        out.putString(1, "words").putU32(2, 16).putU32(5, 3);
        out.end();
        byte[] bytes = new byte[out.position()];
        out.written().get(bytes);
        return bytes;
    }

    private static byte[] damaged(byte[] sample, Random random) {
        byte[] bytes = sample.clone();
        if (random.nextInt(4) == 0) {
            bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
        }
        int changes = random.nextInt(4);
        for (int i = 0; i < changes && bytes.length > 0; i++) {
            int at = random.nextInt(bytes.length);
            bytes[at] = random.nextBoolean() ? (byte) random.nextInt(20) : (byte) random.nextInt();
        }
        return bytes;
    }

    private void readAll(byte[] bytes) {
        ByteBuffer buffer = Hex.buffer(bytes);
        MessageReader message = new MessageReader(buffer);
        try {
            while (message.next()) {
                readMessage(message);
            }
            read++;
        } catch (MalformedMessageException e) {
            refused++;
        }
    }

    private static void readMessage(MessageReader message) throws MalformedMessageException {
        if (message.type() == Netlink.NLMSG_ERROR) {
            int echoed = (message.flags() & Netlink.NLM_F_CAPPED) != 0 ? 16 : message.u32(4);
            ExtendedAck.decode(message.attributes(4 + Netlink.align(echoed)));
        } else {
            readAttributes(message.attributes(16), 0);
        }
    }

    private static void readAttributes(AttributeReader attributes, int depth)
            throws MalformedMessageException {
        while (attributes.next()) {
            attributes.string();
            attributes.bytes();
            int type = attributes.type();
            if ((depth == 0 && type == 18) || (depth == 1 && type == 2)) {
                readAttributes(attributes.nested(), depth + 1);
            } else if (depth == 2 && type == 1) {
                readAttributes(attributes.nestedBehind(16), depth + 1);
            } else {
                readValue(attributes);
            }
        }
    }

    private static void readValue(AttributeReader attributes) throws MalformedMessageException {
        switch (attributes.type()) {
            case 1, 2 -> {
                if (attributes.length() == 6) {
                    attributes.mac();
                } else if (attributes.length() != 5) {
                    attributes.address();
                }
            }
            case 4 -> attributes.u32();
            case 5 -> attributes.u64();
            default -> {}
        }
    }
}
