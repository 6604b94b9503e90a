package io.vethkit.netlink.route;

import io.vethkit.netlink.MessageWriter;

/** A change to a neighbour. */
final class NeighbourRequest extends EntryRequest {
    private final Neighbour neighbour;

    NeighbourRequest(int type, int flags, String verb, Neighbour neighbour) {
        super(type, flags, verb, "neighbour", neighbour);
        this.neighbour = neighbour;
    }

    @Override
    public void encode(MessageWriter out) {
        NeighbourCodec.encode(neighbour, out);
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
