package io.vethkit.cli.demo;

import static io.vethkit.netlink.route.RtNetlink.RTPROT_STATIC;

import io.vethkit.linux.ErrnoException;
import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.Prefix;
import io.vethkit.netlink.route.Link;
import io.vethkit.netlink.route.LinkKind;
import io.vethkit.netlink.route.Route;
import io.vethkit.netlink.route.VethPeer;
import io.vethkit.netns.NetworkNamespace;
import io.vethkit.routing.Applier;
import io.vethkit.routing.NamespaceHandle;
import io.vethkit.routing.NamespaceState;
import io.vethkit.routing.Namespaces;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * A small VPC of throw-away network namespaces, for the demo and for tests:
 *
 * <ul>
 *   <li>{@code node}: {@code eth0}, the primary ENI, is set up as EC2's images do it; {@code eth1},
 *       the secondary ENI (device number 1), is up without an address, as EC2 attaches it;
 *   <li>{@code router}: the fabric. It delivers the pods' addresses to the ENI that owns them, and
 *       drops what comes from an address by another ENI (strict reverse-path filtering is EC2's
 *       source/destination check);
 *   <li>{@code node2}: another node;
 *   <li>{@code internet}: a host that knows no way back but to the node's primary address, so that
 *       a pod's own address gets no answer.
 * </ul>
 *
 * <p>Nothing is made in the machine's own namespace. Closing removes everything; what a killed
 * process left goes with the next {@link #create}. Needs root. {@link #close} may come from another
 * thread.
 */
public final class SimulatedVpc implements AutoCloseable {
    /** The VPC's addresses. */
    public static final Prefix CIDR = Prefix.parse("10.0.0.0/16");

    /** The primary ENI's own address, of {@code eth0}. */
    public static final Prefix PRIMARY_ENI = Prefix.parse("10.0.0.4/24");

    /** What the primary ENI has for pods. */
    public static final Prefix PRIMARY_PODS = Prefix.parse("10.0.0.16/28");

    /** The secondary ENI's own address, of {@code eth1}, which its set-up is to give it. */
    public static final Prefix SECONDARY_ENI = Prefix.parse("10.0.1.4/24");

    /** What the secondary ENI has for pods. */
    public static final Prefix SECONDARY_PODS = Prefix.parse("10.0.1.16/28");

    /** The second node. */
    public static final Prefix NODE2 = Prefix.parse("10.0.2.4/24");

    /** The host outside the VPC. */
    public static final Prefix INTERNET = Prefix.parse("198.51.100.7/24");

    private static final Prefix ANY = new Prefix(IpAddress.ANY_V4, 0);
    private static final int ENI_MTU = 9001;

    private final ThrowawayNamespaces namespaces = new ThrowawayNamespaces();
    private final NetworkNamespace node;
    private final NetworkNamespace router;
    private final NetworkNamespace node2;
    private final NetworkNamespace internet;

    private SimulatedVpc() throws IOException {
        boolean made = false;
        try {
            node = namespaces.create("node");
            router = namespaces.create("router");
            node2 = namespaces.create("node2");
            internet = namespaces.create("internet");
            made = true;
        } finally {
            if (!made) {
                namespaces.close();
            }
        }
    }

    /** Builds a VPC, after removing what killed processes left of theirs. */
    public static SimulatedVpc create() throws IOException {
        ThrowawayNamespaces.removeLeftovers();
        SimulatedVpc vpc = new SimulatedVpc();
        boolean wired = false;
        try {
            vpc.wire();
            wired = true;
        } finally {
            if (!wired) {
                vpc.close();
            }
        }
        return vpc;
    }

    /** Returns the first address of the subnet, which is its router's. */
    static IpAddress gateway(Prefix address) {
        return address.network().address().plus(1);
    }

    /** Returns the node, which stays this object's. */
    public NetworkNamespace node() {
        return node;
    }

    /** Returns the fabric, which stays this object's. */
    public NetworkNamespace router() {
        return router;
    }

    /** Returns the second node, which stays this object's. */
    public NetworkNamespace node2() {
        return node2;
    }

    /** Returns the host outside the VPC, which stays this object's. */
    public NetworkNamespace internet() {
        return internet;
    }

    /**
     * Makes an empty namespace for a pod, as a container runtime does. Its {@code toString} is the
     * path for {@code CNI_NETNS}.
     *
     * @return the namespace, which stays this object's
     */
    public NetworkNamespace addPod(String name) throws IOException {
        return namespaces.create(name);
    }

    /** Removes the namespace of the pod {@code name}, if there is one. */
    public void removePod(String name) throws ErrnoException {
        namespaces.remove(name);
    }

    /** Returns what the names of the namespaces start with. */
    public String prefix() {
        return namespaces.prefix();
    }

    /**
     * Leaves the namespaces for a look at them; {@link #create} of another process removes them.
     */
    public void keep() {
        namespaces.keep();
    }

    @Override
    public void close() throws ErrnoException {
        namespaces.close();
    }

    private void wire() throws IOException {
        Map<String, NetworkNamespace> peers =
                Map.of("node", node, "node2", node2, "internet", internet);
        apply(fabric(), router, name -> peers.get(name) == null ? null : peers.get(name).fd());
        apply(describeNode(), node, Namespaces.NONE);
        apply(host(NODE2, List.of(ANY)), node2, Namespaces.NONE);
        Prefix primary = Prefix.host(PRIMARY_ENI.address());
        apply(host(INTERNET, List.of(primary)), internet, Namespaces.NONE);
    }

    private static void apply(NamespaceState state, NetworkNamespace namespace, Namespaces peers)
            throws IOException {
        try (NamespaceHandle handle = NamespaceHandle.of(namespace)) {
            new Applier().apply(state, handle, peers);
        }
    }

    private static NamespaceState fabric() {
        NamespaceState.Builder router = start();
        leg(router, "eni0", "node", "eth0", PRIMARY_ENI);
        leg(router, "eni1", "node", "eth1", SECONDARY_ENI);
        leg(router, "node2", "node2", "eth0", NODE2);
        leg(router, "internet", "internet", "eth0", INTERNET);
        return router.sysctl("net/ipv4/ip_forward", "1")
                .route("eni0", via(PRIMARY_PODS, PRIMARY_ENI.address()))
                .route("eni1", via(SECONDARY_PODS, SECONDARY_ENI.address()))
                .build();
    }

    /** A veth pair between the router and {@code device} in {@code namespace}. */
    private static void leg(
            NamespaceState.Builder router,
            String name,
            String namespace,
            String device,
            Prefix address) {
        Link peer = Link.named(device).mtu(ENI_MTU);
        Link leg = Link.named(name).mtu(ENI_MTU).kind(new LinkKind.Veth(new VethPeer(peer, null)));
        router.link(leg.up(true), namespace)
                .sysctl("net/ipv4/conf/" + name + "/rp_filter", "1")
                .address(name, new Prefix(gateway(address), address.length()));
    }

    /** As EC2's images come up: strict, no forwarding, the primary ENI configured. */
    private static NamespaceState describeNode() {
        return start().link(Link.named("eth0").up(true))
                .link(Link.named("eth1").up(true))
                .sysctl("net/ipv4/ip_forward", "0")
                .sysctl("net/ipv4/conf/eth0/rp_filter", "1")
                .sysctl("net/ipv4/conf/eth1/rp_filter", "1")
                .address("eth0", PRIMARY_ENI)
                .route("eth0", via(ANY, gateway(PRIMARY_ENI)))
                .build();
    }

    private static NamespaceState host(Prefix address, List<Prefix> destinations) {
        NamespaceState.Builder host =
                start().link(Link.named("eth0").up(true)).address("eth0", address);
        for (Prefix destination : destinations) {
            host.route("eth0", via(destination, gateway(address)));
        }
        return host.build();
    }

    private static Route via(Prefix destination, IpAddress gateway) {
        return Route.to(destination).via(gateway).protocol(RTPROT_STATIC);
    }

    /** What all have: a loopback, and none of the reverse-path settings of the machine's own. */
    private static NamespaceState.Builder start() {
        return NamespaceState.describe()
                .link(Link.named("lo").up(true))
                .sysctl("net/ipv6/conf/all/disable_ipv6", "1")
                .sysctl("net/ipv6/conf/default/disable_ipv6", "1")
                .sysctl("net/ipv4/conf/all/rp_filter", "0");
    }
}
