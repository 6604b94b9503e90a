package io.vethkit.cni;

import com.google.gson.JsonArray;

import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.Prefix;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** Reads and checks the {@code ipam} object; ranges have host-local's form. */
final class IpamReader {
    /** Returns null if no type is given: nobody gives out addresses. */
    static @Nullable IpamConf read(@Nullable Fields ipam, boolean withRanges) {
        String type = ipam == null ? null : ipam.text("type");
        if (ipam == null || type == null) {
            return null;
        }
        if (type.indexOf('/') >= 0 || type.equals(".") || type.equals("..")) {
            throw ipam.invalid("type", "must be the name of an executable, without /");
        }
        boolean builtIn = type.equals(IpamConf.BUILT_IN);
        return new IpamConf(type, builtIn && withRanges ? ranges(ipam) : List.of());
    }

    private static List<AddressRange> ranges(Fields ipam) {
        List<AddressRange> ranges = new ArrayList<>();
        if (ipam.get("subnet") != null) {
            addRange(ranges, ipam);
        }
        JsonArray sets = ipam.array("ranges");
        for (int i = 0; i < sets.size(); i++) {
            String name = "ranges[" + i + "]";
            if (!(sets.get(i) instanceof JsonArray set)) {
                throw ipam.invalid(name, sets.get(i), "must be a list of ranges");
            }
            if (set.isEmpty()) {
                throw ipam.invalid(name, set, "must not be empty");
            }
            for (Fields range : ipam.objects(name, set)) {
                addRange(ranges, range);
            }
        }
        if (sets.size() + (ipam.get("subnet") == null ? 0 : 1) > 1) {
            throw CniException.unsupportedField(
                    "ipam.ranges has more than one set: this version gives a pod one IPv4 address");
        }
        return ranges;
    }

    private static void addRange(List<AddressRange> ranges, Fields fields) {
        AddressRange range = range(fields);
        for (AddressRange other : ranges) {
            if (range.overlaps(other)) {
                throw fields.invalid(
                        "subnet",
                        "must not overlap another range: "
                                + range.first()
                                + "-"
                                + range.last()
                                + " and "
                                + other.first()
                                + "-"
                                + other.last()
                                + " do");
            }
        }
        ranges.add(range);
    }

    private static AddressRange range(Fields fields) {
        Prefix subnet = subnet(fields);
        long hosts = (1L << (32 - subnet.length())) - 2;
        IpAddress first = inside(fields, "rangeStart", subnet, subnet.address().plus(1));
        IpAddress last = inside(fields, "rangeEnd", subnet, subnet.address().plus(hosts));
        if (first.compareTo(last) > 0) {
            throw fields.invalid(
                    fields.get("rangeStart") == null ? "rangeEnd" : "rangeStart",
                    "must not put the start after the end: " + first + " to " + last);
        }
        IpAddress gateway = Addresses.ipv4(fields, "gateway");
        return new AddressRange(
                subnet, first, last, gateway == null ? subnet.address().plus(1) : gateway);
    }

    private static Prefix subnet(Fields fields) {
        String text = fields.string("subnet");
        if (text == null) {
            throw fields.missing("subnet", "it must be an IPv4 CIDR");
        }
        Prefix subnet = Addresses.ipv4Prefix(fields, "subnet", text);
        if (!subnet.network().equals(subnet)) {
            throw fields.invalid("subnet", "must have no host bits set, like " + subnet.network());
        }
        if (subnet.length() > AddressRange.LENGTH_MAX) {
            throw fields.invalid("subnet", "must be /" + AddressRange.LENGTH_MAX + " or larger");
        }
        return subnet;
    }

    private static IpAddress inside(
            Fields fields, String name, Prefix subnet, IpAddress whenAbsent) {
        IpAddress address = Addresses.ipv4(fields, name);
        if (address == null) {
            return whenAbsent;
        }
        if (!subnet.contains(address)) {
            throw fields.invalid(name, "must be inside the subnet " + subnet);
        }
        return address;
    }

    private IpamReader() {}
}
