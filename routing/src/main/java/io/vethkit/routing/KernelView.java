package io.vethkit.routing;

import io.vethkit.netlink.route.Address;
import io.vethkit.netlink.route.Addresses;
import io.vethkit.netlink.route.Link;
import io.vethkit.netlink.route.Neighbour;
import io.vethkit.netlink.route.Neighbours;
import io.vethkit.netlink.route.Route;
import io.vethkit.netlink.route.RouteFilter;
import io.vethkit.netlink.route.Routes;
import io.vethkit.netlink.route.Rule;
import io.vethkit.netlink.route.Rules;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the kernel has in one namespace, read as far as somebody asks, and once.
 *
 * <p>Not thread-safe; a view is for one comparison and grows stale.
 */
public final class KernelView {
    private final NamespaceHandle namespace;
    private final Map<String, @Nullable Link> links = new HashMap<>();
    private final Map<String, List<Route>> routes = new HashMap<>();
    private final Map<String, RoutesByDevice> tables = new HashMap<>();
    private final Map<Integer, List<Rule>> rules = new HashMap<>();
    private final Map<Integer, RuleSearch> searches = new HashMap<>();

    /** A view of {@code namespace}, which is used as long as the view is. */
    public KernelView(NamespaceHandle namespace) {
        this.namespace = namespace;
    }

    /** Returns the link of that name, or null if there is none. */
    @Nullable Link link(String name) throws IOException {
        if (!links.containsKey(name)) {
            links.put(name, namespace.links().find(name));
        }
        return links.get(name);
    }

    /** Returns the index of the link of that name, or 0 if there is none. */
    int index(String name) throws IOException {
        Link link = link(name);
        Integer index = link == null ? null : link.index();
        return index == null ? 0 : index;
    }

    List<Address> addresses(String device, int family) throws IOException {
        int index = index(device);
        return index == 0 ? List.of() : new Addresses(namespace.socket()).list(family, index);
    }

    List<Neighbour> neighbours(String device, int family) throws IOException {
        int index = index(device);
        return index == 0 ? List.of() : new Neighbours(namespace.socket()).list(family, index);
    }

    /** Returns the routes of a table that go through {@code device}, or all if that is null. */
    List<Route> routes(int family, int table, @Nullable String device) throws IOException {
        String key = family + " " + table + " " + device;
        List<Route> known = routes.get(key);
        if (known == null) {
            known = read(family, table, device);
            routes.put(key, known);
        }
        return known;
    }

    private List<Route> read(int family, int table, @Nullable String device) throws IOException {
        if (device == null) {
            return list(family, RouteFilter.ALL.table(table));
        }
        int index = index(device);
        if (index == 0) {
            return List.of();
        }
        RoutesByDevice byDevice = table(family, table);
        if (byDevice.isAskedOften()) {
            if (!byDevice.isRead()) {
                byDevice.read(list(family, RouteFilter.ALL.table(table)));
            }
            return byDevice.of(index);
        }
        return list(family, RouteFilter.ALL.table(table).device(index));
    }

    private RoutesByDevice table(int family, int table) {
        String key = family + " " + table;
        RoutesByDevice known = tables.get(key);
        if (known == null) {
            known = new RoutesByDevice();
            tables.put(key, known);
        }
        return known;
    }

    private List<Route> list(int family, RouteFilter filter) throws IOException {
        return new Routes(namespace.socket()).list(family, filter);
    }

    /** Tells whether the rule is there, whoever made it. */
    boolean has(Rule rule) throws IOException {
        RuleSearch search = searches.get(rule.family());
        if (search == null) {
            search = new RuleSearch(rules(rule.family()));
            searches.put(rule.family(), search);
        }
        return search.finds(rule);
    }

    private List<Rule> rules(int family) throws IOException {
        List<Rule> known = rules.get(family);
        if (known == null) {
            known = new Rules(namespace.socket()).list(family);
            rules.put(family, known);
        }
        return known;
    }

    @Nullable String sysctl(String key) throws IOException {
        return namespace.sysctl(key);
    }
}
