package io.vethkit.cni;

import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.MacAddress;
import io.vethkit.netlink.Prefix;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A secondary network interface (ENI) of the node; found by name, by MAC, or by both.
 *
 * @param deviceNumber its number at the instance; the route table is the next number
 * @param address its own address, with the subnet's prefix length
 * @param addresses what it has for pods
 */
public record EniConf(
        int deviceNumber,
        @Nullable String name,
        @Nullable MacAddress mac,
        Prefix address,
        List<Prefix> addresses) {
    static final int DEVICE_NUMBER_MAX = 251;

    /** Copies the list. */
    public EniConf {
        if (deviceNumber < 1 || deviceNumber > DEVICE_NUMBER_MAX) {
            throw new IllegalArgumentException("device number " + deviceNumber);
        }
        if (name == null && mac == null) {
            throw new IllegalArgumentException("an ENI without name and MAC");
        }
        addresses = List.copyOf(addresses);
    }

    /** Tells whether {@code pod} is one of the addresses for pods. */
    public boolean serves(IpAddress pod) {
        return NodeConf.holds(addresses, pod);
    }
}
