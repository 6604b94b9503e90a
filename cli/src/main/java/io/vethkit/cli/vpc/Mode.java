package io.vethkit.cli.vpc;

import io.vethkit.netlink.MacAddress;
import io.vethkit.netlink.Prefix;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** The ways in which pods get their networking, each with the VPC that shows it. */
public enum Mode {
    /** Pods with secondary addresses of the node's ENIs. */
    SECONDARY_IP("secondary-ip", "pods with secondary IP addresses of the node's ENIs"),
    /** Pods with addresses of prefixes that the ENIs have. */
    PREFIX("prefix", "pods with addresses of /28 prefixes that the node's ENIs have"),
    /** Pods in another subnet than the node. */
    CUSTOM_NETWORKING("custom-networking", "pods in a subnet of their own, the node in another"),
    /** Pods with ENIs of their own that all of their traffic passes. */
    BRANCH_STRICT("branch-strict", "pods with ENIs of their own, which all their traffic passes"),
    /** Pods with ENIs of their own that what leaves the node passes. */
    BRANCH_STANDARD("branch-standard", "pods with ENIs of their own, for what leaves the node"),
    /** Pods with IPv6 addresses alone. */
    IPV6("ipv6", "pods with IPv6 addresses of a /80 prefix"),
    /** Pods with an address of each family. */
    DUAL_STACK("dual-stack", "pods with an IPv4 and an IPv6 address of the same ENI"),
    /** Pods with an interface for each network card. */
    MULTI_NIC("multi-nic", "pods with an interface for each of the node's network cards");

    private final String text;
    private final String title;

    Mode(String text, String title) {
        this.text = text;
        this.title = title;
    }

    /** Returns the mode of that name, or null. */
    public static @Nullable Mode of(String text) {
        for (Mode mode : values()) {
            if (mode.text.equals(text)) {
                return mode;
            }
        }
        return null;
    }

    /** Returns what it is, in a few words. */
    public String title() {
        return title;
    }

    /** Tells whether pods may have ENIs of their own. */
    public boolean isBranch() {
        return this == BRANCH_STRICT || this == BRANCH_STANDARD;
    }

    /** Returns a VPC in which to see it. */
    public Topology topology() {
        return switch (this) {
            case SECONDARY_IP, PREFIX -> enis(primary(Pods.V4), card(0, 1, Pods.V4));
            case CUSTOM_NETWORKING -> enis(primary(Pods.NONE), custom());
            case BRANCH_STRICT, BRANCH_STANDARD -> branches();
            case IPV6 -> enis(primary(Pods.V6));
            case DUAL_STACK -> enis(primary(Pods.BOTH), card(0, 1, Pods.BOTH));
            case MULTI_NIC -> enis(primary(Pods.V4), card(1, 1, Pods.V4), card(2, 1, Pods.V4));
        };
    }

    private static Topology enis(VpcEni... enis) {
        return new Topology(List.of(enis), List.of());
    }

    private static Topology branches() {
        VpcEni trunk =
                new VpcEni("eth2", 0, 2, List.of(Prefix.parse("10.0.3.4/24")), List.of(), true);
        return new Topology(
                List.of(primary(Pods.V4), card(0, 1, Pods.V4), trunk),
                List.of(branch(7, "10.0.5.16/24"), branch(8, "10.0.5.17/24")));
    }

    private static BranchEni branch(int vlanId, String address) {
        MacAddress mac = MacAddress.parse("02:00:00:00:05:0" + vlanId);
        return new BranchEni(vlanId, mac, List.of(Prefix.parse(address)));
    }

    private static VpcEni primary(Pods pods) {
        return eni("eth0", 0, 0, 0, pods);
    }

    /** A secondary ENI; the subnet's number follows from the card's or the device's. */
    private static VpcEni card(int networkCard, int deviceNumber, Pods pods) {
        int n = networkCard == 0 ? deviceNumber : networkCard;
        // 2 is the subnet of the second node
        return eni("eth" + n, networkCard, deviceNumber, n < 2 ? n : n + 1, pods);
    }

    private static VpcEni custom() {
        List<Prefix> own = List.of(Prefix.parse("100.64.0.4/24"));
        return new VpcEni("eth1", 0, 1, own, List.of(Prefix.parse("100.64.0.16/28")), false);
    }

    private static VpcEni eni(
            String device, int networkCard, int deviceNumber, int subnet, Pods pods) {
        Prefix v4 = Prefix.parse("10.0." + subnet + ".4/24");
        Prefix v6 = Prefix.parse("2001:db8:0:10" + subnet + "::4/64");
        Prefix podsV4 = Prefix.parse("10.0." + subnet + ".16/28");
        Prefix podsV6 = Prefix.parse("2001:db8:0:10" + subnet + ":a::/80");
        List<Prefix> both = List.of(v4, v6);
        return switch (pods) {
            case NONE ->
                    new VpcEni(device, networkCard, deviceNumber, List.of(v4), List.of(), false);
            case V4 ->
                    new VpcEni(
                            device, networkCard, deviceNumber, List.of(v4), List.of(podsV4), false);
            case V6 -> new VpcEni(device, networkCard, deviceNumber, both, List.of(podsV6), false);
            case BOTH ->
                    new VpcEni(
                            device,
                            networkCard,
                            deviceNumber,
                            both,
                            List.of(podsV4, podsV6),
                            false);
        };
    }

    /** Returns its name, as {@code --mode} takes it. */
    @Override
    public String toString() {
        return text;
    }

    /** Of which families pods have addresses of an ENI. */
    private enum Pods {
        NONE,
        V4,
        V6,
        BOTH
    }
}
