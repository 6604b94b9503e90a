package io.vethkit.netlink.route;

import io.vethkit.netlink.IpAddress;

import org.jspecify.annotations.Nullable;

/**
 * One of several ways of a multipath route.
 *
 * @param gateway the router, or null if the destination is on the link
 * @param device the index of the link, or null for that of the gateway
 * @param weight its share, 1 to 256
 * @param onLink whether the gateway is on the link though no route says so
 */
public record NextHop(
        @Nullable IpAddress gateway, @Nullable Integer device, int weight, boolean onLink) {
    /** Checks the ranges. */
    public NextHop {
        if (weight < 1 || weight > 256) {
            throw new IllegalArgumentException("weight " + weight);
        }
        if (gateway == null && device == null) {
            throw new IllegalArgumentException("a next hop without gateway and device");
        }
        if (device != null && device <= 0) {
            throw new IllegalArgumentException("link index " + device);
        }
    }

    /** Returns the arguments of {@code ip route}: {@code nexthop via 10.0.0.1 weight 1}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("nexthop");
        Text.append(text, " via ", gateway);
        Text.appendDevice(text, device);
        text.append(" weight ").append(weight);
        return onLink ? text.append(" onlink").toString() : text.toString();
    }
}
