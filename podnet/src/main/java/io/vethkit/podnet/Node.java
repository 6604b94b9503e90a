package io.vethkit.podnet;

import io.vethkit.iptables.FilterBackend;
import io.vethkit.netlink.Prefix;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A node: all that {@link NodeSetUp} needs to describe its own networking.
 *
 * @param primaryInterface the name of the primary ENI's link
 * @param primaryAddress its IPv4 address, the source of translated connections; null if pods have
 *     no IPv4
 * @param ipv6 whether pods have IPv6
 * @param exemptCidrs destinations that pods reach with their own address: the VPC's and excluded
 * @param externalServiceCidrs destinations that pods on secondary ENIs reach through the primary
 * @param externalSnat whether somebody else translates
 * @param nodePort whether connections to node ports must come back through the primary ENI
 * @param connmark mark and mask of connections that use the primary ENI; unsigned, not 0
 * @param snatPorts how source ports are chosen
 * @param vethPrefix what the host's ends of pods' veths begin with
 * @param mtu of the ENIs in bytes, or null to leave it as it is
 * @param enis the secondary ENIs
 * @param branchEnis how branch ENIs are enforced, or null if there are none
 * @param tcpEarlyDemux whether the kernel may look sockets up before it routes, which strict branch
 *     ENIs do not survive
 * @param egress whether pods of one family reach the other through a second interface
 * @param filterBackend whose tables the node's filter rules are in
 */
public record Node(
        String primaryInterface,
        @Nullable Prefix primaryAddress,
        boolean ipv6,
        List<Prefix> exemptCidrs,
        List<Prefix> externalServiceCidrs,
        boolean externalSnat,
        boolean nodePort,
        int connmark,
        SnatPorts snatPorts,
        String vethPrefix,
        @Nullable Integer mtu,
        List<Eni> enis,
        @Nullable EnforcingMode branchEnis,
        boolean tcpEarlyDemux,
        boolean egress,
        FilterBackend filterBackend) {
    /** A node with filter rules in tables of its own. */
    public Node(
            String primaryInterface,
            @Nullable Prefix primaryAddress,
            boolean ipv6,
            List<Prefix> exemptCidrs,
            List<Prefix> externalServiceCidrs,
            boolean externalSnat,
            boolean nodePort,
            int connmark,
            SnatPorts snatPorts,
            String vethPrefix,
            @Nullable Integer mtu,
            List<Eni> enis,
            @Nullable EnforcingMode branchEnis,
            boolean tcpEarlyDemux,
            boolean egress) {
        this(
                primaryInterface,
                primaryAddress,
                ipv6,
                exemptCidrs,
                externalServiceCidrs,
                externalSnat,
                nodePort,
                connmark,
                snatPorts,
                vethPrefix,
                mtu,
                enis,
                branchEnis,
                tcpEarlyDemux,
                egress,
                FilterBackend.NFTABLES);
    }

    /** Takes copies and checks the mark and the families. */
    public Node {
        exemptCidrs = List.copyOf(exemptCidrs);
        externalServiceCidrs = List.copyOf(externalServiceCidrs);
        enis = List.copyOf(enis);
        if (connmark == 0) {
            throw new IllegalArgumentException("connmark 0 marks nothing");
        }
        if (primaryAddress == null && !ipv6) {
            throw new IllegalArgumentException("a node without IPv4 and IPv6");
        }
    }

    /** Tells whether pods have IPv4. */
    public boolean ipv4() {
        return primaryAddress != null;
    }

    /** Tells whether connections of pods off the VPC get the primary address. */
    boolean translates() {
        return primaryAddress != null && !externalSnat;
    }

    /** Returns this node with its filter rules in other tables. */
    public Node filterBackend(FilterBackend backend) {
        return new Node(
                primaryInterface,
                primaryAddress,
                ipv6,
                exemptCidrs,
                externalServiceCidrs,
                externalSnat,
                nodePort,
                connmark,
                snatPorts,
                vethPrefix,
                mtu,
                enis,
                branchEnis,
                tcpEarlyDemux,
                egress,
                backend);
    }

    /** Tells whether some connections are marked to use the primary ENI. */
    boolean marks() {
        return nodePort || !externalSnat;
    }
}
