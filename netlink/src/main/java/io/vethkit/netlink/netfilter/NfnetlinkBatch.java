package io.vethkit.netlink.netfilter;

import io.vethkit.linux.ErrnoException;
import io.vethkit.netlink.BatchResult;
import io.vethkit.netlink.NetlinkSocket;
import io.vethkit.netlink.Request;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Changes that the kernel carries out all or none, in one datagram.
 *
 * <p>Every refused change is told by {@link BatchResult#error}, whose index is what {@link #add}
 * returned; the refusal of the whole is that of index 0. Not thread-safe.
 */
public final class NfnetlinkBatch {
    private final NetlinkSocket socket;
    private final int subsystem;
    private final List<Request> messages = new ArrayList<>();

    /**
     * An empty batch, whatever the generation of the tables.
     *
     * @param socket of {@code NETLINK_NETFILTER}
     * @param subsystem {@code NFNL_SUBSYS_NFTABLES}
     */
    public NfnetlinkBatch(NetlinkSocket socket, int subsystem) {
        this.socket = socket;
        this.subsystem = subsystem;
        messages.add(BatchBoundary.begin(subsystem));
    }

    /**
     * An empty batch that the kernel refuses with {@code ERESTART} if the tables of the namespace
     * are no longer of {@code generation} (Linux 4.16).
     */
    public NfnetlinkBatch(NetlinkSocket socket, int subsystem, int generation) {
        this.socket = socket;
        this.subsystem = subsystem;
        messages.add(BatchBoundary.beginAt(subsystem, generation));
    }

    /** Adds a change. Returns its index, from 1. */
    public int add(Request change) {
        messages.add(change);
        return messages.size() - 1;
    }

    /** Tells whether no change was added. */
    public boolean isEmpty() {
        return messages.size() == 1;
    }

    /**
     * Has the kernel carry out the changes. It has done so if the result holds no error.
     *
     * @throws ErrnoException if they could not be sent, or the answer was lost and what became of
     *     them is not known
     */
    public BatchResult commit() throws IOException {
        List<Request> whole = new ArrayList<>(messages);
        whole.add(BatchBoundary.end(subsystem));
        return transact(whole);
    }

    /**
     * Has the kernel try the changes and undo them. What it says of them is what {@link #commit}
     * would have met.
     */
    public BatchResult check() throws IOException {
        return transact(messages); // without its end, a batch is undone
    }

    private BatchResult transact(List<Request> whole) throws IOException {
        if (isEmpty()) {
            throw new IllegalStateException("an empty batch");
        }
        // Kernels before 6.10 acknowledge no end of a batch, but every change, and all of them
        // only when the whole is done.
        return socket.transact(whole, messages.size() - 1);
    }
}
