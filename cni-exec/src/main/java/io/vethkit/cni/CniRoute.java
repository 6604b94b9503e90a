package io.vethkit.cni;

import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.Prefix;

import org.jspecify.annotations.Nullable;

/**
 * A route in a {@link CniResult}; what is null is not said.
 *
 * @param gateway null: the gateway of the first address of the family
 * @param priority unsigned
 * @param table unsigned
 * @param scope as in {@code /etc/iproute2/rt_scopes}
 */
public record CniRoute(
        Prefix destination,
        @Nullable IpAddress gateway,
        @Nullable Integer mtu,
        @Nullable Integer advmss,
        @Nullable Integer priority,
        @Nullable Integer table,
        @Nullable Integer scope) {
    /** Returns a route with nothing but the destination and, if there is one, a gateway. */
    public static CniRoute to(Prefix destination, @Nullable IpAddress gateway) {
        return new CniRoute(destination, gateway, null, null, null, null, null);
    }
}
