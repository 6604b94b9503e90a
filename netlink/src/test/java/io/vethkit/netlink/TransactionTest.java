package io.vethkit.netlink;

import static io.vethkit.netlink.Netlink.NLMSG_ERROR;
import static io.vethkit.netlink.Netlink.NLM_F_ACK;
import static io.vethkit.netlink.Netlink.NLM_F_CAPPED;
import static io.vethkit.netlink.Netlink.NLM_F_REQUEST;
import static io.vethkit.netlink.netfilter.Nfnetlink.NFNL_SUBSYS_NFTABLES;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vethkit.linux.Errno;
import io.vethkit.linux.ErrnoException;
import io.vethkit.netlink.netfilter.NfnetlinkBatch;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Batches of nfnetlink, and kernels that answer them. */
class TransactionTest {
    private static final int BEGIN = 0x10;
    private static final int END = 0x11;
    private static final int NEW = 0xa00;
    private static final int ENOENT = 2;
    private static final int EEXIST = 17;
    private static final int ERESTART = 85;

    private final List<String> sent = new ArrayList<>();
    private final List<Integer> sequences = new ArrayList<>();

    /** Notes the type and flags of each message, and their sequence numbers. */
    private void note(MessageReader request) throws MalformedMessageException {
        sent.clear();
        sequences.clear();
        do {
            int flags = request.flags() & ~NLM_F_REQUEST;
            sent.add(Integer.toHexString(request.type()) + (flags == 0 ? "" : " " + flags));
            sequences.add(request.sequence());
        } while (request.next());
    }

    private static MessageWriter error(int sequence, int errno) {
        MessageWriter out = new MessageWriter();
        out.begin(NLMSG_ERROR, NLM_F_CAPPED, sequence).u32(-errno).u32(20).zeros(12).end();
        return out;
    }

    private static NfnetlinkBatch batch(FakeKernel kernel, String... changes) {
        NfnetlinkBatch batch = new NfnetlinkBatch(kernel.client(), NFNL_SUBSYS_NFTABLES, 7);
        for (String change : changes) {
            batch.add(new TestRequest(NEW, 0, change));
        }
        return batch;
    }

    @Test
    void acknowledgesTheLastChangeAsKernelsBefore610DoIt() throws IOException {
        try (FakeKernel kernel =
                FakeKernel.answering(request -> {
                    note(request);
                    return List.of(error(sequences.get(2), 0));
                })) {
            BatchResult result = batch(kernel, "add a", "add b").commit();

            assertEquals(List.of("10", "a00", "a00 " + NLM_F_ACK, "11"), sent);
            result.throwFirstError();
        }
    }

    @Test
    void leavesTheEndOutOnlyToCheck() throws IOException {
        try (FakeKernel kernel =
                FakeKernel.answering(request -> {
                    note(request);
                    return List.of(error(sequences.get(1), 0));
                })) {
            NfnetlinkBatch batch = batch(kernel, "add a");

            batch.check();
            assertEquals(List.of("10", "a00 " + NLM_F_ACK), sent);

            batch.commit();
            assertEquals(List.of("10", "a00 " + NLM_F_ACK, "11"), sent);
        }
    }

    @Test
    void namesTheGenerationItIsFor() throws IOException {
        List<Integer> generations = new ArrayList<>();
        try (FakeKernel kernel =
                FakeKernel.answering(request -> {
                    assertEquals(BEGIN, request.type());
                    assertEquals(NFNL_SUBSYS_NFTABLES, request.u8(3));
                    AttributeReader attributes = request.attributes(4);
                    attributes.next();
                    generations.add(attributes.be32());
                    note(request);
                    return List.of(error(sequences.get(1), 0));
                })) {
            batch(kernel, "add a").commit();
        }

        assertEquals(List.of(7), generations);
    }

    @Test
    void tellsEveryChangeThatIsRefused() throws IOException {
        try (FakeKernel kernel =
                FakeKernel.answering(request -> {
                    note(request);
                    return List.of(
                            error(sequences.get(1), ENOENT), error(sequences.get(3), EEXIST));
                })) {
            BatchResult result = batch(kernel, "add a", "add b", "add c").commit();

            assertNull(result.error(0));
            assertNull(result.error(2));
            NetlinkException e = assertThrows(NetlinkException.class, result::throwFirstError);
            assertEquals("add a: ENOENT: No such file or directory", e.getMessage());
            assertEquals("add c: EEXIST: File exists", e.getSuppressed()[0].getMessage());
        }
    }

    @Test
    void doesNotWaitWhenTheWholeIsRefused() throws IOException {
        try (FakeKernel kernel =
                FakeKernel.answering(request -> {
                    note(request);
                    return List.of(error(sequences.get(0), ERESTART));
                })) {
            NetlinkException whole = batch(kernel, "add a").commit().error(0);

            assertNotNull(whole);
            assertEquals(Errno.ERESTART.number(), whole.number());
        }
    }

    /** The kernel starts again when it had to load a module, and may answer twice. */
    @Test
    void takesAnswersThatComeTwice() throws IOException {
        try (FakeKernel kernel =
                FakeKernel.answering(request -> {
                    note(request);
                    MessageWriter answer = error(sequences.get(1), 0);
                    return List.of(answer, answer);
                })) {
            for (int i = 0; i < 3; i++) {
                batch(kernel, "add a").commit().throwFirstError();
            }
        }
    }

    @Test
    void saysThatAnAnswerIsMissing() throws IOException {
        try (FakeKernel kernel = FakeKernel.answering(request -> List.of())) {
            FakeKernel.patience(kernel.client().fd(), 50);

            ErrnoException e =
                    assertThrows(ErrnoException.class, () -> batch(kernel, "add a").commit());

            assertEquals(Errno.ETIMEDOUT.number(), e.number());
        }
    }

    @Test
    void refusesToSendNothing() throws IOException {
        try (FakeKernel kernel = FakeKernel.answering(request -> List.of())) {
            assertThrows(IllegalStateException.class, () -> batch(kernel).commit());
        }
    }

    @Test
    void enlargesTheBuffersForLargeBatches() throws IOException {
        try (FakeKernel kernel =
                FakeKernel.answering(request -> {
                    note(request);
                    return List.of(error(sequences.get(sequences.size() - 2), 0));
                })) {
            String[] changes = new String[14_000];
            Arrays.fill(changes, "add");

            batch(kernel, changes).commit().throwFirstError();

            assertEquals(14_002, sent.size());
            assertEquals(Integer.toHexString(END), sent.getLast());
        }
    }
}
