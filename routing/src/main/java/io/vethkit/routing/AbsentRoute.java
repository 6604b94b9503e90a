package io.vethkit.routing;

import io.vethkit.netlink.Request;
import io.vethkit.netlink.route.Route;
import io.vethkit.netlink.route.Routes;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/**
 * A route that shall not be there, such as the one the kernel makes with an address.
 *
 * @param device the name of the device it goes through
 * @param route the route; its own device index does not matter
 */
public record AbsentRoute(String device, Route route) implements TableEntry {
    /** Returns the request that removes the route. */
    @Override
    public Request adding(int index) {
        return Routes.deleting(route.dev(index));
    }

    @Override
    public @Nullable Request replacing(int index) {
        return null;
    }

    @Override
    public @Nullable Request deleting(int index) {
        return null;
    }

    @Override
    public Request undoing(int index) {
        return Routes.adding(route.dev(index));
    }

    @Override
    public @Nullable Difference difference(KernelView kernel) throws IOException {
        int index = kernel.index(device);
        int family = route.destination().address().family();
        for (Route present : kernel.routes(family, route.table(), device)) {
            if (present.destination().equals(route.destination())
                    && RouteText.sameWay(present, route, index)) {
                return new Difference(this, "route " + words() + " is there but should not be");
            }
        }
        return null;
    }

    @Override
    public String command() {
        return RouteText.command("del", route, device);
    }

    @Override
    public @Nullable String removalCommand() {
        return null;
    }

    private String words() {
        return RouteText.of(route, device);
    }

    @Override
    public String toString() {
        return "absence of route " + words();
    }
}
