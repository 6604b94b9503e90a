package io.vethkit.netlink.route;

import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.MessageWriter;

/** Asks which way a packet takes. */
final class RouteLookup extends EntryRequest {
    private final IpAddress destination;

    RouteLookup(IpAddress destination) {
        super(RtNetlink.RTM_GETROUTE, 0, "get", "route", destination);
        this.destination = destination;
    }

    @Override
    public void encode(MessageWriter out) {
        RouteCodec.encode(destination, out);
    }

    @Override
    public int headerLength() {
        return RouteCodec.HEADER;
    }

    @Override
    public String attributeName(int parent, int attribute) {
        return RtNetlink.routeAttribute(attribute);
    }
}
