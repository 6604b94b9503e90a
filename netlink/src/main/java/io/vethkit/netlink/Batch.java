package io.vethkit.netlink;

import static io.vethkit.netlink.Netlink.NLMSG_ERROR;
import static io.vethkit.netlink.Netlink.NLM_F_ACK;
import static io.vethkit.netlink.Netlink.NLM_F_REQUEST;

import io.vethkit.linux.ErrnoException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Requests sent together, with one acknowledgement for all and a result for each.
 *
 * <p>The kernel carries them out in order and goes on after one that fails; it is not a
 * transaction. Larger batches travel in several datagrams, so that neither the messages overflow
 * the send buffer nor the errors the receive buffer. Not thread-safe.
 */
public final class Batch {
    private static final int MAX_REQUESTS = 128; // 257 errors overflow a default receive buffer
    private static final int MAX_BYTES = 128 * 1024; // a default send buffer takes 208 KiB

    private final NetlinkSocket socket;
    private final List<Request> requests = new ArrayList<>();
    private final int[] positions = new int[MAX_REQUESTS];

    Batch(NetlinkSocket socket) {
        this.socket = socket;
    }

    /** Adds {@code request}. Returns its index, by which {@link BatchResult} names it. */
    public int add(Request request) {
        requests.add(request);
        return requests.size() - 1;
    }

    /** Returns the number of requests. */
    public int size() {
        return requests.size();
    }

    /**
     * Sends the requests and waits until the kernel has done or refused each.
     *
     * @throws ErrnoException if they could not be sent or answers were lost; what the kernel
     *     refused is in the result
     */
    public BatchResult execute() throws IOException {
        @Nullable NetlinkException[] errors = new @Nullable NetlinkException[requests.size()];
        int done = 0;
        try {
            while (done < requests.size()) {
                done = executeSome(done, errors);
            }
        } catch (ErrnoException e) {
            throw NetlinkSocket.unanswered("batch of " + requests.size() + " requests", e);
        } finally {
            if (done < requests.size()) {
                socket.drain();
            }
        }
        return new BatchResult(errors);
    }

    private int executeSome(int start, @Nullable NetlinkException[] errors) throws IOException {
        MessageWriter out = socket.writer();
        int first = 0;
        int last = 0;
        int end = start;
        while (end < requests.size() && end - start < MAX_REQUESTS && out.position() < MAX_BYTES) {
            Request request = requests.get(end);
            last = socket.nextSequence();
            first = end == start ? last : first;
            positions[end - start] = out.position();
            out.begin(request.type(), request.flags() | NLM_F_REQUEST, last);
            request.encode(out);
            out.end();
            end++;
        }
        out.addFlags(positions[end - start - 1], NLM_F_ACK);
        socket.send();
        collect(start, first, last, errors);
        return end;
    }

    private void collect(int start, int first, int last, @Nullable NetlinkException[] errors)
            throws IOException {
        while (true) {
            if (!socket.receive()) {
                throw NetlinkSocket.lost();
            }
            MessageReader reply = socket.reader();
            while (reply.next()) {
                int index = reply.sequence() - first;
                if (index < 0 || index > last - first || reply.type() != NLMSG_ERROR) {
                    continue;
                }
                Request request = requests.get(start + index);
                errors[start + index] = socket.refusal(request, positions[index]);
                if (index == last - first) {
                    return;
                }
            }
        }
    }
}
