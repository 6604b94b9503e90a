package io.vethkit.cni;

import com.google.gson.JsonElement;

import io.vethkit.netlink.IpAddress;

import org.jspecify.annotations.Nullable;

/**
 * The address families of a node's pods.
 *
 * @param ipv4 whether pods have IPv4 addresses
 * @param ipv6 whether pods have IPv6 addresses
 */
record Families(boolean ipv4, boolean ipv6) {
    /** What a node has if nothing else is said. */
    static final Families IPV4 = new Families(true, false);

    private static final String KEY = "ipFamilies";
    private static final String RULE = "must be a list of IPv4, IPv6 or both, each once";

    /** Reads the member {@code ipFamilies} of a node. */
    static Families read(@Nullable Fields node) {
        if (node == null || node.get(KEY) == null) {
            return IPV4;
        }
        boolean ipv4 = false;
        boolean ipv6 = false;
        for (JsonElement family : node.array(KEY)) {
            String text = family.isJsonPrimitive() ? family.getAsString() : "";
            boolean again = text.equals("IPv4") ? ipv4 : ipv6;
            if (again || (!text.equals("IPv4") && !text.equals("IPv6"))) {
                throw node.invalid(KEY, RULE);
            }
            ipv4 |= text.equals("IPv4");
            ipv6 |= text.equals("IPv6");
        }
        if (!ipv4 && !ipv6) {
            throw node.invalid(KEY, RULE);
        }
        return new Families(ipv4, ipv6);
    }

    boolean has(boolean v6) {
        return v6 ? ipv6 : ipv4;
    }

    /** Checks that the member {@code name}, which is for addresses of one family, may be there. */
    void requireMember(Fields fields, String name, String text, boolean v6) {
        if (!has(v6)) {
            throw fields.invalidText(
                    name,
                    text,
                    "must be left out: " + name(ipv6) + " is the node's only family (ipFamilies)");
        }
    }

    /** Returns {@code address}, which was found as {@code text} in the member {@code name}. */
    IpAddress require(Fields fields, String name, String text, IpAddress address) {
        if (!has(address.isV6())) {
            throw fields.invalidText(
                    name, text, "must be " + name(ipv6) + ", the node's only family (ipFamilies)");
        }
        return address;
    }

    /** Returns what people call the family. */
    static String name(boolean v6) {
        return v6 ? "IPv6" : "IPv4";
    }
}
