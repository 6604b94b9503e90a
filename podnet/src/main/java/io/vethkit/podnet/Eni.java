package io.vethkit.podnet;

import io.vethkit.netlink.Prefix;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * A secondary network interface (ENI) of the node.
 *
 * @param name of its link
 * @param networkCard the index of its network card, from 0
 * @param deviceNumber its number at the card, from 1 at the first
 * @param address its own IPv4 address, with the subnet's prefix length, or null
 * @param ipv6Address its own IPv6 address, with the subnet's prefix length, or null
 * @param trunk whether it carries branch ENIs
 * @param hostsTable the table that the host's own configuration has rules to for it, which is used
 *     then, and to which no rule is added; null: there is none
 */
public record Eni(
        String name,
        int networkCard,
        int deviceNumber,
        @Nullable Prefix address,
        @Nullable Prefix ipv6Address,
        boolean trunk,
        @Nullable Integer hostsTable) {
    /** Checks that it is not the primary one. */
    public Eni {
        if (networkCard == 0 && deviceNumber < 1) {
            throw new IllegalArgumentException(
                    "ENI " + name + " has device number " + deviceNumber + "; the first is 1");
        }
    }

    /** An ENI that the host's own configuration leaves alone. */
    public Eni(
            String name,
            int networkCard,
            int deviceNumber,
            @Nullable Prefix address,
            @Nullable Prefix ipv6Address,
            boolean trunk) {
        this(name, networkCard, deviceNumber, address, ipv6Address, trunk, null);
    }

    /** Returns the ENI, routed by the host's own rules to {@code table}. */
    public Eni routedByHost(int table) {
        return new Eni(name, networkCard, deviceNumber, address, ipv6Address, trunk, table);
    }

    /** Returns the table of its routes. */
    public int table() {
        return hostsTable == null ? Datapath.table(networkCard, deviceNumber) : hostsTable;
    }

    /** Returns its own addresses, with the lengths of their subnets. */
    List<Prefix> addresses() {
        List<Prefix> addresses = new ArrayList<>(2);
        if (address != null) {
            addresses.add(address);
        }
        if (ipv6Address != null) {
            addresses.add(ipv6Address);
        }
        return addresses;
    }
}
