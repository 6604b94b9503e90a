package io.vethkit.podnet;

import static io.vethkit.netlink.route.RtNetlink.RT_SCOPE_LINK;
import static io.vethkit.netlink.route.RtNetlink.RT_TABLE_MAIN;
import static io.vethkit.podnet.Datapath.ANY;
import static io.vethkit.podnet.Datapath.FROM_POD_PRIORITY;
import static io.vethkit.podnet.Datapath.POD_GATEWAY;
import static io.vethkit.podnet.Datapath.PROTOCOL;
import static io.vethkit.podnet.Datapath.TO_POD_PRIORITY;
import static io.vethkit.podnet.Datapath.lookup;

import io.vethkit.netlink.Prefix;
import io.vethkit.netlink.route.Link;
import io.vethkit.netlink.route.LinkKind;
import io.vethkit.netlink.route.Route;
import io.vethkit.netlink.route.VethPeer;
import io.vethkit.routing.NamespaceState;

/** The secondary-IP mode: pods with IPv4 addresses of the primary or a secondary ENI. */
public final class SecondaryIp {
    private SecondaryIp() {}

    /**
     * Describes a pod.
     *
     * @param alias what {@code ip link} shall say of whose the host's end is
     */
    public static DesiredState pod(PodAttachment pod, String alias) {
        return new DesiredState(host(pod, alias), inside(pod), null);
    }

    private static NamespaceState host(PodAttachment pod, String alias) {
        String veth = pod.hostVeth();
        Prefix address = Prefix.host(pod.address());
        Link peer = Link.named(pod.ifName()).mac(pod.podMac()).mtu(pod.mtu()).txQueueLength(0);
        Link link =
                Link.named(veth)
                        .kind(new LinkKind.Veth(new VethPeer(peer, null)))
                        .mac(pod.hostMac())
                        .mtu(pod.mtu())
                        .txQueueLength(0)
                        .alias(alias)
                        .up(true);
        String ipv6 = "net/ipv6/conf/" + veth + "/";
        NamespaceState.Builder host =
                NamespaceState.describe()
                        .link(link, NodeKernel.POD)
                        .sysctl(ipv6 + "accept_ra", "0")
                        .sysctl(ipv6 + "accept_redirects", "1")
                        .sysctl(ipv6 + "forwarding", "0")
                        .route(veth, Route.to(address).scope(RT_SCOPE_LINK).protocol(PROTOCOL))
                        .rule(lookup(RT_TABLE_MAIN, TO_POD_PRIORITY).to(address));
        if (pod.table() != RT_TABLE_MAIN) {
            host.rule(lookup(pod.table(), FROM_POD_PRIORITY).from(address));
        }
        return host.build();
    }

    private static NamespaceState inside(PodAttachment pod) {
        String device = pod.ifName();
        Prefix gateway = Prefix.host(POD_GATEWAY);
        return NamespaceState.describe()
                .link(Link.named("lo").up(true))
                .link(Link.named(device).mac(pod.podMac()).mtu(pod.mtu()).up(true))
                .address(device, Prefix.host(pod.address()))
                .route(device, Route.to(gateway).scope(RT_SCOPE_LINK))
                .newRoute(device, Route.to(ANY).via(POD_GATEWAY))
                .neighbour(device, POD_GATEWAY, pod.hostMac())
                .build();
    }
}
