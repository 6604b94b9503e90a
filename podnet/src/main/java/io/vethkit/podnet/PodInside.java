package io.vethkit.podnet;

import static io.vethkit.netlink.route.IfAddr.IFA_F_NODAD;
import static io.vethkit.netlink.route.RtNetlink.RTPROT_UNSPEC;
import static io.vethkit.netlink.route.RtNetlink.RT_SCOPE_LINK;
import static io.vethkit.netlink.route.RtNetlink.RT_SCOPE_UNIVERSE;
import static io.vethkit.netlink.route.RtNetlink.RT_TABLE_MAIN;

import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.Prefix;
import io.vethkit.netlink.route.Link;
import io.vethkit.netlink.route.Route;
import io.vethkit.netlink.route.Rule;
import io.vethkit.routing.NamespaceState;

/**
 * A pod's interface inside the pod: its addresses, and everything else behind a gateway that is on
 * no interface, but a permanent neighbour at the host's end.
 */
final class PodInside {
    private static final int FROM_INTERFACE_PRIORITY = 1;

    private PodInside() {}

    static void describe(PodInterface pod, NamespaceState.Builder inside) {
        String device = pod.ifName();
        inside.link(Link.named(device).mac(pod.podMac()).mtu(pod.mtu()).up(true));
        if (pod.hasV6()) {
            inside.sysctl("net/ipv6/conf/" + device + "/disable_ipv6", "0")
                    .sysctl("net/ipv6/conf/lo/disable_ipv6", "0");
        }
        for (IpAddress address : pod.addresses()) {
            describe(pod, address, inside);
        }
    }

    private static void describe(
            PodInterface pod, IpAddress address, NamespaceState.Builder inside) {
        String device = pod.ifName();
        Prefix host = Prefix.host(address);
        IpAddress gateway = Datapath.podGateway(address.isV6(), pod.index());
        int table = pod.index() == 0 ? RT_TABLE_MAIN : pod.index();
        Route toGateway = Route.to(Prefix.host(gateway)).table(table);
        // the VPC gives an address to one pod only, so there is no duplicate to wait for
        inside.address(device, host, RT_SCOPE_UNIVERSE, address.isV6() ? IFA_F_NODAD : 0)
                .route(device, address.isV6() ? toGateway : toGateway.scope(RT_SCOPE_LINK))
                .newRoute(device, Route.to(Datapath.any(address)).via(gateway).table(table))
                .neighbour(device, gateway, pod.hostMac());
        if (pod.index() > 0) {
            Rule rule = Rule.lookup(address.family(), table, FROM_INTERFACE_PRIORITY);
            inside.rule(rule.from(host).protocol(RTPROT_UNSPEC));
        }
    }
}
