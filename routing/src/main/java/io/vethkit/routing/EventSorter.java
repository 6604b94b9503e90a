package io.vethkit.routing;

import io.vethkit.netlink.Burst;
import io.vethkit.netlink.MalformedMessageException;
import io.vethkit.netlink.MessageReader;
import io.vethkit.netlink.MonitorListener;
import io.vethkit.netlink.Prefix;
import io.vethkit.netlink.route.RouteEvent;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/** Sorts events by which objects of the descriptions they may be about. */
final class EventSorter implements MonitorListener {
    private final WatchListener listener;
    private final Burst burst;
    private final RouteEvent event = new RouteEvent();
    private final Map<Integer, String> devices = new HashMap<>();
    private Scope scope = new Scope();
    private Concern concern = new Concern();

    EventSorter(WatchListener listener, Burst burst) {
        this.listener = listener;
        this.burst = burst;
    }

    /** Is told what descriptions speak of now. */
    void scope(Scope now) {
        scope = now;
        Iterator<String> names = devices.values().iterator();
        while (names.hasNext()) {
            if (!now.hasDevice(names.next())) {
                names.remove();
            }
        }
    }

    /** Is told the index of a described device. */
    void device(int index, String name) {
        devices.put(index, name);
    }

    /** Returns what may differ, to be added to. */
    Concern concern() {
        return concern;
    }

    /** Returns what may differ, and starts again. */
    Concern take() {
        Concern taken = concern;
        concern = new Concern();
        return taken;
    }

    @Override
    public void event(MessageReader message) throws MalformedMessageException {
        event.read(message);
        boolean concerns =
                switch (event.kind()) {
                    case LINK -> link();
                    case ADDRESS -> address();
                    case ROUTE -> route();
                    case RULE -> rule();
                    case NEIGHBOUR -> neighbour();
                    case NEXT_HOP -> nextHop();
                    case NETCONF -> netconf();
                    case OTHER -> false;
                };
        if (concerns) {
            burst.add(System.nanoTime());
        }
    }

    @Override
    public void lost() {
        concern.all();
        burst.add(System.nanoTime());
        listener.lost();
    }

    /** A link may have got, or given up, a name that is described. */
    private boolean link() {
        String now = event.name();
        boolean isDescribed = scope.hasDevice(now);
        String before =
                isDescribed ? devices.put(event.device(), now) : devices.remove(event.device());
        if (before != null && !before.equals(now)) {
            concern.link(before);
        }
        if (isDescribed || scope.hasDevicelessRoutes()) {
            concern.link(now);
        }
        return isDescribed || before != null || scope.hasDevicelessRoutes();
    }

    private boolean address() {
        String device = devices.get(event.device());
        if (device == null && !scope.hasSourcedRoutes()) {
            return false;
        }
        concern.address(device == null ? "" : device, event.family());
        return true;
    }

    private boolean route() {
        if (!scope.hasTable(event.table())) {
            return false;
        }
        Prefix destination = event.destination();
        if (!scope.hasDestination(destination)) {
            return false;
        }
        concern.route(event.table(), destination);
        return true;
    }

    private boolean rule() {
        concern.rules(event.family());
        return scope.hasRules(event.family());
    }

    private boolean neighbour() {
        String device = devices.get(event.device());
        if (device == null || !scope.hasNeighbours(device)) {
            return false;
        }
        concern.neighbour(device);
        return true;
    }

    private boolean nextHop() {
        concern.routes();
        return scope.hasRoutes();
    }

    private boolean netconf() {
        String device = devices.get(event.device());
        if (device != null) {
            concern.sysctlsOf(device);
            return true;
        }
        if (event.device() != RouteEvent.ALL && event.device() != RouteEvent.DEFAULT) {
            return false;
        }
        concern.sysctls();
        return scope.hasSysctls();
    }
}
