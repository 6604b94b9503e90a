package io.vethkit.cli.vpc;

import static io.vethkit.netlink.route.RtNetlink.RTPROT_STATIC;

import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.MacAddress;
import io.vethkit.netlink.Prefix;
import io.vethkit.netlink.route.Link;
import io.vethkit.netlink.route.LinkKind;
import io.vethkit.netlink.route.Route;
import io.vethkit.netlink.route.VethPeer;
import io.vethkit.routing.NamespaceState;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** What the namespaces around the router have before any plugin is called. */
public final class Hosts {
    /** What the description of the second node calls its pod's namespace. */
    public static final String POD2 = "pod2";

    private static final MacAddress POD2_HOST_END = MacAddress.parse("02:00:00:00:02:01");

    private final Topology topology;
    private final boolean ipv6;

    /** Those of that VPC. */
    public Hosts(Topology topology) {
        this.topology = topology;
        this.ipv6 = topology.hasIpv6();
    }

    /**
     * Describes the node as EC2's images come up: no forwarding, strict, the primary ENI
     * configured; other ENIs up without addresses. Its IPv6 default route comes by router
     * advertisement.
     */
    public NamespaceState node() {
        NamespaceState.Builder node = start(ipv6).sysctl("net/ipv4/ip_forward", "0");
        for (VpcEni eni : topology.enis()) {
            node.link(Link.named(eni.device()).up(true))
                    .sysctl("net/ipv4/conf/" + eni.device() + "/rp_filter", "1");
            settle(node, eni.device(), ipv6);
        }
        VpcEni primary = topology.primary();
        for (Prefix own : primary.own()) {
            if (own.address().isV6()) {
                node.address(primary.device(), Prefix.host(own.address())); // as DHCPv6 gives it
            } else {
                node.address(primary.device(), own);
                node.route(primary.device(), throughRouter(Families.any(false), own));
            }
        }
        return node.build();
    }

    /** Describes the second node, which has forwarded to its pod for long. */
    public NamespaceState node2() {
        NamespaceState.Builder node = host(Topology.NODE2, null);
        forwarding(node, ipv6);
        Link peer = Link.named("eth0").mtu(Fabric.MTU);
        LinkKind kind = new LinkKind.Veth(new VethPeer(peer, null));
        Link veth = Link.named(POD2).mac(POD2_HOST_END).mtu(Fabric.MTU).kind(kind).up(true);
        node.link(veth, POD2);
        settle(node, POD2, ipv6);
        for (IpAddress address : pod2Addresses()) {
            node.route(POD2, Leg.direct(Prefix.host(address)));
        }
        return node.build();
    }

    /** Describes the pod on the second node. */
    public NamespaceState pod2() {
        NamespaceState.Builder pod = start(ipv6).link(Link.named("eth0").up(true));
        settle(pod, "eth0", ipv6);
        for (IpAddress address : pod2Addresses()) {
            IpAddress gateway = IpAddress.parse(address.isV6() ? "fe80::1" : "169.254.1.1");
            pod.address("eth0", Prefix.host(address))
                    .route("eth0", Leg.direct(Prefix.host(gateway)))
                    .route("eth0", Route.to(Families.any(address.isV6())).via(gateway))
                    .neighbour("eth0", gateway, POD2_HOST_END);
        }
        return pod.build();
    }

    /**
     * Describes the host on the internet. In IPv4 it knows no way back but to the node's primary
     * address, so that a pod's own address gets no answer.
     */
    public NamespaceState internet() {
        Prefix primary = topology.primary().own(false);
        return host(Topology.INTERNET, primary == null ? null : Prefix.host(primary.address()))
                .build();
    }

    /** A host of one interface; {@code v4Only} is all it reaches in IPv4, or null for anything. */
    private NamespaceState.Builder host(List<Prefix> addresses, @Nullable Prefix v4Only) {
        NamespaceState.Builder host = start(ipv6).link(Link.named("eth0").up(true));
        settle(host, "eth0", ipv6);
        for (Prefix own : ipv6 ? addresses : Families.of(addresses, false)) {
            boolean v6 = own.address().isV6();
            host.address("eth0", own);
            Prefix to = v6 || v4Only == null ? Families.any(v6) : v4Only;
            host.route("eth0", throughRouter(to, own));
        }
        return host;
    }

    private List<IpAddress> pod2Addresses() {
        List<IpAddress> addresses = new ArrayList<>();
        for (IpAddress address : Topology.POD2) {
            if (ipv6 || !address.isV6()) {
                addresses.add(address);
            }
        }
        return addresses;
    }

    private static Route throughRouter(Prefix destination, Prefix own) {
        return Route.to(destination).via(Families.gateway(own)).protocol(RTPROT_STATIC);
    }

    /** A loopback, and none of the settings of the machine's own namespace. */
    static NamespaceState.Builder start(boolean ipv6) {
        String disabled = ipv6 ? "0" : "1";
        return NamespaceState.describe()
                .link(Link.named("lo").up(true))
                .sysctl("net/ipv6/conf/all/disable_ipv6", disabled)
                .sysctl("net/ipv6/conf/default/disable_ipv6", disabled)
                .sysctl("net/ipv4/conf/all/rp_filter", "0");
    }

    /** Spares IPv6 addresses of {@code device} the second in which they could be duplicates. */
    static void settle(NamespaceState.Builder namespace, String device, boolean ipv6) {
        if (ipv6) {
            namespace.sysctl("net/ipv6/conf/" + device + "/accept_dad", "0");
        }
    }

    static void forwarding(NamespaceState.Builder namespace, boolean ipv6) {
        namespace.sysctl("net/ipv4/ip_forward", "1");
        if (ipv6) {
            namespace.sysctl("net/ipv6/conf/all/forwarding", "1");
        }
    }
}
