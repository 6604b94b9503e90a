package io.vethkit.netlink;

import static io.vethkit.linux.Socket.AF_NETLINK;
import static io.vethkit.linux.Socket.MSG_DONTWAIT;
import static io.vethkit.linux.Socket.MSG_TRUNC;
import static io.vethkit.linux.Socket.SOCK_RAW;
import static io.vethkit.linux.Socket.SOL_NETLINK;
import static io.vethkit.linux.Socket.SOL_SOCKET;
import static io.vethkit.linux.Socket.SO_RCVTIMEO;
import static io.vethkit.netlink.Netlink.NETLINK_CAP_ACK;
import static io.vethkit.netlink.Netlink.NETLINK_EXT_ACK;
import static io.vethkit.netlink.Netlink.NETLINK_GET_STRICT_CHK;
import static io.vethkit.netlink.Netlink.NLMSG_DONE;
import static io.vethkit.netlink.Netlink.NLMSG_ERROR;
import static io.vethkit.netlink.Netlink.NLMSG_HDRLEN;
import static io.vethkit.netlink.Netlink.NLMSG_MIN_TYPE;
import static io.vethkit.netlink.Netlink.NLM_F_ACK;
import static io.vethkit.netlink.Netlink.NLM_F_ACK_TLVS;
import static io.vethkit.netlink.Netlink.NLM_F_CAPPED;
import static io.vethkit.netlink.Netlink.NLM_F_DUMP;
import static io.vethkit.netlink.Netlink.NLM_F_DUMP_INTR;
import static io.vethkit.netlink.Netlink.NLM_F_REQUEST;

import io.vethkit.linux.Errno;
import io.vethkit.linux.ErrnoException;
import io.vethkit.linux.Fd;
import io.vethkit.linux.Libc;
import io.vethkit.linux.SocketOpener;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * A netlink socket to the kernel, for requests: strict checking, extended and capped
 * acknowledgements on, answers matched by sequence number.
 *
 * <p>It works in the network namespace it was opened in, whatever thread uses it. Not thread-safe:
 * open one where you need it. A call that gets no answer for {@value #TIMEOUT_SECONDS} s fails with
 * {@code ETIMEDOUT}. Where a kernel is too old for a wish ({@code NETLINK_GET_STRICT_CHK}: Linux
 * 4.20, {@code NETLINK_EXT_ACK}: 4.12), {@link #lacks} tells and the socket works without.
 */
public final class NetlinkSocket implements AutoCloseable {
    private static final int TIMEOUT_SECONDS = 10;
    private static final int TRIES = 5;
    private static final int RECEIVE_CAPACITY = 64 * 1024; // a dump's datagrams are 32 KiB at most

    private final Fd socket;
    private final MessageWriter writer = new MessageWriter();
    private ByteBuffer received = allocate(RECEIVE_CAPACITY);
    private MessageReader reader = new MessageReader(received);
    private int sequence;
    private boolean answered;
    private int missingOptions;

    private NetlinkSocket(Fd socket) {
        this.socket = socket;
    }

    /** Opens a socket of {@code protocol} in the network namespace of the calling thread. */
    public static NetlinkSocket open(int protocol) throws ErrnoException {
        return open(protocol, SocketOpener.HERE);
    }

    /**
     * Opens a socket of {@code protocol} in the namespace of {@code opener}.
     *
     * @param protocol {@code NETLINK_ROUTE} or another of netlink.h
     * @return a socket, which the caller closes
     */
    public static NetlinkSocket open(int protocol, SocketOpener opener) throws ErrnoException {
        Fd fd = opener.socket(AF_NETLINK, SOCK_RAW, protocol);
        boolean open = false;
        try {
            NetlinkSocket socket = new NetlinkSocket(fd);
            socket.setUp();
            open = true;
            return socket;
        } finally {
            if (!open) {
                fd.close();
            }
        }
    }

    private static ByteBuffer allocate(int capacity) {
        return ByteBuffer.allocateDirect(capacity).order(ByteOrder.nativeOrder());
    }

    private void setUp() throws ErrnoException {
        // Connected to port 0, the kernel, it takes messages from nobody else.
        ByteBuffer kernel = allocate(12).putShort(0, (short) AF_NETLINK);
        Libc.connect(socket.number(), kernel);
        ByteBuffer timeout = allocate(16).putLong(0, TIMEOUT_SECONDS);
        Libc.setsockopt(socket.number(), SOL_SOCKET, SO_RCVTIMEO, timeout);
        wish(NETLINK_EXT_ACK);
        wish(NETLINK_CAP_ACK);
        wish(NETLINK_GET_STRICT_CHK);
    }

    private void wish(int option) throws ErrnoException {
        try {
            Libc.setsockopt(socket.number(), SOL_NETLINK, option, 1);
        } catch (ErrnoException e) {
            if (!e.is(Errno.ENOPROTOOPT)) {
                throw e;
            }
            missingOptions |= 1 << option;
        }
    }

    /** Tells whether the kernel is too old for an option of {@code SOL_NETLINK} this class sets. */
    public boolean lacks(int option) {
        return (missingOptions & 1 << option) != 0;
    }

    /** Returns the descriptor, which stays this object's. */
    public Fd fd() {
        return socket;
    }

    /**
     * Asks the kernel to do {@code request}, and waits for its acknowledgement.
     *
     * @throws NetlinkException if the kernel refuses
     * @throws ErrnoException any other one leaves open whether the kernel did it
     */
    public void execute(Request request) throws IOException {
        exchange(request, NLM_F_ACK, null);
    }

    /**
     * Asks for one object, which {@code visitor} is shown. If it is larger than expected, asks
     * again.
     */
    public void get(Request request, MessageVisitor visitor) throws IOException {
        ask(request, NLM_F_ACK, visitor);
    }

    /**
     * Asks for a table, whose objects {@code visitor} is shown. If the table changes meanwhile, the
     * dump starts again.
     *
     * @throws DumpInterruptedException if it changed during each of several tries
     */
    public void dump(Request request, MessageVisitor visitor) throws IOException {
        ask(request, NLM_F_DUMP, visitor);
    }

    private void ask(Request request, int flags, MessageVisitor visitor) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            visitor.start();
            if (exchange(request, flags, visitor)) {
                return;
            }
        }
        throw new DumpInterruptedException(request.describe(), TRIES);
    }

    /** Starts a batch of requests, to be sent together. */
    public Batch batch() {
        return new Batch(this);
    }

    /**
     * Sends messages that belong together in one datagram, and waits until the kernel has done or
     * refused them. The first is their frame: its refusal is that of all.
     *
     * <p>The send and receive buffers grow as needed, beyond the system's limits where the caller
     * is privileged.
     *
     * @param last which of the messages is the last that is answered; it is acknowledged
     * @return the errors by index; what else happens to the messages is the protocol's
     */
    public BatchResult transact(List<Request> messages, int last) throws IOException {
        return new Transaction(this, messages, last).execute();
    }

    @Override
    public void close() {
        socket.close();
    }

    /** Returns the writer, cleared, for requests of this socket. */
    MessageWriter writer() {
        return writer.clear();
    }

    int nextSequence() {
        return ++sequence;
    }

    /** Tells whether the answer was whole and consistent. */
    private boolean exchange(Request request, int flags, @Nullable MessageVisitor visitor)
            throws IOException {
        int expected = nextSequence();
        writer.clear().begin(request.type(), request.flags() | NLM_F_REQUEST | flags, expected);
        request.encode(writer);
        writer.end();
        answered = false;
        try {
            send();
            return answer(request, expected, visitor);
        } catch (NetlinkException e) {
            throw e;
        } catch (ErrnoException e) {
            throw unanswered(request.describe(), e);
        } finally {
            if (!answered) {
                drain();
            }
        }
    }

    private boolean answer(Request request, int expected, @Nullable MessageVisitor visitor)
            throws IOException {
        boolean consistent = true;
        while (true) {
            if (!receive()) {
                if (visitor == null) {
                    throw lost();
                }
                return false;
            }
            while (reader.next()) {
                if (reader.sequence() != expected) {
                    continue; // the answer to an abandoned request
                }
                consistent &= (reader.flags() & NLM_F_DUMP_INTR) == 0;
                int type = reader.type();
                if (type == NLMSG_ERROR || type == NLMSG_DONE) {
                    answered = true;
                    check(request, 0);
                    return consistent;
                }
                if (visitor != null && type >= NLMSG_MIN_TYPE) {
                    visitor.message(reader);
                }
            }
        }
    }

    /** Throws what the {@code NLMSG_ERROR} or {@code NLMSG_DONE} at hand holds, if an error. */
    private void check(Request request, int start) throws IOException {
        NetlinkException refusal = refusal(request, start);
        if (refusal != null) {
            throw refusal;
        }
    }

    /**
     * Returns the error of the {@code NLMSG_ERROR} or {@code NLMSG_DONE} at hand, or null if it
     * holds none.
     *
     * @param start where in what was written the request starts
     */
    @Nullable NetlinkException refusal(Request request, int start)
            throws MalformedMessageException {
        if (reader.type() == NLMSG_DONE && reader.length() < 4) {
            return null; // of tables older than the errno in it
        }
        int errno = -reader.u32(0);
        if (errno == 0) {
            return null;
        }
        ExtendedAck ack = extendedAck();
        ByteBuffer sent = writer.written();
        String at = AttributePath.of(request, sent, start, ack.offset());
        String missing = AttributePath.ofMissing(request, sent, start, ack);
        return NetlinkException.of(request.describe(), errno, ack.message(), at, missing);
    }

    private ExtendedAck extendedAck() throws MalformedMessageException {
        if ((reader.flags() & NLM_F_ACK_TLVS) == 0) {
            return ExtendedAck.NONE;
        }
        int header = 4;
        if (reader.type() == NLMSG_ERROR) {
            boolean capped = (reader.flags() & NLM_F_CAPPED) != 0;
            header += capped ? NLMSG_HDRLEN : Netlink.align(reader.u32(4));
        }
        return ExtendedAck.decode(reader.attributes(header));
    }

    /** Sends what the writer holds. */
    void send() throws ErrnoException {
        Libc.sendto(socket.number(), writer.written(), 0, null);
    }

    /**
     * Receives a datagram into {@link #reader}. Returns false if it was larger than the buffer,
     * which has grown now.
     */
    boolean receive() throws ErrnoException {
        int length = Libc.recvfrom(socket.number(), received, MSG_TRUNC, null);
        if (length > received.capacity()) {
            received = allocate(Math.max(length, 2 * received.capacity()));
            reader = new MessageReader(received);
            return false;
        }
        reader.reset(length);
        return true;
    }

    /** Returns the reader of the datagram at hand. */
    MessageReader reader() {
        return reader;
    }

    /** What to throw for a datagram that was larger than the buffer. */
    static ErrnoException lost() {
        return new ErrnoException("recvfrom", Errno.EMSGSIZE.number());
    }

    /**
     * Reads away the rest of an answer nobody wants: the kernel refuses a dump while another one is
     * unread, and drops answers from an overflow until all before it are read.
     */
    void drain() {
        boolean more = true;
        while (more) {
            try {
                Libc.recvfrom(socket.number(), received, MSG_DONTWAIT, null);
            } catch (ErrnoException e) {
                more = e.is(Errno.ENOBUFS); // reported once, and what came before is still there
            }
        }
    }

    /** Returns {@code e}, a failure to exchange messages at all, in terms of the operation. */
    static ErrnoException unanswered(String operation, ErrnoException e) {
        int number = e.is(Errno.EAGAIN) ? Errno.ETIMEDOUT.number() : e.number();
        return new ErrnoException(operation + ": " + e.operation(), number);
    }
}
