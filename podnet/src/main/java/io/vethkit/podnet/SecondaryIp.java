package io.vethkit.podnet;

import static io.vethkit.netlink.route.RtNetlink.RT_SCOPE_LINK;
import static io.vethkit.netlink.route.RtNetlink.RT_TABLE_MAIN;
import static io.vethkit.podnet.Datapath.FROM_POD_PRIORITY;
import static io.vethkit.podnet.Datapath.PROTOCOL;
import static io.vethkit.podnet.Datapath.TO_POD_PRIORITY;
import static io.vethkit.podnet.Datapath.lookup;

import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.Prefix;
import io.vethkit.netlink.route.Route;
import io.vethkit.routing.NamespaceState;

/**
 * The host's side of pods that have secondary addresses of an ENI: single ones or of a prefix, of
 * the node's subnet or another (custom networking), IPv4 and IPv6. Branch ENIs in standard mode are
 * routed in the same way.
 */
final class SecondaryIp {
    private SecondaryIp() {}

    /**
     * Describes how the pod's addresses are routed.
     *
     * @param table of the ENI they belong to
     */
    static void describe(PodInterface pod, int table, NamespaceState.Builder host) {
        for (IpAddress address : pod.addresses()) {
            Prefix prefix = Prefix.host(address);
            host.route(pod.hostVeth(), toPod(address))
                    .rule(lookup(address.family(), RT_TABLE_MAIN, TO_POD_PRIORITY).to(prefix));
            if (table != RT_TABLE_MAIN) {
                host.rule(lookup(address.family(), table, FROM_POD_PRIORITY).from(prefix));
            }
        }
    }

    /** Returns the route to a pod, whose device is its veth. */
    static Route toPod(IpAddress address) {
        Route route = Route.to(Prefix.host(address)).protocol(PROTOCOL);
        return address.isV6() ? route : route.scope(RT_SCOPE_LINK);
    }
}
