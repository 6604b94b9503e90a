package io.vethkit.podnet;

import static io.vethkit.netlink.route.RtNetlink.RT_TABLE_MAIN;

import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.Prefix;
import io.vethkit.netlink.route.Rule;

/**
 * The numbers of the datapath: priorities, tables and addresses that Amazon's VPC CNI uses and
 * other tools rely on (reference: its cni/network and networkutils packages), and what tells ours
 * from theirs.
 */
public final class Datapath {
    /** Routing protocol of the routes and rules that are ours: {@code V}; free in rt_protos. */
    public static final int PROTOCOL = 86;

    /** Priority of {@code iif LINK lookup TABLE}, of strict branch ENIs. */
    public static final int IIF_PRIORITY = 10;

    /** Priority of {@code to POD lookup main}. */
    public static final int TO_POD_PRIORITY = 512;

    /** Priority of {@code fwmark MARK/MARK lookup main}. */
    public static final int CONNMARK_PRIORITY = 1024;

    /** Priority of {@code to CIDR lookup main}, of services outside the VPC. */
    public static final int EXTERNAL_SERVICE_PRIORITY = 1535;

    /** Priority of {@code from POD lookup TABLE}. */
    public static final int FROM_POD_PRIORITY = 1536;

    /** How {@code ip link} tells whose a link is: this and the attachment's key, as its alias. */
    public static final String ALIAS_PREFIX = "vethkit:";

    /** The highest device number of an ENI of the first network card: its table is 252. */
    public static final int DEVICE_NUMBER_MAX = 251;

    /** The highest device number of an ENI of a further network card. */
    public static final int FURTHER_CARD_DEVICE_NUMBER_MAX = 99;

    /** The router of every IPv6 subnet. */
    public static final IpAddress SUBNET_GATEWAY_V6 = IpAddress.parse("fe80:ec2::1");

    static final int LOCAL_PRIORITY = 0; // the kernel's
    static final int STRICT_LOCAL_PRIORITY = 20;
    static final int FROM_ENI_PRIORITY = 32765;

    private static final int BRANCH_TABLES = 100;
    private static final int FURTHER_CARD_TABLES = 10000;
    private static final IpAddress POD_GATEWAY = IpAddress.parse("169.254.1.1");
    private static final IpAddress POD_GATEWAY_V6 = IpAddress.parse("fe80::1");
    private static final Prefix ANY_V4 = new Prefix(IpAddress.ANY_V4, 0);
    private static final Prefix ANY_V6 = new Prefix(IpAddress.ANY_V6, 0);

    private Datapath() {}

    /**
     * Returns the route table of an ENI.
     *
     * @param networkCard the index of its network card, from 0
     * @param deviceNumber its number at that card; 0 of card 0 is the primary ENI
     */
    public static int table(int networkCard, int deviceNumber) {
        int max = networkCard == 0 ? DEVICE_NUMBER_MAX : FURTHER_CARD_DEVICE_NUMBER_MAX;
        if (networkCard < 0 || deviceNumber < 0 || deviceNumber > max) {
            throw new IllegalArgumentException(
                    "ENI device number "
                            + deviceNumber
                            + " of network card "
                            + networkCard
                            + " is not 0 to "
                            + max);
        }
        if (networkCard > 0) {
            return FURTHER_CARD_TABLES + 100 * networkCard + deviceNumber;
        }
        return deviceNumber == 0 ? RT_TABLE_MAIN : deviceNumber + 1;
    }

    /** Returns the route table of the branch ENI of that VLAN. */
    public static int branchTable(int vlanId) {
        if (vlanId < 1 || vlanId > 4094) {
            throw new IllegalArgumentException("VLAN id " + vlanId + " is not 1 to 4094");
        }
        int table = vlanId + BRANCH_TABLES;
        if (table >= 253 && table <= 255) {
            throw new IllegalArgumentException(
                    "VLAN id " + vlanId + " would have the kernel's table " + table);
        }
        return table;
    }

    /**
     * Returns the gateway of a pod's interface: on no interface, a permanent neighbour at the
     * host's end.
     *
     * @param index the interface's place among the pod's, from 0
     */
    public static IpAddress podGateway(boolean isV6, int index) {
        IpAddress first = isV6 ? POD_GATEWAY_V6 : POD_GATEWAY;
        return index == 0 ? first : first.plus(index);
    }

    /** Returns the router of a subnet: the first address behind its own, or that of IPv6. */
    public static IpAddress subnetGateway(Prefix subnet) {
        return subnet.address().isV6() ? SUBNET_GATEWAY_V6 : subnet.network().address().plus(1);
    }

    /** Returns the prefix of all addresses of the family that {@code address} is of. */
    static Prefix any(IpAddress address) {
        return address.isV6() ? ANY_V6 : ANY_V4;
    }

    /** Returns the rule of ours that has {@code table} looked up. */
    static Rule lookup(int family, int table, int priority) {
        return Rule.lookup(family, table, priority).protocol(PROTOCOL);
    }
}
