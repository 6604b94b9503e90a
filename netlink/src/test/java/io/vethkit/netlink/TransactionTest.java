package io.vethkit.netlink;

import static io.vethkit.netlink.Netlink.NLMSG_ERROR;
import static io.vethkit.netlink.Netlink.NLM_F_ACK;
import static io.vethkit.netlink.Netlink.NLM_F_CAPPED;
import static io.vethkit.netlink.Netlink.NLM_F_REQUEST;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vethkit.linux.ErrnoException;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

class TransactionTest {
    private static final int LAST = 3;
    private static final List<Request> MESSAGES =
            List.of(
                    new TestRequest(16, 0, "begin"),
                    new TestRequest(2560, 0x400, "add table"),
                    new TestRequest(2563, 0x400, "add chain"),
                    new TestRequest(2566, 0xc00, "add rule"),
                    new TestRequest(17, 0, "end"));

    private static void answer(MessageWriter out, int sequence, int errno) {
        out.begin(NLMSG_ERROR, NLM_F_CAPPED, sequence).u32(-errno).u32(16).zeros(12).end();
    }

    /** Answers the messages at these indices with these errors. */
    private static FakeKernel kernel(int... answers) throws IOException {
        return FakeKernel.answering(request -> {
            MessageWriter out = new MessageWriter();
            answer(out, request.sequence() - 1, 22); // of an earlier transaction
            answer(out, request.sequence() + MESSAGES.size(), 22); // of none
            for (int i = 0; i < answers.length; i += 2) {
                answer(out, request.sequence() + answers[i], answers[i + 1]);
            }
            return List.of(out);
        });
    }

    @Test
    void sendsAllInOneDatagramAndAsksForTheLastAnswer() throws IOException {
        List<String> sent = new ArrayList<>();
        FakeKernel.Script script =
                request -> {
                    int first = request.sequence();
                    do {
                        int offset = request.sequence() - first;
                        sent.add(offset + " " + request.type() + " " + request.flags());
                    } while (request.next());
                    MessageWriter out = new MessageWriter();
                    answer(out, first + LAST, 0);
                    return List.of(out);
                };
        try (FakeKernel kernel = FakeKernel.answering(script)) {
            kernel.client().transact(MESSAGES, LAST).throwFirstError();
        }

        int acknowledged = 0xc00 | NLM_F_REQUEST | NLM_F_ACK;
        assertEquals(
                List.of("0 16 1", "1 2560 1025", "2 2563 1025", "3 2566 " + acknowledged, "4 17 1"),
                sent);
    }

    @Test
    void givesEachMessageItsError() throws IOException {
        try (FakeKernel kernel = kernel(1, 17, LAST, 2)) {
            BatchResult result = kernel.client().transact(MESSAGES, LAST);

            assertEquals(MESSAGES.size(), result.size());
            assertNull(result.error(0));
            assertEquals("add table: EEXIST: File exists", result.error(1).getMessage());
            assertNull(result.error(2));
            assertEquals(
                    "add rule: ENOENT: No such file or directory", result.error(3).getMessage());
        }
    }

    /** A stale generation, or a commit that failed after all was well. */
    @Test
    void endsWhenTheFrameIsRefused() throws IOException {
        try (FakeKernel kernel = kernel(0, 85)) {
            NetlinkException e =
                    assertThrows(
                            NetlinkException.class,
                            () -> kernel.client().transact(MESSAGES, LAST).throwFirstError());

            assertEquals(
                    "begin: ERESTART: Interrupted system call should be restarted", e.getMessage());
        }
    }

    @Test
    void failsWhenNoAnswerComes() throws IOException {
        try (FakeKernel kernel = kernel(1, 17)) {
            FakeKernel.patience(kernel.client().fd(), 50);

            ErrnoException e =
                    assertThrows(
                            ErrnoException.class, () -> kernel.client().transact(MESSAGES, LAST));

            assertEquals("begin: recvfrom: ETIMEDOUT: Connection timed out", e.getMessage());
        }
    }
}
