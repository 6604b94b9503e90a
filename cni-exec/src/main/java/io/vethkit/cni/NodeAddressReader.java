package io.vethkit.cni;

import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.Prefix;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** Reads the addresses of a node's ENIs, their own and those for pods; none may be there twice. */
final class NodeAddressReader {
    private static final int LENGTH_MIN = 8;

    private final Families families;
    private final List<Prefix> taken = new ArrayList<>();

    NodeAddressReader(Families families) {
        this.families = families;
    }

    /** Returns the member {@code name}, an ENI's own address with its subnet's length, or null. */
    @Nullable Prefix own(Fields fields, String name, boolean v6) {
        String text = fields.string(name);
        if (text == null) {
            return null;
        }
        Prefix prefix = Addresses.prefix(fields, name, text);
        if (prefix.address().isV6() != v6) {
            throw fields.invalidText(name, text, "must be " + Families.name(v6));
        }
        families.requireMember(fields, name, text, v6);
        requireLength(fields, name, prefix);
        requireHost(fields, name, prefix);
        take(fields, name, text, Prefix.host(prefix.address()));
        return prefix;
    }

    /** DHCPv6 gives IPv6 addresses without their subnet's length. */
    private static void requireLength(Fields fields, String name, Prefix prefix) {
        int most = prefix.address().isV6() ? 128 : 30;
        if (prefix.length() < LENGTH_MIN || prefix.length() > most) {
            throw fields.invalid(
                    name, "must have a prefix length from " + LENGTH_MIN + " to " + most);
        }
    }

    private static void requireHost(Fields fields, String name, Prefix prefix) {
        IpAddress address = prefix.address();
        Addresses.requireHosts(fields, name, prefix.toString(), Prefix.host(address));
        boolean first = address.equals(prefix.network().address()) && !prefix.isHost();
        if (address.isV6() ? first : first || address.equals(AddressRange.lastOf(prefix))) {
            throw fields.invalid(name, "must not be the network's own or its broadcast address");
        }
    }

    /**
     * Returns the member {@code addresses}: what an ENI has for pods.
     *
     * @param ipv4 its own IPv4 address
     * @param ipv6 its own IPv6 address
     */
    List<Prefix> ofPods(Fields fields, @Nullable Prefix ipv4, @Nullable Prefix ipv6) {
        List<Prefix> ranges = new ArrayList<>();
        for (String text : fields.strings("addresses")) {
            Prefix range = Addresses.range(fields, "addresses", text);
            families.require(fields, "addresses", text, range.address());
            if (!range.network().equals(range)) {
                throw fields.invalidText(
                        "addresses", text, "must have no host bits set, like " + range.network());
            }
            Addresses.requireHosts(fields, "addresses", text, range);
            requireInside(range.address().isV6() ? ipv6 : ipv4, fields, text, range);
            take(fields, "addresses", text, range);
            ranges.add(range);
        }
        requireEachFamily(fields, ranges);
        return ranges;
    }

    private static void requireInside(
            @Nullable Prefix own, Fields fields, String text, Prefix range) {
        if (own != null
                && !own.isHost()
                && (range.length() < own.length() || !own.contains(range.address()))) {
            throw fields.invalidText(
                    "addresses", text, "must be inside the subnet " + own.network());
        }
    }

    /** A pod's addresses are all of one ENI. */
    private void requireEachFamily(Fields fields, List<Prefix> ranges) {
        boolean ipv4 = false;
        boolean ipv6 = false;
        for (Prefix range : ranges) {
            ipv4 |= !range.address().isV6();
            ipv6 |= range.address().isV6();
        }
        boolean lacking = ipv4 != families.ipv4() || ipv6 != families.ipv6();
        if (lacking && !ranges.isEmpty()) {
            throw fields.invalid(
                    "addresses",
                    "must have "
                            + Families.name(ipv4)
                            + " addresses too: pods get both families from one ENI");
        }
    }

    private void take(Fields fields, String name, String text, Prefix range) {
        for (Prefix other : taken) {
            if (other.overlaps(range)) {
                throw fields.invalidText(
                        name, text, "must not overlap " + other + ", which is in use in node");
            }
        }
        taken.add(range);
    }
}
