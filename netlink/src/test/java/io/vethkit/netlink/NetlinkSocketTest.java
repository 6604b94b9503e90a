package io.vethkit.netlink;

import static io.vethkit.netlink.Netlink.NLMSG_DONE;
import static io.vethkit.netlink.Netlink.NLMSG_ERROR;
import static io.vethkit.netlink.Netlink.NLMSG_NOOP;
import static io.vethkit.netlink.Netlink.NLM_F_ACK;
import static io.vethkit.netlink.Netlink.NLM_F_ACK_TLVS;
import static io.vethkit.netlink.Netlink.NLM_F_CAPPED;
import static io.vethkit.netlink.Netlink.NLM_F_DUMP;
import static io.vethkit.netlink.Netlink.NLM_F_DUMP_INTR;
import static io.vethkit.netlink.Netlink.NLM_F_MULTI;
import static io.vethkit.netlink.Netlink.NLM_F_REQUEST;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vethkit.linux.Errno;
import io.vethkit.linux.ErrnoException;
import io.vethkit.linux.Fd;
import io.vethkit.linux.Libc;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Talks to kernels that only exist here. */
class NetlinkSocketTest {
    private static final int OBJECT = 16;
    private static final int EINVAL = 22;

    /** A request with {@code u32 0} as header and one attribute 7 of 4 bytes at offset 20. */
    private static final Request ADD =
            new TestRequest(24, 0x600, "add thing") {
                @Override
                public void encode(MessageWriter out) {
                    out.u32(0).putU32(7, 0x2a);
                }

                @Override
                public int headerLength() {
                    return 4;
                }
            };

    private static final Request SHOW = new TestRequest(26, 0, "show things");

    /** Collects the first 32 bits of each object. */
    private static final class Objects implements MessageVisitor {
        final List<Integer> values = new ArrayList<>();
        int starts;

        @Override
        public void start() {
            starts++;
            values.clear();
        }

        @Override
        public void message(MessageReader message) throws MalformedMessageException {
            values.add(message.u32(0));
        }
    }

    private static MessageWriter ack(int sequence, int errno) {
        MessageWriter out = new MessageWriter();
        out.begin(NLMSG_ERROR, NLM_F_CAPPED, sequence).u32(-errno).u32(28).zeros(12).end();
        return out;
    }

    private static MessageWriter object(MessageWriter out, int flags, int sequence, int value) {
        out.begin(OBJECT, flags, sequence).u32(value).end();
        return out;
    }

    private static MessageWriter done(MessageWriter out, int sequence) {
        out.begin(NLMSG_DONE, NLM_F_MULTI, sequence).u32(0).end();
        return out;
    }

    @Test
    void asksForAnAcknowledgementAndGetsIt() throws Exception {
        List<Integer> flags = new ArrayList<>();
        try (FakeKernel kernel =
                FakeKernel.answering(request -> {
                    flags.add(request.flags());
                    assertEquals(24, request.type());
                    return List.of(ack(request.sequence(), 0));
                })) {
            kernel.client().execute(ADD);
            kernel.client().execute(ADD);
        }

        assertEquals(List.of(0x600 | NLM_F_REQUEST | NLM_F_ACK, 0x605), flags);
    }

    @Test
    void readsTheWordsBehindACappedEcho() throws Exception {
        try (FakeKernel kernel =
                FakeKernel.answering(request -> {
                    MessageWriter out = new MessageWriter();
                    out.begin(NLMSG_ERROR, NLM_F_CAPPED | NLM_F_ACK_TLVS, request.sequence());
                    out.u32(-EINVAL).u32(28).zeros(12); // the header only
                    out.putString(1, "Bad thing").putU32(2, 20).end();
                    return List.of(out);
                })) {
            NetlinkException e =
                    assertThrows(NetlinkException.class, () -> kernel.client().execute(ADD));

            assertEquals("add thing: EINVAL: Bad thing (at 0:7)", e.getMessage());
        }
    }

    /** Linux 4.12 without NETLINK_CAP_ACK: the whole request comes back before the words. */
    @Test
    void readsTheWordsBehindAnUncappedEcho() throws Exception {
        try (FakeKernel kernel =
                FakeKernel.answering(request -> {
                    MessageWriter out = new MessageWriter();
                    out.begin(NLMSG_ERROR, NLM_F_ACK_TLVS, request.sequence());
                    out.u32(-EINVAL);
                    out.bytes(
                            Hex.bytes(
                                    """
                                    1c 00 00 00  18 00 05 06  01 00 00 00  00 00 00 00
                                    00 00 00 00                # family header
                                    08 00 07 00  2a 00 00 00   # what looks like a TLV
                                    """));
                    out.putString(1, "Bad thing").putU32(2, 20).end();
                    return List.of(out);
                })) {
            NetlinkException e =
                    assertThrows(NetlinkException.class, () -> kernel.client().execute(ADD));

            assertEquals("add thing: EINVAL: Bad thing (at 0:7)", e.getMessage());
        }
    }

    /** Linux before 4.12: errno, and the whole request without a word behind it. */
    @Test
    void readsAnErrorOfAKernelWithoutWords() throws Exception {
        try (FakeKernel kernel =
                FakeKernel.answering(request -> {
                    MessageWriter out = new MessageWriter();
                    out.begin(NLMSG_ERROR, 0, request.sequence()).u32(-17);
                    out.u32(28).u16(24).u16(0x605).u32(1).u32(0);
                    out.u32(0).putU32(7, 0x2a).end();
                    return List.of(out);
                })) {
            NetlinkException e =
                    assertThrows(NetlinkException.class, () -> kernel.client().execute(ADD));

            assertEquals("add thing: EEXIST: File exists", e.getMessage());
            assertNull(e.kernelWords());
        }
    }

    @Test
    void namesTheAttributeThatIsMissing() throws Exception {
        try (FakeKernel kernel =
                FakeKernel.answering(request -> {
                    MessageWriter out = new MessageWriter();
                    out.begin(NLMSG_ERROR, NLM_F_CAPPED | NLM_F_ACK_TLVS, request.sequence());
                    out.u32(-EINVAL).u32(28).zeros(12).putU32(5, 9).end();
                    return List.of(out);
                })) {
            NetlinkException e =
                    assertThrows(NetlinkException.class, () -> kernel.client().execute(ADD));

            assertEquals("add thing: EINVAL: Invalid argument (missing 0:9)", e.getMessage());
        }
    }

    @Test
    void refusesAnErrorWithAGarbledEcho() throws Exception {
        for (int garbage : new int[] {-1, Integer.MAX_VALUE, Integer.MIN_VALUE, 4000}) {
            try (FakeKernel kernel =
                    FakeKernel.answering(request -> {
                        MessageWriter out = new MessageWriter();
                        out.begin(NLMSG_ERROR, NLM_F_ACK_TLVS, request.sequence());
                        out.u32(-EINVAL).u32(garbage).zeros(12).putU32(2, 20).end();
                        return List.of(out);
                    })) {
                assertThrows(MalformedMessageException.class, () -> kernel.client().execute(ADD));
            }
        }
    }

    @Test
    void refusesAnAcknowledgementWithoutErrno() throws Exception {
        try (FakeKernel kernel =
                FakeKernel.answering(request -> {
                    MessageWriter out = new MessageWriter();
                    out.begin(NLMSG_ERROR, 0, request.sequence()).end();
                    return List.of(out);
                })) {
            assertThrows(MalformedMessageException.class, () -> kernel.client().execute(ADD));
        }
    }

    @Test
    void skipsAnswersToOtherRequestsAndControlMessages() throws Exception {
        Objects objects = new Objects();
        try (FakeKernel kernel =
                FakeKernel.answering(request -> {
                    int sequence = request.sequence();
                    MessageWriter stale = object(new MessageWriter(), 0, sequence - 1, 1);
                    done(stale, sequence - 1);
                    MessageWriter out = new MessageWriter();
                    out.begin(NLMSG_NOOP, 0, sequence).u32(2).end();
                    out.begin(NLMSG_ERROR, 0, sequence + 1).u32(-5).end();
                    object(out, NLM_F_MULTI, sequence, 3);
                    object(out, NLM_F_MULTI, 0, 4);
                    return List.of(stale, out, done(new MessageWriter(), sequence));
                })) {
            kernel.client().dump(SHOW, objects);
        }

        assertEquals(List.of(3), objects.values);
    }

    @Test
    void readsADumpWhoseLastMessageIsUnaligned() throws Exception {
        AtomicInteger length = new AtomicInteger();
        try (FakeKernel kernel =
                FakeKernel.answering(request -> {
                    MessageWriter out = new MessageWriter();
                    out.begin(OBJECT, NLM_F_MULTI, request.sequence()).u32(1).u8(2);
                    out.end();
                    out.truncate(21); // no padding
                    return List.of(out, done(new MessageWriter(), request.sequence()));
                })) {
            kernel.client().dump(SHOW, message -> length.set(message.length()));
        }

        assertEquals(5, length.get());
    }

    @Test
    void endsADumpAtADoneWithoutErrno() throws Exception {
        Objects objects = new Objects();
        try (FakeKernel kernel =
                FakeKernel.answering(request -> {
                    MessageWriter out = new MessageWriter();
                    object(out, NLM_F_MULTI, request.sequence(), 1);
                    out.begin(NLMSG_DONE, NLM_F_MULTI, request.sequence()).end();
                    return List.of(out);
                })) {
            kernel.client().dump(SHOW, objects);
        }

        assertEquals(List.of(1), objects.values);
    }

    @Test
    void throwsTheErrorInADone() throws Exception {
        try (FakeKernel kernel =
                FakeKernel.answering(request -> {
                    int flags = NLM_F_MULTI | NLM_F_ACK_TLVS;
                    MessageWriter out = new MessageWriter();
                    out.begin(NLMSG_DONE, flags, request.sequence()).u32(-EINVAL);
                    out.putString(1, "Invalid header for link dump").end();
                    return List.of(out);
                })) {
            NetlinkException e =
                    assertThrows(
                            NetlinkException.class,
                            () -> kernel.client().dump(SHOW, new Objects()));

            assertEquals("show things: EINVAL: Invalid header for link dump", e.getMessage());
        }
    }

    @Test
    void startsAnInterruptedDumpAgain() throws Exception {
        Objects objects = new Objects();
        AtomicInteger asked = new AtomicInteger();
        try (FakeKernel kernel =
                FakeKernel.answering(request -> {
                    assertEquals(NLM_F_REQUEST | NLM_F_DUMP, request.flags());
                    int turn = asked.incrementAndGet();
                    int sequence = request.sequence();
                    int mark = turn < 3 ? NLM_F_DUMP_INTR : 0;
                    MessageWriter out = new MessageWriter();
                    object(out, NLM_F_MULTI | mark, sequence, turn);
                    object(out, NLM_F_MULTI, sequence, 10 * turn);
                    return List.of(out, done(new MessageWriter(), sequence));
                })) {
            kernel.client().dump(SHOW, objects);
        }

        assertEquals(List.of(3, 30), objects.values);
        assertEquals(3, objects.starts);
    }

    @Test
    void givesUpADumpThatIsAlwaysInterrupted() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        try (FakeKernel kernel =
                FakeKernel.answering(request -> {
                    asked.incrementAndGet();
                    int flags = NLM_F_MULTI | NLM_F_DUMP_INTR;
                    MessageWriter out = new MessageWriter();
                    out.begin(NLMSG_DONE, flags, request.sequence()).u32(0).end();
                    return List.of(out);
                })) {
            DumpInterruptedException e =
                    assertThrows(
                            DumpInterruptedException.class,
                            () -> kernel.client().dump(SHOW, new Objects()));

            assertEquals(
                    "show things: interrupted by changes 5 times (NLM_F_DUMP_INTR)",
                    e.getMessage());
        }
        assertEquals(5, asked.get());
    }

    @Test
    void growsForADumpLargerThanItsBuffer() throws Exception {
        Objects objects = new Objects();
        try (FakeKernel kernel = FakeKernel.answering(this::manyObjects)) {
            kernel.client().dump(SHOW, objects);
        }

        assertEquals(4000, objects.values.size());
        assertEquals(3999, objects.values.getLast());
        assertEquals(2, objects.starts);
    }

    private List<MessageWriter> manyObjects(MessageReader request) {
        MessageWriter out = new MessageWriter();
        for (int i = 0; i < 4000; i++) {
            object(out, NLM_F_MULTI, request.sequence(), i);
        }
        return List.of(out, done(new MessageWriter(), request.sequence()));
    }

    @Test
    void getsAnObjectLargerThanItsBuffer() throws Exception {
        AtomicInteger length = new AtomicInteger();
        try (FakeKernel kernel =
                FakeKernel.answering(request -> {
                    MessageWriter out = new MessageWriter();
                    out.begin(OBJECT, 0, request.sequence()).zeros(70_000).end();
                    return List.of(out, ack(request.sequence(), 0));
                })) {
            kernel.client().get(SHOW, message -> length.set(message.length()));
        }

        assertEquals(70_000, length.get());
    }

    @Test
    void doesNotTakeALostAcknowledgementForSuccess() throws Exception {
        try (FakeKernel kernel =
                FakeKernel.answering(request -> {
                    MessageWriter out = new MessageWriter();
                    out.begin(NLMSG_ERROR, 0, request.sequence()).u32(-EINVAL);
                    out.zeros(70_000).end();
                    return List.of(out);
                })) {
            ErrnoException e =
                    assertThrows(ErrnoException.class, () -> kernel.client().execute(ADD));

            assertEquals("add thing: recvfrom: EMSGSIZE: Message too long", e.getMessage());
        }
    }

    @Test
    void timesOutWhereNoAnswerComes() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        try (FakeKernel kernel =
                FakeKernel.answering(request ->
                        asked.incrementAndGet() == 1
                                ? List.of()
                                : List.of(
                                        ack(request.sequence() - 1, EINVAL), // late
                                        ack(request.sequence(), 0)))) {
            FakeKernel.patience(kernel.client().fd(), 50);

            ErrnoException e =
                    assertThrows(ErrnoException.class, () -> kernel.client().execute(ADD));

            assertEquals("add thing: recvfrom: ETIMEDOUT: Connection timed out", e.getMessage());
            assertTrue(e.is(Errno.ETIMEDOUT));
            FakeKernel.patience(kernel.client().fd(), 5000);
            kernel.client().execute(ADD);
        }
    }

    @Test
    void readsAwayADumpThatTheVisitorAbandons() throws Exception {
        Objects objects = new Objects();
        try (FakeKernel kernel =
                FakeKernel.answering(request -> {
                    MessageWriter out = new MessageWriter();
                    object(out, NLM_F_MULTI, request.sequence(), 1);
                    return List.of(out, done(new MessageWriter(), request.sequence()));
                })) {
            for (Throwable reason :
                    List.of(
                            new MalformedMessageException("bad"),
                            new IllegalStateException("bad"),
                            new AssertionError("bad"))) {
                MessageVisitor thrower = new Abandoning(reason);
                assertEquals(
                        reason,
                        assertThrows(Throwable.class, () -> kernel.client().dump(SHOW, thrower)));
            }
            kernel.client().dump(SHOW, objects);
        }

        assertEquals(List.of(1), objects.values);
    }

    /** Breaks off at the first object. */
    private record Abandoning(Throwable reason) implements MessageVisitor {
        @Override
        public void message(MessageReader message) throws MalformedMessageException {
            switch (reason) {
                case MalformedMessageException e -> throw e;
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                default -> throw new AssertionError(reason);
            }
        }
    }

    @Test
    void matchesTheResultsOfABatchBySequence() throws Exception {
        try (FakeKernel kernel = FakeKernel.answering(this::refuseEveryThird)) {
            Batch batch = kernel.client().batch();
            for (int i = 0; i < 300; i++) {
                assertEquals(i, batch.add(ADD));
            }

            BatchResult result = batch.execute();

            assertEquals(300, result.size());
            int start = 0;
            for (int i = 0; i < 300; i++) {
                start = i % 128 == 0 ? i : start;
                assertEquals((i - start) % 3 == 0, result.error(i) != null, "request " + i);
            }
            NetlinkException first = assertThrows(NetlinkException.class, result::throwFirstError);
            assertEquals(result.error(0), first);
            assertEquals(43 + 43 + 15 - 1, first.getSuppressed().length);
        }
    }

    /** Answers late ones too, and out of order but for the last. */
    private List<MessageWriter> refuseEveryThird(MessageReader request)
            throws MalformedMessageException {
        int first = request.sequence();
        int count = 0;
        int flags;
        MessageWriter errors = new MessageWriter();
        do {
            flags = request.flags();
            if (count % 3 == 0) {
                errors.begin(NLMSG_ERROR, NLM_F_CAPPED, request.sequence()).u32(-17).u32(28);
                errors.zeros(12).end();
            }
            count++;
            assertEquals(first + count - 1, request.sequence());
        } while (request.next());
        assertEquals(NLM_F_ACK, flags & NLM_F_ACK, "the last asks for an acknowledgement");
        boolean lastFailed = (count - 1) % 3 == 0;
        MessageWriter last = lastFailed ? ack(first - 1, 0) : ack(first + count - 1, 0);
        return List.of(ack(first - 1, EINVAL), ack(first + 1000, EINVAL), errors, last);
    }

    @Test
    void doesNothingForAnEmptyBatch() throws Exception {
        try (FakeKernel kernel = FakeKernel.answering(request -> List.of())) {
            BatchResult result = kernel.client().batch().execute();

            assertEquals(0, result.size());
            result.throwFirstError();
        }
    }

    @Test
    void namesABatchThatGetsNoAnswer() throws Exception {
        try (FakeKernel kernel = FakeKernel.answering(request -> List.of())) {
            FakeKernel.patience(kernel.client().fd(), 50);
            Batch batch = kernel.client().batch();
            batch.add(ADD);

            ErrnoException e = assertThrows(ErrnoException.class, batch::execute);

            assertEquals(
                    "batch of 1 requests: recvfrom: ETIMEDOUT: Connection timed out",
                    e.getMessage());
        }
    }

    @Test
    void takesMessagesFromNobodyButItsPeer() throws Exception {
        try (NetlinkSocket socket = NetlinkSocket.open(FakeKernel.NETLINK_USERSOCK);
                NetlinkSocket stranger = NetlinkSocket.open(FakeKernel.NETLINK_USERSOCK)) {
            var address = ByteBuffer.allocateDirect(12);
            Libc.getsockname(socket.fd().number(), address);

            ErrnoException e =
                    assertThrows(
                            ErrnoException.class,
                            () ->
                                    Libc.sendto(
                                            stranger.fd().number(),
                                            ack(1, 0).written(),
                                            0,
                                            address));

            assertTrue(e.is(Errno.ECONNREFUSED), e.getMessage());
        }
    }

    @Test
    void closesWhatItOpenedWhenSettingItUpFails() throws Exception {
        List<Fd> opened = new ArrayList<>();

        IOException e =
                assertThrows(
                        IOException.class,
                        () ->
                                NetlinkSocket.open(
                                        0,
                                        (domain, type, protocol) -> {
                                            opened.add(Libc.eventfd(0));
                                            return opened.getFirst();
                                        }));

        assertTrue(assertInstanceOf(ErrnoException.class, e).is(Errno.ENOTSOCK));
        assertThrows(IllegalStateException.class, () -> opened.getFirst().number());
    }

    @Test
    void refusesToWorkWhenClosed() throws Exception {
        NetlinkSocket socket = NetlinkSocket.open(FakeKernel.NETLINK_USERSOCK);
        socket.close();
        socket.close();

        assertThrows(IllegalStateException.class, () -> socket.execute(ADD));
    }

    @Test
    void lacksNothingOnAKernelOfToday() throws Exception {
        try (NetlinkSocket socket = NetlinkSocket.open(Netlink.NETLINK_ROUTE)) {
            assertFalse(socket.lacks(Netlink.NETLINK_EXT_ACK));
            assertFalse(socket.lacks(Netlink.NETLINK_CAP_ACK));
            assertFalse(socket.lacks(Netlink.NETLINK_GET_STRICT_CHK));
        }
    }
}
