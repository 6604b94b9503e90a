package io.vethkit.iptables;

import static io.vethkit.iptables.NfTables.*;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vethkit.netlink.MalformedMessageException;
import io.vethkit.netlink.MessageReader;
import io.vethkit.netlink.testing.GoldenFile;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Damages what the kernel told at random: reading it ends, and with the named exception only. */
class KernelDecoderFuzzTest {
    private static final long SEED = 20261121;
    private static final int ROUNDS = 100_000;

    private int refused;
    private int read;

    @Test
    void readsOrRefusesWhateverComes() {
        List<byte[]> samples = new ArrayList<>(GoldenFile.read("dump/list-ruleset").replies());
        samples.removeIf(message -> message[5] != 10);
        Random random = new Random(SEED);

        assertTimeoutPreemptively(
                Duration.ofSeconds(60),
                () -> {
                    for (int i = 0; i < ROUNDS; i++) {
                        read(damaged(samples.get(random.nextInt(samples.size())), random));
                    }
                });

        assertTrue(refused > ROUNDS / 100, "refused only " + refused);
        assertTrue(read > ROUNDS / 100, "read only " + read);
    }

    private static byte[] damaged(byte[] sample, Random random) {
        byte[] bytes = sample.clone();
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            int at = 4 + random.nextInt(bytes.length - 4);
            bytes[at] = random.nextBoolean() ? (byte) random.nextInt(20) : (byte) random.nextInt();
        }
        return bytes;
    }

    private void read(byte[] bytes) throws IOException {
        KernelTable table = new KernelTable("vethkit");
        table.chains.add(new KernelChain("pre", null, 0, 0, 0, null));
        try {
            decode(Encoding.message(bytes), table);
            read++;
        } catch (MalformedMessageException e) {
            refused++;
        }
    }

    private static void decode(MessageReader message, KernelTable table)
            throws MalformedMessageException {
        switch (message.type() & 0xff) {
            case NFT_MSG_NEWTABLE -> KernelDecoder.table(message, table);
            case NFT_MSG_NEWCHAIN -> KernelDecoder.chain(message, table);
            case NFT_MSG_NEWRULE -> KernelDecoder.rule(message, table);
            case NFT_MSG_NEWSET -> KernelDecoder.set(message, table);
            case NFT_MSG_NEWSETELEM -> {
                List<KernelElement> elements = new ArrayList<>();
                KernelDecoder.elements(message, elements);
                KernelElement.intervals(elements);
                KernelElement.singles(elements);
            }
            case NFT_MSG_NEWOBJ -> KernelDecoder.object(message, table);
            case NFT_MSG_GETFLOWTABLE - 1 -> KernelDecoder.flowtable(message, table);
            default -> KernelDecoder.generation(message);
        }
    }
}
