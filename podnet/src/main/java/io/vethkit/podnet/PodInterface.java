package io.vethkit.podnet;

import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.MacAddress;

import java.util.List;

/**
 * One interface of a pod.
 *
 * @param ifName its name in the pod
 * @param hostVeth the name of the host's end
 * @param hostMac the MAC address of the host's end, by which a later one of that name differs
 * @param podMac the MAC address of the pod's end
 * @param addresses the pod's addresses on it, all of one ENI: one, or one of each family
 * @param index its place among the pod's interfaces, from 0; further ones have a table of that
 *     number inside the pod
 * @param table the route table of the ENI the addresses belong to
 * @param mtu of both ends, in bytes
 */
public record PodInterface(
        String ifName,
        String hostVeth,
        MacAddress hostMac,
        MacAddress podMac,
        List<IpAddress> addresses,
        int index,
        int table,
        int mtu) {
    private static final int MIN_MTU = 576;
    private static final int MIN_MTU_V6 = 1280;
    private static final int MAX_MTU = 65535;
    private static final int MAX_INDEX = 252; // 253 is the first of the kernel's tables

    /** Takes a copy and checks the addresses, the index and the MTU. */
    public PodInterface {
        addresses = List.copyOf(addresses);
        if (addresses.isEmpty()
                || addresses.size() > 2
                || (addresses.size() == 2 && addresses.get(0).isV6() == addresses.get(1).isV6())) {
            throw new IllegalArgumentException(
                    "addresses " + addresses + " are not one, or one of each family");
        }
        if (index < 0 || index > MAX_INDEX) {
            throw new IllegalArgumentException("interface index " + index + " is not 0 to 252");
        }
        int min = hasV6(addresses) ? MIN_MTU_V6 : MIN_MTU;
        if (mtu < min || mtu > MAX_MTU) {
            throw new IllegalArgumentException("MTU " + mtu + " is not " + min + " to 65535");
        }
    }

    /** Tells whether one of the addresses is an IPv6 address. */
    public boolean hasV6() {
        return hasV6(addresses);
    }

    private static boolean hasV6(List<IpAddress> addresses) {
        return addresses.get(addresses.size() - 1).isV6() || addresses.get(0).isV6();
    }
}
