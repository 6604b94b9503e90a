package io.vethkit.cni;

import static io.vethkit.linux.Socket.AF_INET;
import static io.vethkit.linux.Socket.AF_INET6;
import static io.vethkit.netlink.route.RtNetlink.RT_SCOPE_UNIVERSE;
import static io.vethkit.netlink.route.RtNetlink.RT_TABLE_MAIN;

import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.MacAddress;
import io.vethkit.netlink.Prefix;
import io.vethkit.netlink.route.Address;
import io.vethkit.netlink.route.Addresses;
import io.vethkit.netlink.route.Link;
import io.vethkit.netlink.route.Route;
import io.vethkit.netlink.route.RouteFilter;
import io.vethkit.netlink.route.Routes;
import io.vethkit.netlink.route.Rule;
import io.vethkit.netlink.route.Rules;
import io.vethkit.podnet.Datapath;
import io.vethkit.podnet.EnforcingMode;
import io.vethkit.podnet.Eni;
import io.vethkit.podnet.Node;
import io.vethkit.podnet.NodeKernel;
import io.vethkit.podnet.NodeSetUp;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds in the kernel what the configuration of a node leaves open. */
final class NodeResolver {
    private final NetConf conf;
    private final NodeConf nodeConf;
    private final NodeKernel kernel;
    private final Link primary;
    private final boolean hasStrictPods;

    NodeResolver(NetConf conf, NodeConf nodeConf, NodeHistory history, NodeKernel kernel)
            throws IOException {
        this.conf = conf;
        this.nodeConf = nodeConf;
        this.kernel = kernel;
        this.primary = findPrimary();
        this.hasStrictPods = history.hasStrictNode() && new StrictPods(conf, kernel).mayBeAny();
    }

    /** Returns the node with names and addresses. */
    Node node() throws IOException {
        Prefix address = nodeConf.ipv4() ? primaryAddress() : null;
        return new Node(
                primary.name(),
                address,
                nodeConf.ipv6(),
                exemptCidrs(address),
                nodeConf.externalServiceCidrs(),
                nodeConf.externalSnat(),
                nodeConf.nodePortSupport(),
                nodeConf.connmark(),
                nodeConf.snatPorts(),
                conf.settings().vethPrefix(),
                nodeConf.eniMtu(),
                enis(),
                branchEnis(),
                !nodeConf.disableTcpEarlyDemux() && !hasStrictPods,
                nodeConf.egress(),
                kernel.filterBackend(nodeConf.filterBackend()));
    }

    /** What strict pods rely on stays as long as there is one. */
    private @Nullable EnforcingMode branchEnis() {
        if (hasStrictPods) {
            return EnforcingMode.STRICT;
        }
        return nodeConf.podEni() ? conf.enforcingMode() : null;
    }

    /** Tells whether the node is stricter than configured, for the sake of pods there are. */
    private boolean isStricterThanConfigured() {
        return hasStrictPods
                && (!nodeConf.podEni() || conf.enforcingMode() != EnforcingMode.STRICT);
    }

    /** Returns what pods must know of it. */
    PreparedNode prepared() throws IOException {
        List<IpAddress> addresses = new ArrayList<>();
        if (nodeConf.ipv4()) {
            addresses.add(primaryAddress().address());
        }
        if (nodeConf.ipv6()) {
            addIpv6Addresses(addresses);
        }
        Map<Integer, Integer> tables = new HashMap<>();
        for (Eni eni : enis()) {
            int own = Datapath.table(eni.networkCard(), eni.deviceNumber());
            if (eni.table() != own) {
                tables.put(own, eni.table());
            }
        }
        return new PreparedNode(mtu(), trunk(), addresses, tables, isStricterThanConfigured());
    }

    private void addIpv6Addresses(List<IpAddress> addresses) throws IOException {
        Prefix configured = nodeConf.primaryIpv6Address();
        if (configured != null) {
            addresses.add(configured.address());
        }
        Integer index = primary.index();
        Addresses of = new Addresses(kernel.host().socket());
        for (Address address : of.list(AF_INET6, index == null ? 0 : index)) {
            IpAddress own = address.prefix().address();
            if (address.scope() == RT_SCOPE_UNIVERSE && !addresses.contains(own)) {
                addresses.add(own);
            }
        }
    }

    private @Nullable String trunk() throws IOException {
        for (EniConf eni : nodeConf.enis()) {
            if (eni.trunk()) {
                return nameOf(eni);
            }
        }
        return null;
    }

    /** Returns the least MTU that an ENI has or shall have: a pod may be on any. */
    private int mtu() throws IOException {
        Integer configured = nodeConf.eniMtu();
        if (configured != null) {
            return configured;
        }
        int least = mtu(primary);
        for (EniConf eni : nodeConf.enis()) {
            least = Math.min(least, mtu(kernel.host().links().get(nameOf(eni))));
        }
        return least;
    }

    private static int mtu(Link link) {
        Integer mtu = link.mtu();
        if (mtu == null) {
            throw new AssertionError("the kernel gives each link an MTU");
        }
        return mtu;
    }

    private Link findPrimary() throws IOException {
        String name = nodeConf.primaryInterface();
        if (name == null) {
            return kernel.host().links().get(deviceOfDefaultRoute());
        }
        Link link = kernel.host().links().find(name);
        if (link == null) {
            throw CniException.invalidConfig(
                    "node.primaryInterface: \"" + name + "\": there is no such interface");
        }
        return link;
    }

    private int deviceOfDefaultRoute() throws IOException {
        Routes routes = new Routes(kernel.host().socket());
        for (Route route : routes.list(AF_INET, RouteFilter.ALL.table(RT_TABLE_MAIN))) {
            Integer device = route.device();
            if (route.destination().length() == 0 && device != null) {
                return device;
            }
        }
        throw CniException.invalidConfig(
                "node.primaryInterface is missing, and there is no default route to take it from");
    }

    private Prefix primaryAddress() throws IOException {
        Prefix configured = nodeConf.primaryAddress();
        if (configured != null) {
            return configured;
        }
        Integer index = primary.index();
        List<Address> addresses =
                new Addresses(kernel.host().socket()).list(AF_INET, index == null ? 0 : index);
        if (addresses.isEmpty()) {
            throw CniException.invalidConfig(
                    "node.primaryAddress is missing, and "
                            + primary.name()
                            + " has no IPv4 address to take it from");
        }
        return addresses.get(0).prefix();
    }

    /** What pods reach without translation: the VPC, as far as it is known, and each other. */
    private List<Prefix> exemptCidrs(@Nullable Prefix primaryAddress) {
        List<Prefix> cidrs = new ArrayList<>();
        for (Prefix cidr : nodeConf.vpcCidrs()) {
            addNew(cidr, cidrs);
        }
        for (Prefix cidr : nodeConf.excludeSnatCidrs()) {
            addNew(cidr, cidrs);
        }
        addNew(primaryAddress, cidrs);
        for (EniConf eni : nodeConf.enis()) {
            addNew(eni.address(), cidrs);
        }
        IpamConf ipam = conf.ipam();
        if (ipam != null) {
            for (AddressRange range : ipam.ranges()) {
                addNew(range.subnet(), cidrs);
            }
        }
        return cidrs;
    }

    /** Keeps the list free of networks within others, as an interval set must be. */
    private static void addNew(@Nullable Prefix cidr, List<Prefix> cidrs) {
        if (cidr == null || cidr.address().isV6()) {
            return; // IPv6 is not translated
        }
        Prefix network = cidr.network();
        for (int i = cidrs.size() - 1; i >= 0; i--) {
            Prefix other = cidrs.get(i);
            if (other.length() <= network.length() && other.contains(network.address())) {
                return;
            }
            if (network.overlaps(other)) {
                cidrs.remove(i);
            }
        }
        cidrs.add(network);
    }

    private List<Eni> enis() throws IOException {
        List<Eni> enis = new ArrayList<>();
        for (EniConf eni : nodeConf.enis()) {
            Eni described =
                    new Eni(
                            nameOf(eni),
                            eni.networkCard(),
                            eni.deviceNumber(),
                            eni.address(),
                            eni.ipv6Address(),
                            eni.trunk());
            Integer table = eni.networkCard() == 0 ? null : hostsTable(described);
            enis.add(table == null ? described : described.routedByHost(table));
        }
        return enis;
    }

    /**
     * Images of instances with several network cards may configure further cards' ENIs themselves.
     * Their one rule names the table to use; more than one do not say which.
     */
    private @Nullable Integer hostsTable(Eni eni) throws IOException {
        Prefix own = eni.address() == null ? eni.ipv6Address() : eni.address();
        if (own == null) {
            return null;
        }
        Prefix source = Prefix.host(own.address());
        Integer table = null;
        for (Rule rule : new Rules(kernel.host().socket()).list(source.address().family())) {
            if (source.equals(rule.from()) && NodeSetUp.isHostsOwn(rule)) {
                table =
                        table == null
                                ? Integer.valueOf(rule.table())
                                : Integer.valueOf(eni.table());
            }
        }
        return table;
    }

    private String nameOf(EniConf eni) throws IOException {
        String name = eni.name();
        Link link = name == null ? findByMac(eni.mac()) : kernel.host().links().find(name);
        if (link == null || (eni.mac() != null && !eni.mac().equals(link.mac()))) {
            throw CniException.invalidConfig(
                    "node.enis: there is no interface"
                            + (name == null ? "" : " " + name)
                            + (eni.mac() == null ? "" : " with MAC address " + eni.mac()));
        }
        return link.name();
    }

    private @Nullable Link findByMac(@Nullable MacAddress mac) throws IOException {
        for (Link link : kernel.host().links().list()) {
            if (link.mac() != null && link.mac().equals(mac)) {
                return link;
            }
        }
        return null;
    }
}
