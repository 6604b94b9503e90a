package io.vethkit.podnet;

import io.vethkit.iptables.FilterBackend;
import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.MacAddress;
import io.vethkit.netlink.Prefix;

/**
 * The second interface of a pod, by which it leaves the node in the family it does not have: all
 * that {@link Egress#describe} needs, and what is kept on record until it is gone.
 *
 * @param network the name of the network
 * @param containerId the container
 * @param mainIfName the name of the pod's first interface
 * @param hostMac the MAC address of the host's end, by which a later one of that name differs
 * @param podMac the MAC address of the pod's end
 * @param address the pod's egress address, with the length of the subnet
 * @param gateway the address of the host's end, which all pods' have alike if it is of IPv4
 * @param nodeAddress what connections come from when they leave the node
 * @param snatPorts how source ports are chosen
 * @param mtu of both ends, in bytes
 * @param filterBackend whose tables translate
 */
public record EgressAttachment(
        String network,
        String containerId,
        String mainIfName,
        MacAddress hostMac,
        MacAddress podMac,
        Prefix address,
        IpAddress gateway,
        IpAddress nodeAddress,
        SnatPorts snatPorts,
        int mtu,
        FilterBackend filterBackend) {
    /** What the alias of the host's end begins with, and the pod's key after it. */
    public static final String ALIAS_PREFIX = "vethkit-egress:";

    private static final String HOST_PREFIX = "veth";
    private static final int HOST_VETH_LENGTH = 12;
    private static final long LINK_LOCAL = 0xfe80L << 48;
    private static final int MIN_MTU = 576;
    private static final int MIN_MTU_V6 = 1280;
    private static final int MAX_MTU = 65535;

    /** Checks the MTU, and that all addresses are of one family. */
    public EgressAttachment {
        boolean isV6 = address.address().isV6();
        int least = isV6 ? MIN_MTU_V6 : MIN_MTU;
        if (mtu < least || mtu > MAX_MTU) {
            throw new IllegalArgumentException("MTU " + mtu + " is not " + least + " to 65535");
        }
        if (nodeAddress.isV6() != isV6 || gateway.isV6() != isV6) {
            throw new IllegalArgumentException(
                    address + ", " + gateway + " and " + nodeAddress + " are not of one family");
        }
    }

    /** Tells whether the pod gets IPv6 by it. */
    public boolean isV6() {
        return address.address().isV6();
    }

    /** Returns the name of the pod's end. */
    public String ifName() {
        return ifName(isV6());
    }

    /** Returns the name of the pod's end for either family. */
    public static String ifName(boolean isV6) {
        return isV6 ? "v6if0" : "v4if0";
    }

    /** Returns the name of the host's end: {@code veth} and 8 digits, as Amazon's. */
    public String hostVeth() {
        return hostVeth(containerId, isV6());
    }

    /** Returns the name of the host's end of a container's interface. */
    public static String hostVeth(String containerId, boolean isV6) {
        return HostVethName.ofAttachment(HOST_PREFIX, containerId, ifName(isV6))
                .substring(0, HOST_VETH_LENGTH);
    }

    /** Returns how {@code ip link} names the owner of the host's end. */
    public String alias() {
        return ALIAS_PREFIX + network + "/" + containerId + ":" + mainIfName;
    }

    /** Returns the link-local address that an interface of that MAC address has (EUI-64). */
    public static IpAddress linkLocal(MacAddress mac) {
        long vendor = (mac.bits() >>> 24) ^ 0x02_0000;
        long device = mac.bits() & 0xff_ffff;
        return IpAddress.v6(LINK_LOCAL, vendor << 40 | 0xff_fe00_0000L | device);
    }
}
