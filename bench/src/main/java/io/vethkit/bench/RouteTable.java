package io.vethkit.bench;

import static io.vethkit.linux.Socket.AF_INET;
import static io.vethkit.netlink.route.RtNetlink.RT_SCOPE_LINK;
import static io.vethkit.netlink.route.RtNetlink.RT_TABLE_MAIN;

import io.vethkit.netlink.Batch;
import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.NetlinkSocket;
import io.vethkit.netlink.Prefix;
import io.vethkit.netlink.Request;
import io.vethkit.netlink.route.Link;
import io.vethkit.netlink.route.Links;
import io.vethkit.netlink.route.Route;
import io.vethkit.netlink.route.RouteFilter;
import io.vethkit.netlink.route.Routes;
import io.vethkit.netns.NetworkNamespace;

import java.io.IOException;

/**
 * A network namespace of its own with lo up, and a socket in it; no thread is switched into it.
 *
 * <p>The routes are those {@code peer.c} uses: hosts from 10.0.0.1 on, over lo, in the main table.
 */
final class RouteTable implements AutoCloseable {
    private static final int NETLINK_ROUTE = 0; // include/uapi/linux/netlink.h
    private static final int LOOPBACK = 1;
    private static final int FIRST = 0x0a000001;

    final NetworkNamespace namespace = NetworkNamespace.createAnonymous();
    final NetlinkSocket socket = NetlinkSocket.open(NETLINK_ROUTE, namespace);

    RouteTable() throws IOException {
        new Links(socket).set(Link.named("lo").up(true));
    }

    /** Returns the route to the host of that number. */
    static Route host(int number) {
        Prefix host = Prefix.host(IpAddress.v4(FIRST + number));
        return Route.to(host).dev(LOOPBACK).scope(RT_SCOPE_LINK);
    }

    /** Adds the routes to that many hosts. */
    void fill(int hosts) throws IOException {
        Batch batch = socket.batch();
        for (int i = 0; i < hosts; i++) {
            batch.add(Routes.adding(host(i)));
        }
        batch.execute().throwFirstError();
    }

    /** Returns the request for the routes of the main table. */
    static Request listing() {
        return Routes.listing(AF_INET, RouteFilter.ALL.table(RT_TABLE_MAIN));
    }

    /** Returns a path under which another process finds the namespace. */
    String path() {
        return "/proc/" + ProcessHandle.current().pid() + "/fd/" + namespace.fd().number();
    }

    @Override
    public void close() {
        socket.close();
        namespace.close();
    }
}
