package io.vethkit.cni;

import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.MacAddress;
import io.vethkit.netlink.Prefix;
import io.vethkit.podnet.Datapath;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A network interface (ENI) of the node beside the primary one; found by name, by MAC, or by both.
 *
 * @param networkCard the instance's network card it is on
 * @param deviceNumber its number at that card
 * @param address its own IPv4 address, with the subnet's prefix length; null: none, or unknown
 * @param ipv6Address its own IPv6 address, with the subnet's prefix length; null: none, or unknown
 * @param addresses what it has for pods, of both families
 * @param trunk whether pods' branch ENIs are VLANs on it; it has no addresses for pods then
 */
public record EniConf(
        int networkCard,
        int deviceNumber,
        @Nullable String name,
        @Nullable MacAddress mac,
        @Nullable Prefix address,
        @Nullable Prefix ipv6Address,
        List<Prefix> addresses,
        boolean trunk) {
    static final int NETWORK_CARD_MAX = 15;

    /** Copies the list, and checks what {@link NodeReader} has reported in better words. */
    public EniConf {
        if (networkCard < 0 || networkCard > NETWORK_CARD_MAX) {
            throw new IllegalArgumentException("network card " + networkCard);
        }
        if (deviceNumber < deviceNumberMin(networkCard)
                || deviceNumber > deviceNumberMax(networkCard)) {
            throw new IllegalArgumentException("device number " + deviceNumber);
        }
        if (name == null && mac == null) {
            throw new IllegalArgumentException("an ENI without name and MAC");
        }
        addresses = List.copyOf(addresses);
        if (trunk && !addresses.isEmpty()) {
            throw new IllegalArgumentException("a trunk ENI with addresses for pods");
        }
    }

    /** Returns the least device number of a card; number 0 of the first is the primary ENI. */
    static int deviceNumberMin(int networkCard) {
        return networkCard == 0 ? 1 : 0;
    }

    static int deviceNumberMax(int networkCard) {
        return networkCard == 0
                ? Datapath.DEVICE_NUMBER_MAX
                : Datapath.FURTHER_CARD_DEVICE_NUMBER_MAX;
    }

    /** Tells whether the two are the same ENI; null is the primary one. */
    static boolean same(@Nullable EniConf one, @Nullable EniConf other) {
        if (one == null || other == null) {
            return one == null && other == null;
        }
        return one.networkCard == other.networkCard && one.deviceNumber == other.deviceNumber;
    }

    /** Tells whether {@code pod} is one of the addresses for pods. */
    public boolean serves(IpAddress pod) {
        return NodeConf.holds(addresses, pod);
    }
}
