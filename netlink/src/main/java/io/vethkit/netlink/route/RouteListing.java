package io.vethkit.netlink.route;

import io.vethkit.netlink.MessageWriter;

/** Asks for the routes of a filter. */
final class RouteListing extends EntryRequest {
    private final int family;
    private final RouteFilter filter;

    RouteListing(int family, RouteFilter filter) {
        super(RtNetlink.RTM_GETROUTE, 0, "list", "routes", filter);
        this.family = family;
        this.filter = filter;
    }

    @Override
    public void encode(MessageWriter out) {
        RouteCodec.encode(family, filter, out);
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
