package io.vethkit.netlink.route;

import org.jspecify.annotations.Nullable;

/**
 * What a route says about packet sizes.
 *
 * @param mtu the largest packet in bytes, or null
 * @param advmss the largest TCP segment to advertise in bytes, or null
 */
public record RouteMetrics(@Nullable Integer mtu, @Nullable Integer advmss) {
    /** Nothing said. */
    public static final RouteMetrics NONE = new RouteMetrics(null, null);

    /** Returns the largest packet, nothing else said. */
    public static RouteMetrics mtu(int bytes) {
        return new RouteMetrics(bytes, null);
    }

    /** Checks the ranges. */
    public RouteMetrics {
        if ((mtu != null && mtu <= 0) || (advmss != null && advmss <= 0)) {
            throw new IllegalArgumentException("mtu " + mtu + " advmss " + advmss);
        }
    }

    boolean isEmpty() {
        return mtu == null && advmss == null;
    }

    /** Returns the arguments of {@code ip route}: {@code mtu 1500 advmss 1460}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        Text.appendUnsigned(text, "mtu ", mtu);
        Text.appendUnsigned(text, mtu == null ? "advmss " : " advmss ", advmss);
        return text.toString();
    }
}
