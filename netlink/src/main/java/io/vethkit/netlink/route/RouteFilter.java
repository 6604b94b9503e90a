package io.vethkit.netlink.route;

import org.jspecify.annotations.Nullable;

/**
 * Which routes to list; the kernel picks them since Linux 4.20, this library before.
 *
 * @param table the number of the table, or null for all
 * @param protocol who made them, or null for all
 * @param device the index of the link, or null for all
 * @param type one of {@code RTN_}, or null for all
 */
public record RouteFilter(
        @Nullable Integer table,
        @Nullable Integer protocol,
        @Nullable Integer device,
        @Nullable Integer type) {
    /** All routes. */
    public static final RouteFilter ALL = new RouteFilter(null, null, null, null);

    /** Returns the filter for routes of that table only. */
    public RouteFilter table(int value) {
        return new RouteFilter(value, protocol, device, type);
    }

    /** Returns the filter for routes of that maker only. */
    public RouteFilter protocol(int value) {
        return new RouteFilter(table, value, device, type);
    }

    /** Returns the filter for routes over the link of that index only. */
    public RouteFilter device(int value) {
        return new RouteFilter(table, protocol, value, type);
    }

    /** Returns the filter for routes of that type only. */
    public RouteFilter type(int value) {
        return new RouteFilter(table, protocol, device, value);
    }

    /** Returns the arguments of {@code ip route list}: {@code table 2 proto 86}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        Text.appendUnsigned(text, " table ", table);
        Text.append(text, " proto ", protocol);
        Text.appendDevice(text, device);
        if (type != null) {
            text.append(" type ").append(Text.routeType(type));
        }
        return text.isEmpty() ? "all" : text.substring(1);
    }
}
