package io.vethkit.cni;

import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.Prefix;

import org.jspecify.annotations.Nullable;

/**
 * An address in a {@link CniResult}.
 *
 * @param interfaceIndex counts {@link CniResult#interfaces}; null if not said, as by IPAM plugins
 */
public record CniIp(Prefix address, @Nullable IpAddress gateway, @Nullable Integer interfaceIndex) {
    /** Refuses a negative index. */
    public CniIp {
        if (interfaceIndex != null && interfaceIndex < 0) {
            throw new IllegalArgumentException("interface index " + interfaceIndex);
        }
    }

    /** Returns this address on another interface. */
    public CniIp on(int index) {
        return new CniIp(address, gateway, index);
    }
}
