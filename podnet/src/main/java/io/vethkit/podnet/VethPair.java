package io.vethkit.podnet;

import io.vethkit.netlink.route.Link;
import io.vethkit.netlink.route.LinkKind;
import io.vethkit.netlink.route.VethPeer;
import io.vethkit.routing.NamespaceState;

import org.jspecify.annotations.Nullable;

/** The veth pair of a pod's interface, the same in all modes. */
final class VethPair {
    private VethPair() {}

    static void describe(PodInterface pod, @Nullable String alias, NamespaceState.Builder host) {
        Link peer = Link.named(pod.ifName()).mac(pod.podMac()).mtu(pod.mtu()).txQueueLength(0);
        Link link =
                Link.named(pod.hostVeth())
                        .kind(new LinkKind.Veth(new VethPeer(peer, null)))
                        .mac(pod.hostMac())
                        .mtu(pod.mtu())
                        .txQueueLength(0)
                        .alias(alias)
                        .up(true);
        host.link(link, NodeKernel.POD);
        hostSideSysctls(pod.hostVeth(), pod.hasV6(), host);
    }

    /**
     * What a link towards a pod or its branch ENI never does: take advertisements, or route as a
     * router. Where it speaks IPv6, it does not wait until nobody else has its link-local address,
     * which comes from a MAC address of its own.
     */
    static void hostSideSysctls(String link, boolean hasV6, NamespaceState.Builder host) {
        String ipv6 = "net/ipv6/conf/" + link + "/";
        host.sysctl(ipv6 + "accept_ra", "0")
                .sysctl(ipv6 + "accept_redirects", "1")
                .sysctl(ipv6 + "forwarding", "0");
        if (hasV6) {
            host.sysctl(ipv6 + "disable_ipv6", "0").sysctl(ipv6 + "accept_dad", "0");
        }
    }
}
