package io.vethkit.netlink.netfilter;

import static io.vethkit.netlink.netfilter.Nfnetlink.NFNL_BATCH_GENID;
import static io.vethkit.netlink.netfilter.Nfnetlink.NFNL_MSG_BATCH_BEGIN;
import static io.vethkit.netlink.netfilter.Nfnetlink.NFNL_MSG_BATCH_END;

import io.vethkit.netlink.MessageWriter;
import io.vethkit.netlink.Request;

/** The message in front of or behind those of a batch. */
final class BatchBoundary implements Request {
    private final int type;
    private final int subsystem;
    private final int generation;
    private final boolean hasGeneration;

    private BatchBoundary(int type, int subsystem, int generation, boolean hasGeneration) {
        this.type = type;
        this.subsystem = subsystem;
        this.generation = generation;
        this.hasGeneration = hasGeneration;
    }

    static BatchBoundary begin(int subsystem) {
        return new BatchBoundary(NFNL_MSG_BATCH_BEGIN, subsystem, 0, false);
    }

    static BatchBoundary beginAt(int subsystem, int generation) {
        return new BatchBoundary(NFNL_MSG_BATCH_BEGIN, subsystem, generation, true);
    }

    static BatchBoundary end(int subsystem) {
        return new BatchBoundary(NFNL_MSG_BATCH_END, subsystem, 0, false);
    }

    @Override
    public int type() {
        return type;
    }

    @Override
    public int flags() {
        return 0;
    }

    @Override
    public void encode(MessageWriter out) {
        Nfnetlink.header(out, 0, subsystem);
        if (hasGeneration) {
            out.putBe32(NFNL_BATCH_GENID, generation);
        }
    }

    @Override
    public String describe() {
        return "netfilter transaction";
    }

    @Override
    public int headerLength() {
        return Nfnetlink.HEADER_LENGTH;
    }

    @Override
    public String attributeName(int parent, int attribute) {
        return attribute == NFNL_BATCH_GENID ? "NFNL_BATCH_GENID" : "attribute " + attribute;
    }
}
