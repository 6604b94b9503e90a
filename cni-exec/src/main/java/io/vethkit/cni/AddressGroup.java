package io.vethkit.cni;

import io.vethkit.netlink.IpAddress;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** What one ENI has for pods: the addresses of a pod's interface are all of one group. */
final class AddressGroup {
    private final @Nullable EniConf eni;
    private final List<AddressRange> ipv4 = new ArrayList<>();
    private final List<AddressRange> ipv6 = new ArrayList<>();

    /** A group without addresses; {@code eni} null is the primary one. */
    AddressGroup(@Nullable EniConf eni) {
        this.eni = eni;
    }

    @Nullable EniConf eni() {
        return eni;
    }

    /** Returns the network card that the ENI is on. */
    int networkCard() {
        return eni == null ? 0 : eni.networkCard();
    }

    void add(AddressRange range) {
        (range.isV6() ? ipv6 : ipv4).add(range);
    }

    List<AddressRange> ranges(boolean v6) {
        return v6 ? ipv6 : ipv4;
    }

    /** Tells whether it has addresses of each of {@code families}. */
    boolean serves(Families families) {
        return (!families.ipv4() || !ipv4.isEmpty()) && (!families.ipv6() || !ipv6.isEmpty());
    }

    boolean contains(IpAddress address) {
        return AddressPool.indexOf(ranges(address.isV6()), address) >= 0;
    }
}
