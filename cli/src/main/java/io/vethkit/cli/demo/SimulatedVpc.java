package io.vethkit.cli.demo;

import static io.vethkit.netlink.Netlink.NETLINK_NETFILTER;

import io.vethkit.cli.vpc.Fabric;
import io.vethkit.cli.vpc.Hosts;
import io.vethkit.cli.vpc.Mode;
import io.vethkit.cli.vpc.RouterAdvertisement;
import io.vethkit.cli.vpc.Topology;
import io.vethkit.iptables.Nftables;
import io.vethkit.linux.ErrnoException;
import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.NetlinkSocket;
import io.vethkit.netlink.Prefix;
import io.vethkit.netns.NetworkNamespace;
import io.vethkit.routing.Applier;
import io.vethkit.routing.NamespaceHandle;
import io.vethkit.routing.NamespaceState;
import io.vethkit.routing.Namespaces;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A small VPC of throw-away network namespaces, for the demo and for tests:
 *
 * <ul>
 *   <li>{@code node}: {@code eth0}, the primary ENI, is set up as EC2's images do it; the others
 *       are up without an address, as EC2 attaches them;
 *   <li>{@code router}: the fabric. It delivers the pods' addresses to the ENI that owns them,
 *       drops what comes from an address by another ENI (EC2's source/destination check), and
 *       carries branch ENIs as VLANs of the trunk;
 *   <li>{@code node2}: another node, with a pod, {@code pod2};
 *   <li>{@code internet}: a host that knows no way back in IPv4 but to the node's primary address,
 *       so that a pod's own address gets no answer.
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

    private final Topology topology;
    private final ThrowawayNamespaces namespaces = new ThrowawayNamespaces();
    private final NetworkNamespace node;
    private final NetworkNamespace router;
    private final NetworkNamespace node2;
    private final NetworkNamespace pod2;
    private final NetworkNamespace internet;

    private SimulatedVpc(Topology topology) throws IOException {
        this.topology = topology;
        boolean made = false;
        try {
            node = namespaces.create("node");
            router = namespaces.create("router");
            node2 = namespaces.create("node2");
            pod2 = namespaces.create("node2-pod");
            internet = namespaces.create("internet");
            made = true;
        } finally {
            if (!made) {
                namespaces.close();
            }
        }
    }

    /** Builds the VPC of the mode secondary-ip. */
    public static SimulatedVpc create() throws IOException {
        return create(Mode.SECONDARY_IP.topology());
    }

    /**
     * Builds a VPC, after removing what killed processes left of theirs.
     *
     * @throws IOException with {@code EOPNOTSUPP}, if it has branch ENIs and the kernel no VLANs
     */
    public static SimulatedVpc create(Topology topology) throws IOException {
        ThrowawayNamespaces.removeLeftovers();
        SimulatedVpc vpc = new SimulatedVpc(topology);
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

    /** Returns what it is made of. */
    public Topology topology() {
        return topology;
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

    /** Returns the pod on the second node, which stays this object's. */
    public NetworkNamespace pod2() {
        return pod2;
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
        Map<String, NetworkNamespace> all =
                Map.of(
                        Fabric.NODE, node,
                        Fabric.NODE2, node2,
                        Fabric.INTERNET, internet,
                        Hosts.POD2, pod2);
        Namespaces peers = name -> all.get(name) == null ? null : all.get(name).fd();
        Fabric fabric = new Fabric(topology);
        Hosts hosts = new Hosts(topology);
        apply(fabric.describe(), router, peers);
        apply(hosts.node(), node, Namespaces.NONE);
        apply(hosts.node2(), node2, peers);
        apply(hosts.pod2(), pod2, Namespaces.NONE);
        apply(hosts.internet(), internet, Namespaces.NONE);
        if (!topology.branches().isEmpty()) {
            NamespaceState vlans = fabric.describeBranches(routerLink(fabric.trunk()));
            apply(vlans, router, Namespaces.NONE);
        }
        try (NetlinkSocket socket = NetlinkSocket.open(NETLINK_NETFILTER, router)) {
            new Nftables(socket).apply(fabric.describeChecks());
        }
        for (NetworkNamespace namespace : List.of(node, node2, pod2, internet, router)) {
            Carrier.await(namespace);
        }
        if (topology.hasIpv6()) {
            RouterAdvertisement.send(router, routerLink(fabric.primary()));
        }
    }

    private int routerLink(String name) throws IOException {
        try (NamespaceHandle handle = NamespaceHandle.of(router)) {
            return Objects.requireNonNull(handle.links().get(name).index());
        }
    }

    private static void apply(NamespaceState state, NetworkNamespace namespace, Namespaces peers)
            throws IOException {
        try (NamespaceHandle handle = NamespaceHandle.of(namespace)) {
            new Applier().apply(state, handle, peers);
        }
    }
}
