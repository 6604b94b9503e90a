package io.vethkit.podnet;

import static io.vethkit.netlink.route.IfAddr.IFA_F_NODAD;
import static io.vethkit.netlink.route.RtNetlink.RTPROT_KERNEL;
import static io.vethkit.netlink.route.RtNetlink.RT_SCOPE_LINK;
import static io.vethkit.netlink.route.RtNetlink.RT_SCOPE_UNIVERSE;
import static io.vethkit.podnet.Datapath.PROTOCOL;

import io.vethkit.iptables.FilterBackend;
import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.Prefix;
import io.vethkit.netlink.route.Link;
import io.vethkit.netlink.route.LinkKind;
import io.vethkit.netlink.route.Route;
import io.vethkit.netlink.route.VethPeer;
import io.vethkit.routing.NamespaceState;

/**
 * Egress in the family that a pod does not have: a second interface with an address that is only
 * good for leaving the node, translated. For IPv4, the objects of Amazon's egress-cni.
 */
public final class Egress {
    private static final Prefix ANY_V4 = new Prefix(IpAddress.ANY_V4, 0);
    private static final Prefix ANY_V6 = new Prefix(IpAddress.ANY_V6, 0);
    private static final int LINK_LOCAL_LENGTH = 64;

    private Egress() {}

    /** Describes the second interface of a pod. */
    public static DesiredState describe(EgressAttachment pod) {
        NamespaceState host = pod.isV6() ? hostV6(pod) : hostV4(pod);
        NamespaceState inside = pod.isV6() ? insideV6(pod) : insideV4(pod);
        return pod.filterBackend() == FilterBackend.NFTABLES
                ? new DesiredState(host, inside, EgressRuleset.describe(pod))
                : new DesiredState(host, inside, null, EgressIptables.describe(pod));
    }

    /**
     * Describes what Amazon's egress-cni has outside the pod of a container, as far as it does not
     * end with the pod: to be removed.
     */
    public static DesiredState leftByAmazons(String network, String containerId) {
        NamespaceState nothing = NamespaceState.describe().build();
        return new DesiredState(nothing, null, null, EgressIptables.ofAny(network, containerId));
    }

    private static NamespaceState hostV4(EgressAttachment pod) {
        String veth = pod.hostVeth();
        return NamespaceState.describe()
                .sysctl("net/ipv4/ip_forward", "1")
                .link(veth(pod), NodeKernel.POD)
                .sysctl("net/ipv6/conf/" + veth + "/accept_ra", "0")
                .address(veth, Prefix.host(pod.gateway()), RT_SCOPE_LINK, 0)
                .route(veth, toPod(pod).scope(RT_SCOPE_LINK))
                .build();
    }

    /**
     * The host's end is alone with the pod's, so neither needs to ask whether its address is taken.
     * That the node forwards IPv6 is its own set-up's: it may cost the node its default route.
     */
    private static NamespaceState hostV6(EgressAttachment pod) {
        String veth = pod.hostVeth();
        String ipv6 = "net/ipv6/conf/" + veth + "/";
        Prefix gateway = new Prefix(pod.gateway(), LINK_LOCAL_LENGTH);
        return NamespaceState.describe()
                .link(veth(pod), NodeKernel.POD)
                .sysctl(ipv6 + "disable_ipv6", "0")
                .sysctl(ipv6 + "accept_ra", "0")
                .sysctl(ipv6 + "accept_dad", "0") // also when the kernel makes the address again
                .address(veth, gateway, RT_SCOPE_LINK, IFA_F_NODAD)
                .route(veth, toPod(pod))
                .build();
    }

    private static Link veth(EgressAttachment pod) {
        Link peer = Link.named(pod.ifName()).mac(pod.podMac()).mtu(pod.mtu()).txQueueLength(0);
        return Link.named(pod.hostVeth())
                .kind(new LinkKind.Veth(new VethPeer(peer, null)))
                .mac(pod.hostMac())
                .mtu(pod.mtu())
                .txQueueLength(0)
                .alias(pod.alias())
                .up(true);
    }

    private static Route toPod(EgressAttachment pod) {
        return Route.to(Prefix.host(pod.address().address())).protocol(PROTOCOL);
    }

    private static NamespaceState insideV4(EgressAttachment pod) {
        String device = pod.ifName();
        IpAddress address = pod.address().address();
        Prefix subnet = pod.address().network();
        Route connected =
                Route.to(subnet).scope(RT_SCOPE_LINK).source(address).protocol(RTPROT_KERNEL);
        Route toGateway = Route.to(Prefix.host(pod.gateway())).scope(RT_SCOPE_LINK).source(address);
        return NamespaceState.describe()
                .link(inPod(pod))
                .address(device, pod.address())
                .noRoute(device, connected)
                .route(device, toGateway)
                .route(device, Route.to(subnet).via(pod.gateway()).source(address))
                .newRoute(device, Route.to(ANY_V4).via(pod.gateway()))
                .build();
    }

    private static NamespaceState insideV6(EgressAttachment pod) {
        String device = pod.ifName();
        String ipv6 = "net/ipv6/conf/";
        return NamespaceState.describe()
                .link(inPod(pod))
                .sysctl(ipv6 + pod.mainIfName() + "/disable_ipv6", "1")
                .sysctl(ipv6 + device + "/disable_ipv6", "0")
                .sysctl(ipv6 + device + "/keep_addr_on_down", "1")
                .address(device, pod.address(), RT_SCOPE_UNIVERSE, IFA_F_NODAD)
                .newRoute(device, Route.to(ANY_V6).via(pod.gateway()))
                .build();
    }

    private static Link inPod(EgressAttachment pod) {
        return Link.named(pod.ifName()).mac(pod.podMac()).mtu(pod.mtu()).up(true);
    }
}
