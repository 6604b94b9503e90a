package io.vethkit.netlink.route;

import org.jspecify.annotations.Nullable;

/**
 * Which links to list; the kernel picks them, unless it does not know the kind.
 *
 * @param kind the kernel's name of the kind, such as {@code veth}, or null for all
 * @param master the index of the master, or null for all
 */
public record LinkFilter(@Nullable String kind, @Nullable Integer master) {
    /** All links. */
    public static final LinkFilter ALL = new LinkFilter(null, null);

    /** Returns the filter for links of that kind only. */
    public LinkFilter kind(String value) {
        return new LinkFilter(value, master);
    }

    /** Returns the filter for links of the master of that index only. */
    public LinkFilter master(int value) {
        return new LinkFilter(kind, value);
    }

    /** Returns the arguments of {@code ip link show}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        Text.append(text, " master #", master);
        Text.append(text, " type ", kind);
        return text.isEmpty() ? "all" : text.substring(1);
    }
}
