package io.vethkit.cni;

import java.util.List;

/**
 * Who gives out addresses.
 *
 * @param type the executable to ask, or {@link #BUILT_IN}
 * @param ranges for the built-in allocator, in the order they are used; empty for others, for
 *     removal, and if only the node's description has addresses
 */
public record IpamConf(String type, List<AddressRange> ranges) {
    /** The type that names the allocator inside this plugin. */
    public static final String BUILT_IN = "vethkit";

    /** Copies the list. */
    public IpamConf {
        if (type.isEmpty() || type.indexOf('/') >= 0) {
            throw new IllegalArgumentException("IPAM type: " + type);
        }
        ranges = List.copyOf(ranges);
    }

    /** Tells whether the addresses come from this plugin's own allocator. */
    public boolean isBuiltIn() {
        return type.equals(BUILT_IN);
    }
}
