package io.vethkit.cni;

import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.MacAddress;
import io.vethkit.netlink.Prefix;

import org.jspecify.annotations.Nullable;

/** Addresses as members of JSON objects. */
final class Addresses {
    private static final long GROUP = 1L << 40; // the lowest bit of the first byte
    private static final Prefix[] NO_HOSTS = {
        new Prefix(IpAddress.v4(0), 8),
        new Prefix(IpAddress.v4(0x7f00_0000), 8),
        new Prefix(IpAddress.v4(0xa9fe_0000), 16),
        new Prefix(IpAddress.v4(0xe000_0000), 4),
        new Prefix(IpAddress.ANY_V6, 8),
        new Prefix(IpAddress.v6(0xfe80L << 48, 0), 10),
        new Prefix(IpAddress.v6(0xff00L << 48, 0), 8),
    };

    /** Returns an address member of either family; absent and empty are the same, null. */
    static @Nullable IpAddress address(Fields fields, String name) {
        String text = fields.text(name);
        return text == null ? null : address(fields, name, text);
    }

    static IpAddress address(Fields fields, String name, String text) {
        try {
            return IpAddress.parse(text);
        } catch (IllegalArgumentException e) {
            throw fields.invalidText(name, text, "must be an IP address");
        }
    }

    /** Returns an address with its prefix length, of either family. */
    static @Nullable Prefix prefix(Fields fields, String name) {
        String text = fields.text(name);
        return text == null ? null : prefix(fields, name, text);
    }

    static Prefix prefix(Fields fields, String name, String text) {
        Prefix prefix = parse(text);
        if (prefix == null || text.indexOf('/') < 0) {
            throw fields.invalidText(
                    name, text, "must be an address with a prefix length, like 10.0.2.4/24");
        }
        return prefix;
    }

    /** Returns a range of addresses: {@code 10.0.2.16/28}, or one address. */
    static Prefix range(Fields fields, String name, String text) {
        Prefix prefix = parse(text);
        if (prefix == null) {
            throw fields.invalidText(
                    name, text, "must be an IP address or CIDR, like 10.0.2.9 or 10.0.2.16/28");
        }
        return prefix;
    }

    /** Refuses what no interface can have in a network: loopback, link-local, groups and such. */
    static void requireHosts(Fields fields, String name, String text, Prefix prefix) {
        for (Prefix none : NO_HOSTS) {
            if (none.overlaps(prefix)) {
                throw fields.invalidText(
                        name, text, "must be for hosts: no address of " + none + " is");
            }
        }
    }

    /** Returns a hardware address member, or null. */
    static @Nullable MacAddress mac(Fields fields, String name) {
        String text = fields.text(name);
        if (text == null) {
            return null;
        }
        MacAddress mac = mac(text);
        if (mac == null) {
            throw fields.invalidText(
                    name, text, "must be the MAC address of an interface, like 02:00:0a:00:02:04");
        }
        return mac;
    }

    /**
     * Returns what {@code text} means as the address of an interface, or null: a group's is none.
     */
    static @Nullable MacAddress mac(String text) {
        try {
            MacAddress mac = MacAddress.parse(text);
            return mac.bits() == 0 || (mac.bits() & GROUP) != 0 ? null : mac;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Returns what {@code text} means as {@code address} or {@code address/length}, or null. */
    static @Nullable Prefix parse(String text) {
        try {
            return Prefix.parse(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private Addresses() {}
}
