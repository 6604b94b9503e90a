package io.vethkit.netlink.route;

import io.vethkit.netlink.MessageWriter;
import io.vethkit.netlink.Request;

/** Asks for the routes of a filter. */
final class RouteListing implements Request {
    private final int family;
    private final RouteFilter filter;

    RouteListing(int family, RouteFilter filter) {
        this.family = family;
        this.filter = filter;
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
        RouteCodec.encode(family, filter, out);
    }

    @Override
    public String describe() {
        return "list routes " + filter;
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
