package io.vethkit.podnet;

import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.MacAddress;

import java.util.List;

/**
 * The branch ENI of a pod that has security groups of its own: a VLAN on the trunk ENI.
 *
 * @param vlanId 1 to 4094
 * @param mac the branch ENI's MAC address
 * @param trunk the name of the trunk ENI's link
 * @param gateways the routers of its subnet, one for each family of the pod
 * @param mode how its security groups are enforced
 */
public record Branch(
        int vlanId, MacAddress mac, String trunk, List<IpAddress> gateways, EnforcingMode mode) {
    /** Takes a copy and checks the VLAN. */
    public Branch {
        gateways = List.copyOf(gateways);
        Datapath.branchTable(vlanId);
    }

    /** Returns the name of the VLAN's link. */
    public String link() {
        return link(vlanId);
    }

    /** Returns the name of the link of the VLAN with that id. */
    public static String link(int vlanId) {
        return "vlan.eth." + vlanId;
    }

    /** Returns the table of its routes. */
    public int table() {
        return Datapath.branchTable(vlanId);
    }
}
