package io.vethkit.cni;

import io.vethkit.linux.ErrnoException;
import io.vethkit.netlink.IpAddress;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The choice of one pod's addresses. A pod has one interface, or one on each network card; the
 * addresses of an interface, one of each family, are of one ENI.
 *
 * <p>Within a card the next free address behind the last one given out is chosen, so that each
 * rests before another pod gets it. Cards do not take turns: the first that can serves.
 */
final class AddressChoice {
    private final NetConf conf;
    private final List<AddressGroup> groups;
    private final AddressPool pool;
    private final Reserving reserving;

    AddressChoice(NetConf conf, List<AddressGroup> groups, AddressPool pool, Reserving reserving) {
        this.conf = conf;
        this.groups = groups;
        this.pool = pool;
        this.reserving = reserving;
    }

    /**
     * Takes the pod's addresses.
     *
     * @param requested those it shall have, each of the groups'
     * @throws CniException code 7 if one pod cannot have them, 11 if too few are free
     */
    List<AddressSource.Lease> take(List<IpAddress> requested) throws IOException {
        List<IpAddress> open = new ArrayList<>(requested);
        List<AddressSource.Lease> leases = new ArrayList<>();
        for (int card = 0; card <= EniConf.NETWORK_CARD_MAX; card++) {
            List<AddressGroup> ofCard = AddressGroups.ofCard(groups, card);
            AddressSource.Lease lease = ofCard.isEmpty() ? null : take(card, ofCard, open);
            if (lease != null) {
                leases.add(lease);
            } else if (conf.multiNic() && !ofCard.isEmpty()) {
                throw noneFree();
            }
            if (!leases.isEmpty() && !conf.multiNic()) {
                break;
            }
        }
        if (!open.isEmpty()) {
            throw CniException.invalidConfig(
                    "ips: "
                            + open.get(0)
                            + " cannot be had beside the others: an interface has one address of a"
                            + " family, and all are of one ENI");
        }
        if (leases.isEmpty()) {
            throw noneFree();
        }
        return leases;
    }

    private AddressSource.@Nullable Lease take(
            int card, List<AddressGroup> ofCard, List<IpAddress> requested) throws IOException {
        for (AddressGroup group : ofCard) {
            for (IpAddress address : requested) {
                if (group.contains(address)) {
                    return takeRequested(card, group, requested);
                }
            }
        }
        return requested.isEmpty() || conf.multiNic() ? takeNext(card, ofCard) : null;
    }

    /** Takes what of {@code requested} the group has, and removes it there. */
    private AddressSource.Lease takeRequested(
            int card, AddressGroup group, List<IpAddress> requested) throws IOException {
        List<IpAddress> addresses = new ArrayList<>();
        for (boolean v6 : families()) {
            IpAddress address = first(group, v6, requested);
            if (address == null && group.ranges(v6).isEmpty()) {
                throw CniException.invalidConfig(
                        "ips: "
                                + requested.get(0)
                                + " is of an ENI that has no addresses of the other family");
            }
            if (address == null) {
                address = takeBehind(group.ranges(v6), pool.last(card, v6));
            } else if (!requested.remove(address) || !reserving.take(address)) {
                throw CniException.tryAgainLater("ips: " + address + " is in use");
            }
            if (address == null) {
                throw noneFree();
            }
            addresses.add(address);
        }
        return new AddressSource.Lease(group.eni(), addresses, Dns.NONE);
    }

    private static @Nullable IpAddress first(
            AddressGroup group, boolean v6, List<IpAddress> addresses) {
        for (IpAddress address : addresses) {
            if (address.isV6() == v6 && group.contains(address)) {
                return address;
            }
        }
        return null;
    }

    /** Goes round once: from behind the last address to the end, then all from the beginning. */
    private AddressSource.@Nullable Lease takeNext(int card, List<AddressGroup> ofCard)
            throws IOException {
        IpAddress last = pool.last(card, families()[0]);
        int start = indexOf(ofCard, last);
        for (int i = 0; i <= ofCard.size(); i++) {
            AddressGroup group = ofCard.get((start + i) % ofCard.size());
            AddressSource.Lease lease = takeOf(card, group, i == 0 ? last : null);
            if (lease != null) {
                return lease;
            }
        }
        return null;
    }

    private static int indexOf(List<AddressGroup> groups, @Nullable IpAddress address) {
        for (int i = 0; address != null && i < groups.size(); i++) {
            if (groups.get(i).contains(address)) {
                return i;
            }
        }
        return 0;
    }

    /** Returns null, having taken nothing, if the group lacks an address of either family. */
    private AddressSource.@Nullable Lease takeOf(
            int card, AddressGroup group, @Nullable IpAddress behind) throws IOException {
        List<IpAddress> addresses = new ArrayList<>();
        for (boolean v6 : families()) {
            IpAddress address =
                    addresses.isEmpty()
                            ? reserving.takeNext(group.ranges(v6), behind)
                            : takeBehind(group.ranges(v6), pool.last(card, v6));
            if (address == null) {
                reserving.giveBack(addresses);
                return null;
            }
            addresses.add(address);
        }
        for (IpAddress address : addresses) {
            reserving.setLast(card, address);
        }
        return new AddressSource.Lease(group.eni(), addresses, Dns.NONE);
    }

    private @Nullable IpAddress takeBehind(List<AddressRange> ranges, @Nullable IpAddress behind)
            throws ErrnoException {
        IpAddress address = reserving.takeNext(ranges, behind);
        return address != null ? address : reserving.takeNext(ranges, null);
    }

    /** Returns the node's families, IPv6 as true. */
    private boolean[] families() {
        if (conf.ipv4() && conf.ipv6()) {
            return new boolean[] {false, true};
        }
        return new boolean[] {conf.ipv6()};
    }

    private CniException noneFree() {
        String what =
                conf.multiNic()
                        ? "not every network card has a free address"
                        : conf.ipv4() && conf.ipv6()
                                ? "no ENI has a free address of each family"
                                : "no address is free";
        return CniException.tryAgainLater(
                what + " in the ranges of the network (" + pool.rangeText() + ")");
    }
}
