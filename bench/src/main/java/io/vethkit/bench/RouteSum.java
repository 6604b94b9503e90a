package io.vethkit.bench;

import io.vethkit.netlink.MalformedMessageException;
import io.vethkit.netlink.MessageReader;
import io.vethkit.netlink.MessageVisitor;
import io.vethkit.netlink.route.RouteReader;

/** Looks at what {@code peer.c} looks at: destination, link and table of each route. */
final class RouteSum implements MessageVisitor {
    private final RouteReader route = new RouteReader();
    int routes;
    int sum;

    @Override
    public void start() {
        routes = 0;
        sum = 0;
    }

    @Override
    public void message(MessageReader message) throws MalformedMessageException {
        route.read(message);
        routes++;
        sum += route.destinationV4() + route.prefixLength() + route.device() + route.table();
    }

    /** Returns the sum, which is not to be optimized away, if there were that many routes. */
    int checked(int expected) {
        if (routes != expected) {
            throw new IllegalStateException(routes + " routes instead of " + expected);
        }
        return sum;
    }
}
