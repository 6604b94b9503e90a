package io.vethkit.netlink.route;

import io.vethkit.netlink.MessageWriter;

/** A change to a route. */
final class RouteRequest extends EntryRequest {
    private final Route route;

    RouteRequest(int type, int flags, String verb, Route route) {
        super(type, flags, verb, "route", route);
        this.route = route;
    }

    @Override
    public void encode(MessageWriter out) {
        RouteCodec.encode(route, out);
    }

    @Override
    public int headerLength() {
        return RouteCodec.HEADER;
    }

    @Override
    public String attributeName(int parent, int attribute) {
        return parent == RtNetlink.RTA_METRICS
                ? RtNetlink.metric(attribute)
                : RtNetlink.routeAttribute(attribute);
    }

    @Override
    public int nestedBehind(int parent, int attribute) {
        return parent == 0 && attribute == RtNetlink.RTA_METRICS ? 0 : -1;
    }
}
