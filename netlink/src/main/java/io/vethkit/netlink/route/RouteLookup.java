package io.vethkit.netlink.route;

import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.MessageWriter;
import io.vethkit.netlink.Request;

/** Asks which way a packet takes. */
final class RouteLookup implements Request {
    private final IpAddress destination;

    RouteLookup(IpAddress destination) {
        this.destination = destination;
    }

    @Override
    public int type() {
        return RtNetlink.RTM_GETROUTE;
    }

    @Override
    public int flags() {
        return 0;
    }

    @Override
    public void encode(MessageWriter out) {
        RouteCodec.encode(destination, out);
    }

    @Override
    public String describe() {
        return "get route " + destination;
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
