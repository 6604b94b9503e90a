package io.vethkit.cli.vpc;

import static io.vethkit.iptables.Nft.drop;
import static io.vethkit.iptables.Nft.iifname;
import static io.vethkit.iptables.Nft.in;
import static io.vethkit.iptables.Nft.ip6Saddr;
import static io.vethkit.iptables.Nft.ipSaddr;
import static io.vethkit.iptables.Nft.not;
import static io.vethkit.netlink.route.RtNetlink.RTPROT_STATIC;
import static io.vethkit.netlink.route.RtNetlink.RT_SCOPE_LINK;

import io.vethkit.iptables.Match;
import io.vethkit.iptables.NamedSet;
import io.vethkit.iptables.Rule;
import io.vethkit.netlink.Prefix;
import io.vethkit.netlink.route.Route;
import io.vethkit.routing.NamespaceState;

import java.util.ArrayList;
import java.util.List;

/**
 * An interface of the router, with what is behind it.
 *
 * @param name of its link
 * @param own the addresses of the interface at the other end, with the subnet's prefix length
 * @param more what else is delivered there
 */
record Leg(String name, List<Prefix> own, List<Prefix> more) {
    Leg {
        own = List.copyOf(own);
        more = List.copyOf(more);
    }

    /** The router's address in each subnet, and the ways to all that is behind. */
    void addTo(NamespaceState.Builder router) {
        router.sysctl("net/ipv4/conf/" + name + "/rp_filter", "0");
        Hosts.settle(router, name, Families.first(own, true) != null);
        for (Prefix address : own) {
            boolean v6 = address.address().isV6();
            router.address(name, new Prefix(Families.gateway(address), v6 ? 64 : 32));
            router.route(name, direct(address));
        }
        for (Prefix prefix : more) {
            Prefix address = Families.first(own, prefix.address().isV6());
            if (address != null) {
                Route route = Route.to(prefix).via(address.address());
                router.route(name, route.protocol(RTPROT_STATIC));
            }
        }
    }

    static Route direct(Prefix address) {
        Route route = Route.to(Prefix.host(address.address())).protocol(RTPROT_STATIC);
        return address.address().isV6() ? route : route.scope(RT_SCOPE_LINK);
    }

    /** Adds EC2's source/destination check: what is not from addresses behind it is dropped. */
    void addCheck(List<NamedSet> sets, List<Rule> rules) {
        for (boolean v6 : new boolean[] {false, true}) {
            String set = name + (v6 ? "-v6" : "-v4");
            Match from = v6 ? ip6Saddr(in(set)) : ipSaddr(in(set));
            List<Prefix> behind = behind(v6);
            if (!behind.isEmpty()) {
                sets.add(NamedSet.ofPrefixes(set, behind));
                rules.add(Rule.of(iifname(name), not(from), drop()));
            }
        }
    }

    private List<Prefix> behind(boolean v6) {
        List<Prefix> all = new ArrayList<>();
        for (Prefix address : Families.of(own, v6)) {
            all.add(Prefix.host(address.address()));
        }
        all.addAll(Families.of(more, v6));
        return all;
    }
}
