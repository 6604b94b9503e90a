package io.vethkit.cni;

import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.Prefix;
import io.vethkit.podnet.FilterBackendChoice;
import io.vethkit.podnet.SnatPorts;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * The node as the configuration describes it, until an agent knows better.
 *
 * @param primaryInterface null: the one of the default route
 * @param primaryAddress with the subnet's prefix length; null: the interface's first, or no IPv4
 * @param excludeSnatCidrs what, beside the VPC, pods reach with their own address
 * @param externalServiceCidrs what pods on secondary ENIs reach through the primary one
 * @param externalSnat somebody else translates
 * @param connmark unsigned, not 0; value and mask
 * @param eniMtu null: left as it is
 * @param addresses what the primary ENI has for pods, of both families
 * @param ipv4 whether pods have IPv4 addresses
 * @param ipv6 whether pods have IPv6 addresses
 * @param primaryIpv6Address with the subnet's prefix length; null: the interface's, or no IPv6
 * @param customNetworking the primary ENI serves no pods
 * @param podEni pods may have branch ENIs
 * @param multiNic pods may have an interface on each network card
 * @param egress pods reach the other family through the node
 * @param filterBackend whose tables the filter rules are in
 */
public record NodeConf(
        @Nullable String primaryInterface,
        @Nullable Prefix primaryAddress,
        List<Prefix> vpcCidrs,
        List<Prefix> excludeSnatCidrs,
        List<Prefix> externalServiceCidrs,
        boolean externalSnat,
        boolean nodePortSupport,
        int connmark,
        SnatPorts snatPorts,
        @Nullable Integer eniMtu,
        List<EniConf> enis,
        List<Prefix> addresses,
        boolean ipv4,
        boolean ipv6,
        @Nullable Prefix primaryIpv6Address,
        boolean customNetworking,
        boolean podEni,
        boolean multiNic,
        boolean disableTcpEarlyDemux,
        boolean egress,
        FilterBackendChoice filterBackend) {
    /** What marks connections that have to use the primary ENI, if nothing else is said. */
    public static final int DEFAULT_CONNMARK = 0x80;

    /** Copies the lists. */
    public NodeConf {
        vpcCidrs = List.copyOf(vpcCidrs);
        excludeSnatCidrs = List.copyOf(excludeSnatCidrs);
        externalServiceCidrs = List.copyOf(externalServiceCidrs);
        enis = List.copyOf(enis);
        addresses = List.copyOf(addresses);
        if (connmark == 0) {
            throw new IllegalArgumentException("connmark 0");
        }
        if (!ipv4 && !ipv6) {
            throw new IllegalArgumentException("a node of no address family");
        }
    }

    /** Tells whether {@code pod} is one of the primary ENI's addresses for pods. */
    public boolean primaryServes(IpAddress pod) {
        return holds(addresses, pod);
    }

    /** Tells whether {@code address} is an ENI's own, as far as is said here. */
    public boolean owns(IpAddress address) {
        for (IpAddress own : ownAddresses()) {
            if (own.equals(address)) {
                return true;
            }
        }
        return false;
    }

    /** Returns the ENIs' own addresses, as far as they are said here. */
    public List<IpAddress> ownAddresses() {
        List<IpAddress> own = new ArrayList<>();
        add(primaryAddress, own);
        add(primaryIpv6Address, own);
        for (EniConf eni : enis) {
            add(eni.address(), own);
            add(eni.ipv6Address(), own);
        }
        return own;
    }

    private static void add(@Nullable Prefix prefix, List<IpAddress> list) {
        if (prefix != null) {
            list.add(prefix.address());
        }
    }

    /** Returns the secondary ENI one of whose addresses for pods {@code pod} is, or null. */
    public @Nullable EniConf eniOf(IpAddress pod) {
        for (EniConf eni : enis) {
            if (eni.serves(pod)) {
                return eni;
            }
        }
        return null;
    }

    /** Returns the ENI that pods' branch ENIs are on, or null. */
    public @Nullable EniConf trunk() {
        for (EniConf eni : enis) {
            if (eni.trunk()) {
                return eni;
            }
        }
        return null;
    }

    /** Tells whether any ENI has addresses for pods. */
    public boolean hasPodAddresses() {
        boolean any = !addresses.isEmpty();
        for (EniConf eni : enis) {
            any |= !eni.addresses().isEmpty();
        }
        return any;
    }

    static boolean holds(List<Prefix> prefixes, IpAddress address) {
        for (Prefix prefix : prefixes) {
            if (prefix.contains(address)) {
                return true;
            }
        }
        return false;
    }
}
