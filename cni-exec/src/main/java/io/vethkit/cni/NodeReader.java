package io.vethkit.cni;

import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.MacAddress;
import io.vethkit.netlink.Prefix;
import io.vethkit.podnet.SnatPorts;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads and checks the {@code node} object. */
final class NodeReader {
    private static final int LENGTH_MAX = 30;
    private static final String CONNMARK_RULE =
            "must be a number from 1 to 0xffffffff, like \"0x80\"";

    private final Fields node;
    private final List<Prefix> taken = new ArrayList<>();

    private NodeReader(Fields node) {
        this.node = node;
    }

    static @Nullable NodeConf read(@Nullable Fields node) {
        return node == null ? null : new NodeReader(node).read();
    }

    private NodeConf read() {
        Prefix primary = interfaceAddress(node, "primaryAddress");
        List<EniConf> enis = enis();
        return new NodeConf(
                interfaceName(node, "primaryInterface"),
                primary,
                cidrs("vpcCidrs"),
                cidrs("excludeSnatCidrs"),
                cidrs("externalServiceCidrs"),
                node.flag("externalSnat", false),
                node.flag("nodePortSupport", true),
                connmark(),
                snatPorts(node),
                Mtu.read(node, "eniMtu"),
                enis,
                podAddresses(node, primary));
    }

    private static @Nullable String interfaceName(Fields fields, String name) {
        String text = fields.string(name);
        if (text != null && !Text.isInterfaceName(text)) {
            throw fields.invalid(name, "must be the name of a network interface");
        }
        return text;
    }

    /** Returns networks; as with Amazon's, bits past the length do not matter. */
    private List<Prefix> cidrs(String name) {
        List<Prefix> cidrs = new ArrayList<>();
        for (String text : node.strings(name)) {
            cidrs.add(Addresses.ipv4Prefix(node, name, text).network());
        }
        return cidrs;
    }

    private int connmark() {
        String text = node.scalar("connmark");
        if (text == null) {
            return NodeConf.DEFAULT_CONNMARK;
        }
        long mark = unsigned(text);
        if (mark >= 1 && mark <= 0xffff_ffffL) {
            return (int) mark;
        }
        throw node.invalid("connmark", CONNMARK_RULE);
    }

    /** Returns a number whose base shows as in Go and C, or 0. */
    private static long unsigned(String text) {
        String number = text.toLowerCase(Locale.ROOT);
        try {
            if (number.startsWith("0x")) {
                return Long.parseLong(number, 2, number.length(), 16);
            }
            if (number.startsWith("0b")) {
                return Long.parseLong(number, 2, number.length(), 2);
            }
            return Long.parseLong(number, number.startsWith("0") ? 8 : 10);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private List<EniConf> enis() {
        List<EniConf> enis = new ArrayList<>();
        for (Fields fields : node.list("enis")) {
            EniConf eni = eni(fields);
            for (EniConf other : enis) {
                requireDifferent(fields, eni, other);
            }
            enis.add(eni);
        }
        return enis;
    }

    private EniConf eni(Fields fields) {
        Integer number = fields.integer("deviceNumber", 1, EniConf.DEVICE_NUMBER_MAX);
        if (number == null) {
            throw fields.missing("deviceNumber", "it must be the ENI's number at the instance");
        }
        String name = interfaceName(fields, "name");
        MacAddress mac = Addresses.mac(fields, "mac");
        if (name == null && mac == null) {
            throw fields.missing("name", "an ENI must have a name or a mac");
        }
        Prefix address = interfaceAddress(fields, "address");
        if (address == null) {
            throw fields.missing("address", "it must be the ENI's own address, like 10.0.2.4/24");
        }
        return new EniConf(number, name, mac, address, podAddresses(fields, address));
    }

    private static void requireDifferent(Fields fields, EniConf eni, EniConf other) {
        if (eni.deviceNumber() == other.deviceNumber()) {
            throw fields.invalid("deviceNumber", "must not be that of another ENI");
        }
        if (eni.name() != null && eni.name().equals(other.name())) {
            throw fields.invalid("name", "must not be that of another ENI");
        }
        if (eni.mac() != null && eni.mac().equals(other.mac())) {
            throw fields.invalid("mac", "must not be that of another ENI");
        }
    }

    private @Nullable Prefix interfaceAddress(Fields fields, String name) {
        String text = fields.string(name);
        if (text == null) {
            return null;
        }
        Prefix prefix = Addresses.ipv4Prefix(fields, name, text);
        if (prefix.length() < 8 || prefix.length() > LENGTH_MAX) {
            throw fields.invalid(name, "must have a prefix length from 8 to " + LENGTH_MAX);
        }
        long hosts = (1L << (32 - prefix.length())) - 1;
        IpAddress network = prefix.network().address();
        if (prefix.address().equals(network) || prefix.address().equals(network.plus(hosts))) {
            throw fields.invalid(name, "must not be the network's own or its broadcast address");
        }
        take(fields, name, text, Prefix.host(prefix.address()));
        return prefix;
    }

    /** Returns the member {@code addresses}: what an ENI whose own address is {@code own} has. */
    private List<Prefix> podAddresses(Fields fields, @Nullable Prefix own) {
        List<Prefix> ranges = new ArrayList<>();
        for (String text : fields.strings("addresses")) {
            Prefix range = Addresses.ipv4Range(fields, "addresses", text);
            if (!range.network().equals(range)) {
                throw fields.invalidText(
                        "addresses", text, "must have no host bits set, like " + range.network());
            }
            if (own != null && (range.length() < own.length() || !own.contains(range.address()))) {
                throw fields.invalidText(
                        "addresses", text, "must be inside the subnet " + own.network());
            }
            take(fields, "addresses", text, range);
            ranges.add(range);
        }
        return ranges;
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

    private static SnatPorts snatPorts(Fields node) {
        String text = node.string("randomizeSnat");
        if (text == null) {
            return SnatPorts.PRNG;
        }
        return switch (text) {
            case "prng" -> SnatPorts.PRNG;
            case "hashrandom" -> SnatPorts.HASHRANDOM;
            case "none" -> SnatPorts.NONE;
            default -> throw node.invalid("randomizeSnat", "must be prng, hashrandom or none");
        };
    }
}
