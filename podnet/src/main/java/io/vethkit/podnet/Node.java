package io.vethkit.podnet;

import io.vethkit.netlink.Prefix;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A node: all that {@link NodeSetUp} needs to describe its own networking.
 *
 * @param primaryInterface the name of the primary ENI's link
 * @param primaryAddress its address, the source of translated connections
 * @param exemptCidrs destinations that pods reach with their own address: the VPC's and excluded
 * @param externalServiceCidrs destinations that pods on secondary ENIs reach through the primary
 * @param externalSnat whether somebody else translates
 * @param nodePort whether connections to node ports must come back through the primary ENI
 * @param connmark mark and mask of connections that use the primary ENI; unsigned, not 0
 * @param snatPorts how source ports are chosen
 * @param vethPrefix what the host's ends of pods' veths begin with
 * @param mtu of the primary ENI in bytes, or null to leave it as it is
 * @param enis the secondary ENIs
 */
public record Node(
        String primaryInterface,
        Prefix primaryAddress,
        List<Prefix> exemptCidrs,
        List<Prefix> externalServiceCidrs,
        boolean externalSnat,
        boolean nodePort,
        int connmark,
        SnatPorts snatPorts,
        String vethPrefix,
        @Nullable Integer mtu,
        List<Eni> enis) {
    /** Takes copies and checks the mark. */
    public Node {
        exemptCidrs = List.copyOf(exemptCidrs);
        externalServiceCidrs = List.copyOf(externalServiceCidrs);
        enis = List.copyOf(enis);
        if (connmark == 0) {
            throw new IllegalArgumentException("connmark 0 marks nothing");
        }
    }
}
