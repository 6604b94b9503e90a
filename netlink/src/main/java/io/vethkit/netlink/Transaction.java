package io.vethkit.netlink;

import static io.vethkit.linux.Socket.SOL_SOCKET;
import static io.vethkit.linux.Socket.SO_RCVBUF;
import static io.vethkit.linux.Socket.SO_RCVBUFFORCE;
import static io.vethkit.linux.Socket.SO_SNDBUF;
import static io.vethkit.linux.Socket.SO_SNDBUFFORCE;
import static io.vethkit.netlink.Netlink.NLMSG_ERROR;
import static io.vethkit.netlink.Netlink.NLM_F_ACK;
import static io.vethkit.netlink.Netlink.NLM_F_REQUEST;

import io.vethkit.linux.Errno;
import io.vethkit.linux.ErrnoException;
import io.vethkit.linux.Libc;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Messages sent in one datagram, and the answers to them. */
final class Transaction {
    private static final int OVERHEAD = 1024; // an answer takes 828 bytes of a receive buffer

    private final NetlinkSocket socket;
    private final List<Request> messages;
    private final int last;
    private final int[] positions;
    private final @Nullable NetlinkException[] errors;
    private int firstSequence;

    Transaction(NetlinkSocket socket, List<Request> messages, int last) {
        this.socket = socket;
        this.messages = messages;
        this.last = last;
        this.positions = new int[messages.size()];
        this.errors = new @Nullable NetlinkException[messages.size()];
    }

    BatchResult execute() throws IOException {
        MessageWriter out = write();
        boolean answered = false;
        try {
            enlarge(SO_SNDBUF, SO_SNDBUFFORCE, out.position() + OVERHEAD);
            enlarge(SO_RCVBUF, SO_RCVBUFFORCE, positions.length * OVERHEAD);
            socket.send();
            collect();
            answered = true;
            return new BatchResult(errors);
        } catch (ErrnoException e) {
            throw NetlinkSocket.unanswered(messages.get(0).describe(), e);
        } finally {
            if (!answered) {
                socket.drain();
            }
        }
    }

    private MessageWriter write() {
        MessageWriter out = socket.writer();
        for (int i = 0; i < positions.length; i++) {
            Request request = messages.get(i);
            positions[i] = out.position();
            int sequence = socket.nextSequence();
            firstSequence = i == 0 ? sequence : firstSequence;
            int flags = request.flags() | NLM_F_REQUEST | (i == last ? NLM_F_ACK : 0);
            out.begin(request.type(), flags, sequence);
            request.encode(out);
            out.end();
        }
        return out;
    }

    private void enlarge(int option, int force, int needed) throws ErrnoException {
        int fd = socket.fd().number();
        ByteBuffer size = ByteBuffer.allocateDirect(Integer.BYTES).order(ByteOrder.nativeOrder());
        Libc.getsockopt(fd, SOL_SOCKET, option, size);
        if (size.getInt(0) >= needed) {
            return;
        }
        try {
            Libc.setsockopt(fd, SOL_SOCKET, force, needed);
        } catch (ErrnoException e) {
            if (!e.is(Errno.EPERM)) {
                throw e;
            }
            Libc.setsockopt(fd, SOL_SOCKET, option, needed);
        }
    }

    private void collect() throws IOException {
        while (true) {
            if (!socket.receive()) {
                throw NetlinkSocket.lost();
            }
            MessageReader reply = socket.reader();
            while (reply.next()) {
                int index = reply.sequence() - firstSequence;
                if (index < 0 || index >= positions.length || reply.type() != NLMSG_ERROR) {
                    continue;
                }
                errors[index] = socket.refusal(messages.get(index), positions[index]);
                if (index == last || errors[0] != null) {
                    return;
                }
            }
        }
    }
}
