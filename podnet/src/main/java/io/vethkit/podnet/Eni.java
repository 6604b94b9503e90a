package io.vethkit.podnet;

import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.Prefix;

import org.jspecify.annotations.Nullable;

/**
 * A secondary network interface (ENI) of the node.
 *
 * @param name of its link
 * @param deviceNumber its number at the instance, from 1
 * @param address its own address, with the subnet's prefix length
 * @param mtu in bytes, or null to leave it as it is
 */
public record Eni(String name, int deviceNumber, Prefix address, @Nullable Integer mtu) {
    /** Checks the device number. */
    public Eni {
        if (deviceNumber < 1) {
            throw new IllegalArgumentException(
                    "ENI " + name + " has device number " + deviceNumber + "; the first is 1");
        }
    }

    /** Returns the table of its routes. */
    public int table() {
        return Datapath.table(deviceNumber);
    }

    /** Returns the subnet's router: the first address behind the subnet's own. */
    public IpAddress gateway() {
        return address.network().address().plus(1);
    }
}
