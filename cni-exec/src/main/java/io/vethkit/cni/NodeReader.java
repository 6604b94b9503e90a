package io.vethkit.cni;

import io.vethkit.netlink.Prefix;
import io.vethkit.podnet.EnforcingMode;
import io.vethkit.podnet.FilterBackendChoice;
import io.vethkit.podnet.SnatPorts;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads and checks the {@code node} object. */
final class NodeReader {
    private static final String CONNMARK_RULE =
            "must be a number from 1 to 0xffffffff, like \"0x80\"";

    private final Fields node;
    private final Families families;
    private final EnforcingMode mode;
    private final NodeAddressReader addresses;

    private NodeReader(Fields node, Families families, EnforcingMode mode) {
        this.node = node;
        this.families = families;
        this.mode = mode;
        this.addresses = new NodeAddressReader(families);
    }

    static @Nullable NodeConf read(@Nullable Fields node, Families families, EnforcingMode mode) {
        return node == null ? null : new NodeReader(node, families, mode).read();
    }

    private NodeConf read() {
        node.requireKnown(
                "primaryInterface",
                "primaryAddress",
                "primaryIpv6Address",
                "addresses",
                "enis",
                "ipFamilies",
                "vpcCidrs",
                "excludeSnatCidrs",
                "externalServiceCidrs",
                "externalSnat",
                "nodePortSupport",
                "connmark",
                "randomizeSnat",
                "eniMtu",
                "customNetworking",
                "podEni",
                "multiNic",
                "disableTcpEarlyDemux",
                "egress",
                "filterBackend");
        Prefix primary = addresses.own(node, "primaryAddress", false);
        Prefix primaryIpv6 = addresses.own(node, "primaryIpv6Address", true);
        List<EniConf> enis = new EniReader(node, families, addresses).read();
        boolean podEni = podEni(enis);
        return new NodeConf(
                interfaceName(node, "primaryInterface"),
                primary,
                cidrs("vpcCidrs"),
                cidrs("excludeSnatCidrs"),
                cidrs("externalServiceCidrs"),
                node.flag("externalSnat", false),
                node.flag("nodePortSupport", true),
                connmark(),
                snatPorts(),
                Mtu.read(node, "eniMtu", families),
                enis,
                addresses.ofPods(node, primary, primaryIpv6),
                families.ipv4(),
                families.ipv6(),
                primaryIpv6,
                customNetworking(enis),
                podEni,
                node.flag("multiNic", false),
                node.flag("disableTcpEarlyDemux", podEni && mode == EnforcingMode.STRICT),
                egress(),
                filterBackend(node, FilterBackendChoice.AUTO));
    }

    static @Nullable String interfaceName(Fields fields, String name) {
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
            Prefix cidr = Addresses.prefix(node, name, text).network();
            families.require(node, name, text, cidr.address());
            if (cidr.address().isV6()) {
                throw node.invalidText(name, text, "must be IPv4: IPv6 is not translated");
            }
            cidrs.add(cidr);
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

    private boolean podEni(List<EniConf> enis) {
        boolean podEni = node.flag("podEni", false);
        boolean trunk = false;
        for (EniConf eni : enis) {
            trunk |= eni.trunk();
        }
        if (podEni && !trunk) {
            throw node.invalid("podEni", "must not be true without an ENI in enis that is trunk");
        }
        return podEni;
    }

    private boolean customNetworking(List<EniConf> enis) {
        boolean custom = node.flag("customNetworking", false);
        if (custom && families.ipv6()) {
            throw node.invalid("customNetworking", "must not be true with IPv6 in ipFamilies");
        }
        if (custom && !node.array("addresses").isEmpty()) {
            throw node.invalid(
                    "customNetworking",
                    "must not be true with addresses: the primary ENI serves no pods then");
        }
        if (custom && !serves(enis)) {
            throw node.invalid(
                    "customNetworking", "must not be true without an ENI in enis with addresses");
        }
        return custom;
    }

    private static boolean serves(List<EniConf> enis) {
        for (EniConf eni : enis) {
            if (!eni.addresses().isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private boolean egress() {
        boolean both = families.ipv4() && families.ipv6();
        boolean egress = node.flag("egress", !families.ipv4());
        if (egress && both) {
            throw node.invalid("egress", "must not be true if pods have both families");
        }
        return egress;
    }

    private SnatPorts snatPorts() {
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

    static FilterBackendChoice filterBackend(Fields node, FilterBackendChoice whenAbsent) {
        String text = node.string("filterBackend");
        if (text == null) {
            return whenAbsent;
        }
        return switch (text) {
            case "auto" -> FilterBackendChoice.AUTO;
            case "nftables" -> FilterBackendChoice.NFTABLES;
            case "iptables-nft" -> FilterBackendChoice.IPTABLES_NFT;
            case "iptables-legacy" -> FilterBackendChoice.IPTABLES_LEGACY;
            default ->
                    throw node.invalid(
                            "filterBackend",
                            "must be auto, nftables, iptables-nft or iptables-legacy");
        };
    }
}
