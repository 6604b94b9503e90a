package io.vethkit.cli.vpc;

import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.Prefix;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A network interface (ENI) of the simulated node, as EC2 attaches it.
 *
 * @param device the name of its link on the node
 * @param networkCard the card it is on, from 0
 * @param deviceNumber its number on that card; 0 of card 0 is the primary ENI
 * @param own its own addresses, one of each family it has, with the subnet's prefix length
 * @param pods what it has for pods; of the families it has addresses of
 * @param trunk whether it carries branch ENIs as VLANs
 */
public record VpcEni(
        String device,
        int networkCard,
        int deviceNumber,
        List<Prefix> own,
        List<Prefix> pods,
        boolean trunk) {
    /** Takes copies. */
    public VpcEni {
        own = List.copyOf(own);
        pods = List.copyOf(pods);
    }

    /** Tells whether it is the primary one. */
    public boolean isPrimary() {
        return networkCard == 0 && deviceNumber == 0;
    }

    /** Returns its own address of that family, with the subnet's prefix length, or null. */
    public @Nullable Prefix own(boolean v6) {
        return Families.first(own, v6);
    }

    /** Returns its address for the pod number {@code n} of that family, counted from 1. */
    public IpAddress pod(boolean v6, int n) {
        Prefix prefix = Families.first(pods, v6);
        if (prefix == null) {
            throw new IllegalArgumentException(device + " has no address for pods");
        }
        return prefix.address().plus(n);
    }
}
