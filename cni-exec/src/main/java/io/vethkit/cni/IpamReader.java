package io.vethkit.cni;

import com.google.gson.JsonArray;

import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.Prefix;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** Reads and checks the {@code ipam} object; ranges have host-local's form. */
final class IpamReader {
    private static final Prefix LINK_LOCAL_V6 = new Prefix(IpAddress.v6(0xfe80L << 48, 0), 10);

    private final Fields ipam;
    private final Families families;
    private final List<AddressRange> ranges = new ArrayList<>();

    private IpamReader(Fields ipam, Families families) {
        this.ipam = ipam;
        this.families = families;
    }

    /** Returns null if no type is given: nobody gives out addresses. */
    static @Nullable IpamConf read(@Nullable Fields ipam, Families families) {
        String type = type(ipam);
        if (ipam == null || type == null) {
            return null;
        }
        boolean builtIn = type.equals(IpamConf.BUILT_IN);
        return new IpamConf(type, builtIn ? new IpamReader(ipam, families).ranges() : List.of());
    }

    /** Like {@link #read}, but nothing is given out, and so no ranges are needed. */
    static @Nullable IpamConf readForRemoval(@Nullable Fields ipam) {
        String type = type(ipam);
        return type == null ? null : new IpamConf(type, List.of());
    }

    private static @Nullable String type(@Nullable Fields ipam) {
        String type = ipam == null ? null : ipam.text("type");
        if (ipam != null
                && type != null
                && (type.indexOf('/') >= 0 || type.equals(".") || type.equals(".."))) {
            throw ipam.invalid("type", "must be the name of an executable, without /");
        }
        return type;
    }

    private List<AddressRange> ranges() {
        if (ipam.get("subnet") != null) {
            addSet("subnet", List.of(ipam));
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
            addSet(name, ipam.objects(name, set));
        }
        return ranges;
    }

    /** A pod gets one address of each set: one of each family. */
    private void addSet(String name, List<Fields> set) {
        boolean v6 = subnet(set.get(0)).address().isV6();
        for (AddressRange other : ranges) {
            if (other.isV6() == v6) {
                throw CniException.unsupportedField(
                        "ipam."
                                + name
                                + " is another set of "
                                + Families.name(v6)
                                + ": a pod gets one address of a family");
            }
        }
        for (Fields range : set) {
            if (subnet(range).address().isV6() != v6) {
                throw range.invalid(
                        "subnet", "must be of the same family as the others of its set");
            }
            addRange(range);
        }
    }

    private void addRange(Fields fields) {
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

    private AddressRange range(Fields fields) {
        Prefix subnet = subnet(fields);
        IpAddress own = subnet.address();
        IpAddress most = AddressRange.lastOf(subnet);
        IpAddress first = inside(fields, "rangeStart", subnet, own.plus(1));
        IpAddress last = inside(fields, "rangeEnd", subnet, own.isV6() ? most : most.plus(-1));
        if (first.compareTo(last) > 0) {
            throw fields.invalid(
                    fields.get("rangeStart") == null ? "rangeEnd" : "rangeStart",
                    "must not put the start after the end: " + first + " to " + last);
        }
        return new AddressRange(subnet, first, last, gateway(fields, subnet));
    }

    private static IpAddress gateway(Fields fields, Prefix subnet) {
        String text = fields.string("gateway");
        if (text != null && subnet.address().isV6()) {
            IpAddress address = Addresses.address(fields, "gateway", text);
            if (LINK_LOCAL_V6.contains(address)) {
                return address;
            }
        }
        return inside(fields, "gateway", subnet, subnet.address().plus(1));
    }

    private Prefix subnet(Fields fields) {
        String text = fields.string("subnet");
        if (text == null) {
            throw fields.missing("subnet", "it must be a CIDR");
        }
        Prefix subnet = Addresses.prefix(fields, "subnet", text);
        boolean v6 = families.require(fields, "subnet", text, subnet.address()).isV6();
        if (!subnet.network().equals(subnet)) {
            throw fields.invalid("subnet", "must have no host bits set, like " + subnet.network());
        }
        if (subnet.length() > AddressRange.lengthMax(v6)) {
            throw fields.invalid("subnet", "must be /" + AddressRange.lengthMax(v6) + " or larger");
        }
        return subnet;
    }

    private static IpAddress inside(
            Fields fields, String name, Prefix subnet, IpAddress whenAbsent) {
        String text = fields.string(name);
        if (text == null) {
            return whenAbsent;
        }
        IpAddress address = Addresses.address(fields, name, text);
        if (!subnet.contains(address)) {
            throw fields.invalid(name, "must be inside the subnet " + subnet);
        }
        return address;
    }
}
