package io.vethkit.cni;

import static io.vethkit.linux.Socket.AF_INET;
import static io.vethkit.linux.Socket.AF_INET6;
import static io.vethkit.netlink.route.RtNetlink.RT_TABLE_MAIN;

import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.route.Route;
import io.vethkit.netlink.route.RouteFilter;
import io.vethkit.netlink.route.Routes;
import io.vethkit.netlink.route.Rule;
import io.vethkit.netlink.route.Rules;
import io.vethkit.routing.NamespaceHandle;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The rules of the host, and its routes to pods, read at once: they tell whose an address is. */
final class HostRouting {
    private final List<Rule> rules = new ArrayList<>();
    private final List<Route> routes = new ArrayList<>();

    /** Reads whole tables: not for ADD. */
    HostRouting(NamespaceHandle host) throws IOException {
        for (int family : new int[] {AF_INET, AF_INET6}) {
            rules.addAll(new Rules(host.socket()).list(family)); // before routes, made later
        }
        for (int family : new int[] {AF_INET, AF_INET6}) {
            RouteFilter main = RouteFilter.ALL.table(RT_TABLE_MAIN);
            routes.addAll(new Routes(host.socket()).list(family, main));
        }
    }

    /** Returns the rules of both families in the order the kernel tries them. */
    List<Rule> rules() {
        return rules;
    }

    /** Tells whether the main table has a route to {@code address} alone. */
    boolean leadsTo(IpAddress address) {
        return deviceTo(address) != null;
    }

    /** Returns the index of the link by which the main table leads to {@code address} alone. */
    @Nullable Integer deviceTo(IpAddress address) {
        for (Route route : routes) {
            if (route.destination().isHost() && route.destination().address().equals(address)) {
                return route.device();
            }
        }
        return null;
    }

    /** Returns the addresses that the main table leads to by the link of that index. */
    List<IpAddress> addressesBehind(int device) {
        List<IpAddress> addresses = new ArrayList<>();
        for (Route route : routes) {
            Integer by = route.device();
            if (by != null && by == device && route.destination().isHost()) {
                addresses.add(route.destination().address());
            }
        }
        return addresses;
    }
}
