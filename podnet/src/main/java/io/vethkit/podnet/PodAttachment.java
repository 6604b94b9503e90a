package io.vethkit.podnet;

import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.MacAddress;

/**
 * One interface of one pod: all that {@link SecondaryIp#pod} needs to describe it, and what is kept
 * on record until it is gone.
 *
 * @param ifName the name of the interface in the pod
 * @param hostVeth the name of the host's end
 * @param hostMac the MAC address of the host's end, by which a later one of that name differs
 * @param podMac the MAC address of the pod's end
 * @param address the pod's address
 * @param table the route table of the ENI the address belongs to
 * @param mtu of both ends, in bytes
 */
public record PodAttachment(
        String ifName,
        String hostVeth,
        MacAddress hostMac,
        MacAddress podMac,
        IpAddress address,
        int table,
        int mtu) {
    private static final int MIN_MTU = 576;
    private static final int MAX_MTU = 65535;

    /** Checks the MTU and the family. */
    public PodAttachment {
        if (mtu < MIN_MTU || mtu > MAX_MTU) {
            throw new IllegalArgumentException("MTU " + mtu + " is not 576 to 65535");
        }
        if (address.isV6()) {
            throw new IllegalArgumentException(address + " is not an IPv4 address");
        }
    }
}
