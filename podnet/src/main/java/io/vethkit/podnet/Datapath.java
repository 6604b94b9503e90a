package io.vethkit.podnet;

import static io.vethkit.linux.Socket.AF_INET;
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

    /** Priority of {@code to POD lookup main}. */
    public static final int TO_POD_PRIORITY = 512;

    /** Priority of {@code from POD lookup TABLE}. */
    public static final int FROM_POD_PRIORITY = 1536;

    /** How {@code ip link} tells whose a veth is: this and the attachment's key, as its alias. */
    public static final String ALIAS_PREFIX = "vethkit:";

    static final int CONNMARK_PRIORITY = 1024;
    static final int EXTERNAL_SERVICE_PRIORITY = 1535;
    static final int FROM_ENI_PRIORITY = 32765;

    /** The gateway of every pod: on no interface, a permanent neighbour at the host's end. */
    public static final IpAddress POD_GATEWAY = IpAddress.parse("169.254.1.1");

    static final Prefix ANY = new Prefix(IpAddress.ANY_V4, 0);

    private Datapath() {}

    /** Returns the route table of the ENI {@code deviceNumber} of the first network card. */
    public static int table(int deviceNumber) {
        if (deviceNumber < 0 || deviceNumber > 251) {
            throw new IllegalArgumentException(
                    "ENI device number " + deviceNumber + " is not 0 to 251");
        }
        return deviceNumber == 0 ? RT_TABLE_MAIN : deviceNumber + 1;
    }

    /** Returns the rule of ours that has {@code table} looked up. */
    static Rule lookup(int table, int priority) {
        return Rule.lookup(AF_INET, table, priority).protocol(PROTOCOL);
    }
}
