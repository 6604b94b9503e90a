package io.vethkit.routing;

import static io.vethkit.linux.Socket.AF_INET6;

import io.vethkit.netlink.Prefix;
import io.vethkit.netlink.route.Route;
import io.vethkit.netlink.route.Rule;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** What descriptions speak of: events about anything else are let pass. */
final class Scope {
    private final Set<String> devices = new HashSet<>();
    private final Set<String> neighboursOf = new HashSet<>();
    private final Set<String> sysctls = new HashSet<>();
    private final Set<Integer> tables = new HashSet<>();
    private final Set<Prefix> destinations = new HashSet<>();
    private boolean rulesV4;
    private boolean rulesV6;
    private boolean sourcedRoutes;
    private boolean devicelessRoutes;

    /** Of nothing. */
    Scope() {}

    static Scope of(Collection<Part> parts) {
        Scope scope = new Scope();
        for (Part part : parts) {
            for (Desired object : part.state().objects()) {
                scope.add(object);
            }
        }
        return scope;
    }

    /** Returns the name of the link that the object is, is on or belongs to, or null if none. */
    static @Nullable String deviceOf(Desired object) {
        return object instanceof DesiredSysctl sysctl ? sysctl.device() : Applier.deviceOf(object);
    }

    private void add(Desired object) {
        String device = deviceOf(object);
        if (device != null) {
            devices.add(device);
        }
        switch (object) {
            case DesiredSysctl sysctl -> sysctls.add(sysctl.key());
            case DesiredNeighbour neighbour -> neighboursOf.add(neighbour.device());
            case DesiredRoute route -> add(route.route(), device);
            case AbsentRoute route -> add(route.route(), device);
            case DesiredRule rule -> add(rule.rule());
            case AbsentRule rule -> add(rule.rule());
            case DesiredLink link -> {
                if (link.parent() != null) {
                    devices.add(link.parent());
                }
            }
            case DesiredAddress _ -> {} // said all by its device
        }
    }

    private void add(Rule rule) {
        boolean isV6 = rule.family() == AF_INET6;
        rulesV6 |= isV6;
        rulesV4 |= !isV6;
    }

    private void add(Route route, @Nullable String device) {
        tables.add(route.table());
        destinations.add(route.destination());
        sourcedRoutes |= route.source() != null;
        devicelessRoutes |= device == null;
    }

    boolean hasDevice(String name) {
        return devices.contains(name);
    }

    boolean hasNeighbours() {
        return !neighboursOf.isEmpty();
    }

    boolean hasNeighbours(String device) {
        return neighboursOf.contains(device);
    }

    boolean hasSysctl(String key) {
        return sysctls.contains(key);
    }

    boolean hasSysctls() {
        return !sysctls.isEmpty();
    }

    boolean hasRoutes() {
        return !tables.isEmpty();
    }

    boolean hasTable(int table) {
        return tables.contains(table);
    }

    boolean hasDestination(Prefix destination) {
        return destinations.contains(destination);
    }

    boolean hasSourcedRoutes() {
        return sourcedRoutes;
    }

    boolean hasDevicelessRoutes() {
        return devicelessRoutes;
    }

    boolean hasRules(int family) {
        return family == AF_INET6 ? rulesV6 : rulesV4;
    }
}
