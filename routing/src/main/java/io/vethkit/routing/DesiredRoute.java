package io.vethkit.routing;

import io.vethkit.netlink.Request;
import io.vethkit.netlink.route.Route;
import io.vethkit.netlink.route.Routes;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/**
 * A route.
 *
 * @param device the name of the device it goes through, or null if through none
 * @param route the route; its own device index does not matter
 * @param isNew whether its place must be free
 */
public record DesiredRoute(@Nullable String device, Route route, boolean isNew)
        implements TableEntry {
    @Override
    public Request adding(int index) {
        return Routes.adding(through(index));
    }

    @Override
    public @Nullable Request replacing(int index) {
        return isNew ? null : Routes.replacing(through(index));
    }

    @Override
    public Request deleting(int index) {
        return Routes.deleting(through(index));
    }

    private Route through(int index) {
        return index == 0 ? route : route.dev(index);
    }

    @Override
    public @Nullable Difference difference(KernelView kernel) throws IOException {
        int index = device == null ? 0 : kernel.index(device);
        int family = route.destination().address().family();
        Route unlike = null;
        for (Route present : kernel.routes(family, route.table(), device)) {
            if (present.destination().equals(route.destination())) {
                if (RouteText.sameWay(present, route, index)) {
                    return null;
                }
                unlike = unlike == null ? present : unlike;
            }
        }
        return unlike == null
                ? Difference.missing(this)
                : new Difference(this, this + " is unlike: " + RouteText.of(unlike, device));
    }

    @Override
    public String command() {
        return RouteText.command(isNew ? "add" : "replace", route, device);
    }

    @Override
    public String removalCommand() {
        return RouteText.command("del", route, device);
    }

    @Override
    public String toString() {
        return "route " + RouteText.of(route, device);
    }
}
