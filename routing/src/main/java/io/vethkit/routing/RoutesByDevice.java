package io.vethkit.routing;

import io.vethkit.netlink.route.NextHop;
import io.vethkit.netlink.route.Route;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A routing table, to be asked for the routes of devices: the kernel filters for a few, but walks
 * the whole table each time; so for many it is read at once.
 */
final class RoutesByDevice {
    private static final int FEW = 8; // a call of the plugin asks for fewer

    private @Nullable Map<Integer, List<Route>> byDevice;
    private int questions;

    /** Counts a question. Tells whether there were many. */
    boolean isAskedOften() {
        return ++questions > FEW;
    }

    boolean isRead() {
        return byDevice != null;
    }

    /** Takes all routes of the table. */
    void read(List<Route> routes) {
        Map<Integer, List<Route>> read = new HashMap<>();
        for (Route route : routes) {
            add(read, route.device(), route);
            for (NextHop hop : route.nextHops()) {
                add(read, hop.device(), route);
            }
        }
        byDevice = read;
    }

    private static void add(Map<Integer, List<Route>> read, @Nullable Integer device, Route route) {
        if (device == null) {
            return;
        }
        List<Route> others = read.get(device);
        if (others == null) {
            others = new ArrayList<>();
            read.put(device, others);
        }
        others.add(route);
    }

    List<Route> of(int device) {
        List<Route> routes = byDevice == null ? null : byDevice.get(device);
        return routes == null ? List.of() : routes;
    }
}
