package io.vethkit.netlink.route;

import io.vethkit.netlink.MessageWriter;
import io.vethkit.netlink.Request;

/** A change to a neighbour. */
final class NeighbourRequest implements Request {
    private final int type;
    private final int flags;
    private final String verb;
    private final Neighbour neighbour;

    NeighbourRequest(int type, int flags, String verb, Neighbour neighbour) {
        this.type = type;
        this.flags = flags;
        this.verb = verb;
        this.neighbour = neighbour;
    }

    @Override
    public int type() {
        return type;
    }

    @Override
    public int flags() {
        return flags;
    }

    @Override
    public void encode(MessageWriter out) {
        NeighbourCodec.encode(neighbour, out);
    }

    @Override
    public String describe() {
        return verb + " neighbour " + neighbour;
    }

    @Override
    public int headerLength() {
        return NeighbourCodec.HEADER;
    }

    @Override
    public String attributeName(int parent, int attribute) {
        return Neighbor.neighbourAttribute(attribute);
    }
}
