package io.vethkit.cni;

import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.Prefix;
import io.vethkit.podnet.EgressCidrs;
import io.vethkit.podnet.FilterBackendChoice;
import io.vethkit.podnet.SnatPorts;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What of the configuration is for egress alone.
 *
 * @param nodeIp what connections leave with, whose family is that of the egress; null only where
 *     egress is not enabled
 * @param ranges of the built-in allocator; empty for others
 * @param filterBackend whose tables translate
 */
record EgressConf(
        boolean enabled,
        @Nullable IpAddress nodeIp,
        SnatPorts snatPorts,
        List<AddressRange> ranges,
        FilterBackendChoice filterBackend) {
    private static final String UNICAST = "must be a global unicast address of the node";
    private static final Prefix[] NOT_GLOBAL = {
        Prefix.parse("0.0.0.0/8"),
        Prefix.parse("127.0.0.0/8"),
        Prefix.parse("169.254.0.0/16"),
        Prefix.parse("224.0.0.0/3"),
        Prefix.parse("::/8"),
        Prefix.parse("fe80::/10"),
        Prefix.parse("ff00::/8")
    };

    /**
     * Reads the configuration of a call.
     *
     * @throws CniException code 7
     */
    static EgressConf of(CniRequest request) {
        Fields config = Fields.ofConfig(request.config());
        boolean enabled = config.scalar("enabled") != null && config.flag("enabled", false);
        if (!enabled) {
            return new EgressConf(
                    false, null, SnatPorts.PRNG, List.of(), FilterBackendChoice.NFTABLES);
        }
        IpAddress nodeIp = nodeIp(config);
        Families families = new Families(!nodeIp.isV6(), nodeIp.isV6());
        Mtu.read(config, "mtu", families);
        IpamConf ipam = IpamReader.read(config.fields("ipam"), families);
        return new EgressConf(
                true,
                nodeIp,
                snatPorts(config),
                ranges(ipam, nodeIp.isV6()),
                NodeReader.filterBackend(config, FilterBackendChoice.NFTABLES));
    }

    private static List<AddressRange> ranges(@Nullable IpamConf ipam, boolean v6) {
        if (ipam == null || !ipam.isBuiltIn() || !ipam.ranges().isEmpty()) {
            return ipam == null ? List.of() : ipam.ranges();
        }
        Prefix subnet = v6 ? EgressCidrs.V6 : EgressCidrs.V4;
        IpAddress first = subnet.address().plus(1);
        return List.of(new AddressRange(subnet, first, AddressRange.lastOf(subnet), first));
    }

    /** Tells, even of a configuration that is otherwise wrong, whether egress is switched on. */
    static boolean isEnabled(CniRequest request) {
        return "true".equals(Fields.ofConfig(request.config()).scalar("enabled"));
    }

    private static IpAddress nodeIp(Fields config) {
        IpAddress address = Addresses.address(config, "nodeIP");
        if (address == null) {
            throw config.missing("nodeIP", "it " + UNICAST);
        }
        for (Prefix prefix : NOT_GLOBAL) {
            if (prefix.address().isV6() == address.isV6() && prefix.contains(address)) {
                throw config.invalid("nodeIP", UNICAST);
            }
        }
        return address;
    }

    private static SnatPorts snatPorts(Fields config) {
        String text = config.text("randomizeSNAT");
        if (text == null) {
            return SnatPorts.PRNG;
        }
        return switch (text) {
            case "prng" -> SnatPorts.PRNG;
            case "hashrandom" -> SnatPorts.HASHRANDOM;
            case "none" -> SnatPorts.NONE;
            default -> throw config.invalid("randomizeSNAT", "must be prng, hashrandom or none");
        };
    }

    /** Returns {@link #nodeIp} where egress is enabled. */
    IpAddress address() {
        IpAddress address = nodeIp;
        if (address == null) {
            throw new AssertionError("egress is not enabled");
        }
        return address;
    }
}
