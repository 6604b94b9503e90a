package io.vethkit.cli.vpc;

import io.vethkit.netlink.MacAddress;
import io.vethkit.netlink.Prefix;

import java.util.List;

/**
 * An ENI for one pod, which the trunk ENI carries as a VLAN.
 *
 * @param vlanId 1 to 4094
 * @param mac its MAC address
 * @param addresses the pod's, one of each family it has, with the subnet's prefix length
 */
public record BranchEni(int vlanId, MacAddress mac, List<Prefix> addresses) {
    /** Takes a copy. */
    public BranchEni {
        addresses = List.copyOf(addresses);
    }
}
