package io.vethkit.netlink.route;

import static io.vethkit.netlink.Netlink.NLM_F_APPEND;
import static io.vethkit.netlink.Netlink.NLM_F_CREATE;
import static io.vethkit.netlink.Netlink.NLM_F_EXCL;
import static io.vethkit.netlink.Netlink.NLM_F_REPLACE;
import static io.vethkit.netlink.route.RtNetlink.RTM_DELROUTE;
import static io.vethkit.netlink.route.RtNetlink.RTM_NEWROUTE;

import io.vethkit.linux.Errno;
import io.vethkit.linux.ErrnoException;
import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.MalformedMessageException;
import io.vethkit.netlink.MessageReader;
import io.vethkit.netlink.MessageVisitor;
import io.vethkit.netlink.NetlinkSocket;
import io.vethkit.netlink.Request;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The routes of a network namespace, through a socket of {@code NETLINK_ROUTE} that stays the
 * caller's.
 *
 * <p>What changes a route is also there as a {@link Request}, for batches. Not thread-safe.
 */
public final class Routes {
    private final NetlinkSocket socket;

    /** The routes of the namespace of {@code socket}. */
    public Routes(NetlinkSocket socket) {
        this.socket = socket;
    }

    /** Adds {@code route}. Fails with {@code EEXIST} if there is one of its table and metric. */
    public void add(Route route) throws IOException {
        socket.execute(adding(route));
    }

    /** Adds {@code route}, or puts it in the place of the one of its table and metric. */
    public void replace(Route route) throws IOException {
        socket.execute(replacing(route));
    }

    /** Adds {@code route} behind others to the destination. */
    public void append(Route route) throws IOException {
        socket.execute(appending(route));
    }

    /**
     * Puts {@code route} in the place of the one of its table and metric. Fails with {@code ENOENT}
     * if there is none.
     */
    public void change(Route route) throws IOException {
        socket.execute(changing(route));
    }

    /** Deletes the first route like {@code route}. Fails with {@code ESRCH} if there is none. */
    public void delete(Route route) throws IOException {
        socket.execute(deleting(route));
    }

    /**
     * Returns the way that a packet to {@code destination} takes. Fails with {@code ENETUNREACH} or
     * what else the route says if there is none.
     */
    public Route get(IpAddress destination) throws IOException {
        Collector collector = new Collector(null);
        socket.get(new RouteLookup(destination), collector);
        if (collector.routes.isEmpty()) {
            throw new MalformedMessageException("no answer to get route " + destination);
        }
        return collector.routes.get(0);
    }

    /**
     * Returns the routes of {@code filter}; none if its table or link is not there.
     *
     * @param family {@code AF_INET}, {@code AF_INET6} or {@code AF_UNSPEC} for both
     */
    public List<Route> list(int family, RouteFilter filter) throws IOException {
        Collector collector = new Collector(filter);
        try {
            socket.dump(listing(family, filter), collector);
        } catch (ErrnoException e) {
            boolean noTable = e.is(Errno.ENOENT) && filter.table() != null;
            boolean noDevice = e.is(Errno.ENODEV) && filter.device() != null;
            if (!noTable && !noDevice) {
                throw e;
            }
        }
        return collector.routes;
    }

    /** Returns {@link #add} as a request. */
    public static Request adding(Route route) {
        return new RouteRequest(RTM_NEWROUTE, NLM_F_CREATE | NLM_F_EXCL, "add", route);
    }

    /** Returns {@link #replace} as a request. */
    public static Request replacing(Route route) {
        return new RouteRequest(RTM_NEWROUTE, NLM_F_CREATE | NLM_F_REPLACE, "replace", route);
    }

    /** Returns {@link #append} as a request. */
    public static Request appending(Route route) {
        return new RouteRequest(RTM_NEWROUTE, NLM_F_CREATE | NLM_F_APPEND, "append", route);
    }

    /** Returns {@link #change} as a request. */
    public static Request changing(Route route) {
        return new RouteRequest(RTM_NEWROUTE, NLM_F_REPLACE, "change", route);
    }

    /** Returns {@link #delete} as a request. */
    public static Request deleting(Route route) {
        return new RouteRequest(RTM_DELROUTE, 0, "delete", route);
    }

    /** Returns the request for {@link NetlinkSocket#dump} whose answers a reader takes. */
    public static Request listing(int family, RouteFilter filter) {
        return new RouteListing(family, filter);
    }

    private static final class Collector implements MessageVisitor {
        private final RouteReader reader = new RouteReader();
        private final @Nullable RouteFilter filter;
        final List<Route> routes = new ArrayList<>();

        Collector(@Nullable RouteFilter filter) {
            this.filter = filter;
        }

        @Override
        public void start() {
            routes.clear();
        }

        @Override
        public void message(MessageReader message) throws MalformedMessageException {
            if (RouteReader.reads(message) && reader.read(message).matches(filter)) {
                routes.add(reader.toRoute());
            }
        }
    }
}
