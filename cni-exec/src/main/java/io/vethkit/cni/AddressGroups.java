package io.vethkit.cni;

import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.Prefix;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** Tells which ENI has which of a network's addresses. */
final class AddressGroups {
    private final @Nullable NodeConf node;
    private final List<AddressGroup> groups = new ArrayList<>();

    private AddressGroups(@Nullable NodeConf node) {
        this.node = node;
    }

    /**
     * Returns what each ENI has of {@code ranges} or, if there are none, of what {@code node} says
     * it has; what in the ranges no other ENI has is the primary one's. In the order of the network
     * cards, and in that of the ranges or ENIs.
     */
    static List<AddressGroup> of(List<AddressRange> ranges, @Nullable NodeConf node) {
        AddressGroups groups = new AddressGroups(node);
        for (AddressRange range : ranges) {
            groups.addParts(range);
        }
        if (ranges.isEmpty() && node != null) {
            groups.addAll(null, node.addresses());
            for (EniConf eni : node.enis()) {
                groups.addAll(eni, eni.addresses());
            }
        }
        return groups.byCard();
    }

    private void addAll(@Nullable EniConf eni, List<Prefix> assigned) {
        for (Prefix prefix : assigned) {
            group(eni).add(AddressRange.of(prefix));
        }
    }

    /**
     * Adds {@code range} by parts: the first stretch that an ENI has, what is before and behind.
     */
    private void addParts(AddressRange range) {
        if (node != null) {
            for (EniConf eni : node.enis()) {
                for (Prefix prefix : eni.addresses()) {
                    if (AddressRange.of(prefix).overlaps(range)) {
                        addParts(range, eni, AddressRange.of(prefix));
                        return;
                    }
                }
            }
        }
        if (node == null || !node.customNetworking()) {
            group(null).add(range);
        }
    }

    private void addParts(AddressRange range, EniConf eni, AddressRange assigned) {
        IpAddress first = range.first();
        IpAddress last = range.last();
        if (first.compareTo(assigned.first()) < 0) {
            addParts(range.part(first, assigned.first().plus(-1)));
            first = assigned.first();
        }
        boolean more = last.compareTo(assigned.last()) > 0;
        group(eni).add(range.part(first, more ? assigned.last() : last));
        if (more) {
            addParts(range.part(assigned.last().plus(1), last));
        }
    }

    private AddressGroup group(@Nullable EniConf eni) {
        for (AddressGroup group : groups) {
            if (EniConf.same(group.eni(), eni)) {
                return group;
            }
        }
        AddressGroup group = new AddressGroup(eni);
        groups.add(group);
        return group;
    }

    private List<AddressGroup> byCard() {
        List<AddressGroup> sorted = new ArrayList<>();
        for (int card = 0; sorted.size() < groups.size(); card++) {
            sorted.addAll(ofCard(groups, card));
        }
        return sorted;
    }

    /** Returns those of {@code groups} whose ENI is on {@code card}. */
    static List<AddressGroup> ofCard(List<AddressGroup> groups, int card) {
        List<AddressGroup> of = new ArrayList<>();
        for (AddressGroup group : groups) {
            if (group.networkCard() == card) {
                of.add(group);
            }
        }
        return of;
    }
}
