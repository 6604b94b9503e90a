package io.vethkit.cli.demo;

import static io.vethkit.linux.Socket.AF_UNSPEC;

import io.vethkit.netlink.route.Addresses;
import io.vethkit.netlink.route.Link;
import io.vethkit.netlink.route.RouteFilter;
import io.vethkit.netlink.route.Routes;
import io.vethkit.netlink.route.Rules;
import io.vethkit.netns.NetworkNamespace;
import io.vethkit.routing.NamespaceHandle;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * All links, addresses, routes, rules and nftables tables of a network namespace, a line for each.
 */
record Snapshot(TreeSet<String> lines) {
    static Snapshot of(NetworkNamespace namespace) throws IOException {
        TreeSet<String> lines = new TreeSet<>();
        try (NamespaceHandle handle = NamespaceHandle.of(namespace)) {
            List<Link> links = handle.links().list();
            links.forEach(link -> lines.add("link " + link));
            Addresses addresses = new Addresses(handle.socket());
            addresses
                    .list(AF_UNSPEC)
                    .forEach(address -> lines.add(named("address " + address, links)));
            Routes routes = new Routes(handle.socket());
            routes.list(AF_UNSPEC, RouteFilter.ALL)
                    .forEach(route -> lines.add(named("route " + route, links)));
            new Rules(handle.socket()).list(AF_UNSPEC).forEach(rule -> lines.add("rule " + rule));
        }
        NftTables.list(namespace).forEach(table -> lines.add("nft table " + table));
        return new Snapshot(lines);
    }

    /** Returns {@code line} with the names of devices in place of their indexes. */
    private static String named(String line, List<Link> links) {
        String named = line + " ";
        for (Link link : links) {
            named = named.replace(" dev #" + link.index() + " ", " dev " + link.name() + " ");
        }
        return named.stripTrailing();
    }

    /** Returns what is in this and not in {@code other}. */
    List<String> minus(Snapshot other) {
        List<String> difference = new ArrayList<>(lines);
        difference.removeAll(other.lines);
        return difference;
    }

    /** Returns what differs from {@code before}: {@code +} for more, {@code -} for less. */
    List<String> since(Snapshot before) {
        List<String> changes = new ArrayList<>();
        minus(before).forEach(line -> changes.add("+ " + line));
        before.minus(this).forEach(line -> changes.add("- " + line));
        return changes;
    }
}
