package io.vethkit.routing;

import static io.vethkit.linux.Socket.AF_INET;
import static io.vethkit.linux.Socket.AF_INET6;

import io.vethkit.netlink.Prefix;
import io.vethkit.netlink.route.Route;
import io.vethkit.netlink.route.Rule;

import org.jspecify.annotations.Nullable;

import java.util.HashSet;
import java.util.Set;

/**
 * Which objects may differ since they were looked at last: what events were about, and what the
 * kernel changes along with that without saying so.
 *
 * <p>A link that goes down, comes or goes takes IPv4 routes with it in silence, also those of
 * several next hops; next hop objects take the routes that use them; addresses take the routes they
 * are the source of.
 */
final class Concern {
    private static final int MANY_ROUTES = 256;

    private boolean all;
    private boolean allSysctls;
    private boolean allRoutes;
    private boolean devicelessRoutes;
    private boolean rulesV4;
    private boolean rulesV6;
    private boolean sourcedV4;
    private boolean sourcedV6;
    private final Set<String> parts = new HashSet<>();
    private final Set<String> links = new HashSet<>();
    private final Set<String> addressesOf = new HashSet<>();
    private final Set<String> neighboursOf = new HashSet<>();
    private final Set<String> sysctlsOf = new HashSet<>();
    private final Set<String> sysctls = new HashSet<>();
    private final Set<Place> routes = new HashSet<>();

    private record Place(int table, Prefix destination) {}

    void all() {
        all = true;
    }

    /** All objects of one part. */
    void part(String name) {
        parts.add(name);
    }

    void link(String name) {
        links.add(name);
        devicelessRoutes = true;
    }

    void address(String device, int family) {
        addressesOf.add(device);
        sourcedV4 |= family == AF_INET;
        sourcedV6 |= family == AF_INET6;
    }

    void neighbour(String device) {
        neighboursOf.add(device);
    }

    void route(int table, Prefix destination) {
        if (routes.size() < MANY_ROUTES) {
            routes.add(new Place(table, destination));
        } else {
            allRoutes = true;
        }
    }

    void routes() {
        allRoutes = true;
    }

    void rules(int family) {
        rulesV4 |= family != AF_INET6;
        rulesV6 |= family != AF_INET;
    }

    void sysctlsOf(String device) {
        sysctlsOf.add(device);
    }

    void sysctl(String key) {
        sysctls.add(key);
    }

    void sysctls() {
        allSysctls = true;
    }

    /** Tells whether all objects of {@code part} may differ. */
    boolean isAboutAllOf(String part) {
        return all || parts.contains(part);
    }

    /** Tells whether {@code object} of {@code part} may differ. */
    boolean isAbout(Desired object, String part) {
        if (isAboutAllOf(part)) {
            return true;
        }
        return switch (object) {
            case DesiredLink link ->
                    links.contains(link.link().name())
                            || (link.parent() != null && links.contains(link.parent()));
            case DesiredSysctl sysctl -> isAbout(sysctl);
            case DesiredAddress address ->
                    isAbout(address.device()) || addressesOf.contains(address.device());
            case DesiredNeighbour neighbour ->
                    isAbout(neighbour.device()) || neighboursOf.contains(neighbour.device());
            case DesiredRoute route -> isAbout(route.device(), route.route());
            case AbsentRoute route -> isAbout(route.device(), route.route());
            case DesiredRule rule -> isAbout(rule.rule());
            case AbsentRule rule -> isAbout(rule.rule());
        };
    }

    private boolean isAbout(Rule rule) {
        return rule.family() == AF_INET6 ? rulesV6 : rulesV4;
    }

    private boolean isAbout(String device) {
        return links.contains(device);
    }

    private boolean isAbout(@Nullable String device, Route route) {
        boolean isV6 = route.family() == AF_INET6;
        return allRoutes
                || (device == null ? devicelessRoutes : links.contains(device))
                || (device != null && addressesOf.contains(device))
                || (route.source() != null && (isV6 ? sourcedV6 : sourcedV4))
                || (!routes.isEmpty()
                        && routes.contains(new Place(route.table(), route.destination())));
    }

    private boolean isAbout(DesiredSysctl sysctl) {
        if (allSysctls || sysctls.contains(sysctl.key())) {
            return true;
        }
        String device = sysctl.device();
        return device != null && (links.contains(device) || sysctlsOf.contains(device));
    }
}
