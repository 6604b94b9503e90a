package io.vethkit.netlink.route;

import io.vethkit.netlink.MessageWriter;
import io.vethkit.netlink.Request;

/** A change to a route. */
final class RouteRequest implements Request {
    private final int type;
    private final int flags;
    private final String verb;
    private final Route route;

    RouteRequest(int type, int flags, String verb, Route route) {
        this.type = type;
        this.flags = flags;
        this.verb = verb;
        this.route = route;
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
        RouteCodec.encode(route, out);
    }

    @Override
    public String describe() {
        return verb + " route " + route;
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
