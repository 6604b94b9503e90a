package io.vethkit.cni;

import io.vethkit.netlink.IpAddress;

import org.jspecify.annotations.Nullable;

/**
 * What pods must know of the node.
 *
 * @param mtu of the primary ENI, which pods get unless configured otherwise
 * @param address of the primary ENI, or null if unknown
 */
record PreparedNode(int mtu, @Nullable IpAddress address) {
    private static final int AMAZONS_DEFAULT_MTU = 9001;

    /** What is known of a node that somebody else sets up: nothing. */
    static final PreparedNode OF_OTHERS = new PreparedNode(AMAZONS_DEFAULT_MTU, null);
}
