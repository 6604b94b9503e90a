package io.vethkit.cni;

import static io.vethkit.linux.Socket.AF_INET;
import static io.vethkit.linux.Socket.AF_INET6;

import io.vethkit.linux.Errno;
import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.NetlinkException;
import io.vethkit.netlink.Prefix;
import io.vethkit.netlink.route.Link;
import io.vethkit.netlink.route.Links;
import io.vethkit.netlink.route.Route;
import io.vethkit.netlink.route.RouteFilter;
import io.vethkit.netlink.route.Routes;
import io.vethkit.netlink.route.Rule;
import io.vethkit.netlink.route.Rules;
import io.vethkit.podnet.Datapath;
import io.vethkit.routing.NamespaceHandle;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What in the node's namespace is ours by its marks, whatever is on record: links by their alias,
 * routes and rules by their protocol. Reads whole tables; for GC and for records that are damaged.
 */
final class OwnObjects {
    private final NamespaceHandle host;

    OwnObjects(NamespaceHandle host) {
        this.host = host;
    }

    /** Tells whether an attachment has its link; {@code alias} says whose. */
    boolean hasLink(String alias) throws IOException {
        return find(alias) != null;
    }

    /**
     * Removes what the attachment has that {@code alias} names, and the rules for its addresses.
     */
    void remove(String alias, List<IpAddress> itsAddresses) throws IOException {
        List<IpAddress> addresses = new ArrayList<>(itsAddresses);
        for (Link link : host.links().list()) {
            if (alias.equals(link.alias())) {
                addresses.addAll(routedThrough(link.index()));
                delete(link, host);
            }
        }
        for (Rule rule : rules()) {
            if (isOfPod(rule) && addresses.contains(addressOf(rule))) {
                delete(rule);
            }
        }
        removeInterfaceRules();
    }

    /** Removes links of {@code network} whose alias is not in {@code known}. */
    void removeLinks(String network, List<String> known) throws IOException {
        for (Link link : host.links().list()) {
            String alias = link.alias();
            if (alias != null
                    && alias.startsWith(Datapath.ALIAS_PREFIX + network + "/")
                    && !known.contains(alias)) {
                delete(link, host);
            }
        }
    }

    /**
     * Removes rules for pods' addresses that are not in {@code known} and lead to no link: a rule
     * does not say whose it is, and those with a link are some network's that is on record
     * elsewhere.
     */
    void removeRules(List<IpAddress> known) throws IOException {
        List<Rule> rules = rules();
        List<IpAddress> routed = routedThrough(null); // after the rules, which are made later
        for (Rule rule : rules) {
            IpAddress address = addressOf(rule);
            if (isOfPod(rule) && !known.contains(address) && !routed.contains(address)) {
                delete(rule);
            }
        }
        removeInterfaceRules();
    }

    /** Removes rules for what comes in by links that are gone. */
    private void removeInterfaceRules() throws IOException {
        for (Rule rule : rules()) {
            Integer priority = rule.priority();
            String iif = rule.iif();
            if (rule.protocol() == Datapath.PROTOCOL
                    && priority != null
                    && priority == Datapath.IIF_PRIORITY
                    && iif != null
                    && host.links().find(iif) == null) {
                delete(rule);
            }
        }
    }

    private List<Rule> rules() throws IOException {
        List<Rule> rules = new ArrayList<>(new Rules(host.socket()).list(AF_INET));
        rules.addAll(new Rules(host.socket()).list(AF_INET6));
        return rules;
    }

    private @Nullable Link find(String alias) throws IOException {
        for (Link link : host.links().list()) {
            if (alias.equals(link.alias())) {
                return link;
            }
        }
        return null;
    }

    private List<IpAddress> routedThrough(@Nullable Integer device) throws IOException {
        RouteFilter all = RouteFilter.ALL.protocol(Datapath.PROTOCOL);
        RouteFilter filter = device == null ? all : all.device(device);
        List<Route> routes = new ArrayList<>(new Routes(host.socket()).list(AF_INET, filter));
        routes.addAll(new Routes(host.socket()).list(AF_INET6, filter));
        List<IpAddress> addresses = new ArrayList<>();
        for (Route route : routes) {
            if (route.destination().isHost()) {
                addresses.add(route.destination().address());
            }
        }
        return addresses;
    }

    private static boolean isOfPod(Rule rule) {
        Integer priority = rule.priority();
        return rule.protocol() == Datapath.PROTOCOL
                && priority != null
                && (priority == Datapath.TO_POD_PRIORITY || priority == Datapath.FROM_POD_PRIORITY);
    }

    private static @Nullable IpAddress addressOf(Rule rule) {
        Prefix prefix = rule.to() == null ? rule.from() : rule.to();
        return prefix == null ? null : prefix.address();
    }

    private void delete(Rule rule) throws IOException {
        try {
            new Rules(host.socket()).delete(rule);
        } catch (NetlinkException e) {
            if (!e.is(Errno.ENOENT)) {
                throw e;
            }
        }
    }

    /** Deletes {@code link}, unless it went by itself, as links do with the pod's namespace. */
    static void delete(Link link, NamespaceHandle host) throws IOException {
        try {
            host.socket().execute(Links.deleting(indexOf(link)));
        } catch (NetlinkException e) {
            if (!e.is(Errno.ENODEV)) {
                throw e;
            }
        }
    }

    private static int indexOf(Link link) {
        Integer index = link.index();
        if (index == null) {
            throw new AssertionError("the kernel gives each link an index: " + link.name());
        }
        return index;
    }
}
