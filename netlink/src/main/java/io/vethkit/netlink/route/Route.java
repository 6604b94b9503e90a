package io.vethkit.netlink.route;

import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.Prefix;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A route: which way packets go to a destination.
 *
 * @param destination the network; {@code 0.0.0.0/0} or {@code ::/0} is the default route
 * @param gateway the router, or null; that of an IPv4 route may be IPv6 (Linux 5.2)
 * @param device the index of the link, or null for that of the gateway
 * @param table the number of the routing table, unsigned
 * @param protocol who made it: one of {@code RTPROT_} or a number of one's own
 * @param scope one of {@code RT_SCOPE_}; the kernel does not look at it for IPv6
 * @param type one of {@code RTN_}
 * @param source the address that packets without one get, or null
 * @param priority the metric, unsigned, lowest first; null for the kernel's choice
 * @param onLink whether the gateway is on the link though no route says so
 * @param nextHops the ways of a multipath route, else empty
 * @param metrics what it says about packet sizes
 */
public record Route(
        Prefix destination,
        @Nullable IpAddress gateway,
        @Nullable Integer device,
        int table,
        int protocol,
        int scope,
        int type,
        @Nullable IpAddress source,
        @Nullable Integer priority,
        boolean onLink,
        List<NextHop> nextHops,
        RouteMetrics metrics) {
    /** Checks ranges, and that addresses are of families that go together. */
    public Route {
        boolean isV6 = destination.address().isV6();
        if (gateway != null && isV6 && !gateway.isV6()) {
            throw new IllegalArgumentException("gateway " + gateway + " to " + destination);
        }
        if (source != null && source.isV6() != isV6) {
            throw new IllegalArgumentException("source " + source + " to " + destination);
        }
        if (device != null && device <= 0) {
            throw new IllegalArgumentException("link index " + device);
        }
        if ((protocol | scope | type) >>> 8 != 0) {
            throw new IllegalArgumentException(
                    "protocol " + protocol + ", scope " + scope + " or type " + type);
        }
        if (!nextHops.isEmpty() && (gateway != null || device != null)) {
            throw new IllegalArgumentException("a single way beside next hops to " + destination);
        }
        nextHops = List.copyOf(nextHops);
        for (NextHop hop : nextHops) {
            IpAddress via = hop.gateway();
            if (via != null && isV6 && !via.isV6()) {
                throw new IllegalArgumentException("gateway " + via + " to " + destination);
            }
        }
    }

    /** Returns the unicast route of the main table, protocol boot, scope universe. */
    public static Route to(Prefix destination) {
        return new Route(
                destination,
                null,
                null,
                RtNetlink.RT_TABLE_MAIN,
                RtNetlink.RTPROT_BOOT,
                RtNetlink.RT_SCOPE_UNIVERSE,
                RtNetlink.RTN_UNICAST,
                null,
                null,
                false,
                List.of(),
                RouteMetrics.NONE);
    }

    /**
     * Returns what any route to {@code destination} in the main table is like, whoever made it, for
     * {@link Routes#delete}.
     */
    public static Route anyTo(Prefix destination) {
        return to(destination)
                .protocol(RtNetlink.RTPROT_UNSPEC)
                .scope(RtNetlink.RT_SCOPE_NOWHERE)
                .type(RtNetlink.RTN_UNSPEC);
    }

    /** Returns the route through that router. */
    public Route via(IpAddress value) {
        return with(value, device, table, protocol, scope, type, source, priority, onLink);
    }

    /** Returns the route over the link of that index. */
    public Route dev(int value) {
        return with(gateway, value, table, protocol, scope, type, source, priority, onLink);
    }

    /** Returns the route in that table. */
    public Route table(int value) {
        return with(gateway, device, value, protocol, scope, type, source, priority, onLink);
    }

    /** Returns the route with that maker. */
    public Route protocol(int value) {
        return with(gateway, device, table, value, scope, type, source, priority, onLink);
    }

    /** Returns the route with that scope. */
    public Route scope(int value) {
        return with(gateway, device, table, protocol, value, type, source, priority, onLink);
    }

    /** Returns the route with that type. */
    public Route type(int value) {
        return with(gateway, device, table, protocol, scope, value, source, priority, onLink);
    }

    /** Returns the route with that source address. */
    public Route source(IpAddress value) {
        return with(gateway, device, table, protocol, scope, type, value, priority, onLink);
    }

    /** Returns the route with that metric. */
    public Route priority(int value) {
        return with(gateway, device, table, protocol, scope, type, source, value, onLink);
    }

    /** Returns the route with a gateway that is, or is not, taken to be on the link. */
    public Route onLink(boolean value) {
        return with(gateway, device, table, protocol, scope, type, source, priority, value);
    }

    /** Returns the route with these ways. */
    public Route nextHops(List<NextHop> value) {
        return new Route(
                destination,
                gateway,
                device,
                table,
                protocol,
                scope,
                type,
                source,
                priority,
                onLink,
                value,
                metrics);
    }

    /** Returns the route with these metrics. */
    public Route metrics(RouteMetrics value) {
        return new Route(
                destination,
                gateway,
                device,
                table,
                protocol,
                scope,
                type,
                source,
                priority,
                onLink,
                nextHops,
                value);
    }

    private Route with(
            @Nullable IpAddress newGateway,
            @Nullable Integer newDevice,
            int newTable,
            int newProtocol,
            int newScope,
            int newType,
            @Nullable IpAddress newSource,
            @Nullable Integer newPriority,
            boolean newOnLink) {
        return new Route(
                destination,
                newGateway,
                newDevice,
                newTable,
                newProtocol,
                newScope,
                newType,
                newSource,
                newPriority,
                newOnLink,
                nextHops,
                metrics);
    }

    /** Returns {@code AF_INET} or {@code AF_INET6}. */
    public int family() {
        return destination.address().family();
    }

    /** Returns the word of {@code ip route} for the type, such as {@code blackhole}. */
    public String typeText() {
        return Text.routeType(type);
    }

    /** Returns the arguments of {@code ip route}: {@code 10.0.1.7/32 dev #5 scope link table 2}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(64);
        if (type != RtNetlink.RTN_UNICAST && type != RtNetlink.RTN_UNSPEC) {
            text.append(typeText()).append(' ');
        }
        text.append(destination);
        if (gateway != null) {
            boolean foreign = gateway.isV6() != destination.address().isV6();
            text.append(foreign ? " via inet6 " : " via ").append(gateway);
        }
        Text.appendDevice(text, device);
        text.append(onLink ? " onlink" : "");
        if (scope != RtNetlink.RT_SCOPE_UNIVERSE && scope != RtNetlink.RT_SCOPE_NOWHERE) {
            text.append(" scope ").append(Text.scope(scope));
        }
        if (table != RtNetlink.RT_TABLE_MAIN) {
            text.append(" table ").append(Integer.toUnsignedString(table));
        }
        if (protocol != RtNetlink.RTPROT_BOOT && protocol != RtNetlink.RTPROT_UNSPEC) {
            text.append(" proto ").append(protocol);
        }
        Text.append(text, " src ", source);
        Text.appendUnsigned(text, " metric ", priority);
        if (!metrics.isEmpty()) {
            text.append(' ').append(metrics);
        }
        for (NextHop hop : nextHops) {
            text.append(' ').append(hop);
        }
        return text.toString();
    }
}
