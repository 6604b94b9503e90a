package io.vethkit.iptables;

import io.vethkit.netlink.Prefix;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * A set of values that rules look up as {@code @name}.
 *
 * @param name its name in the table, which no map has
 * @param type the type of its elements
 * @param interval whether elements may be prefixes and ranges
 * @param elements the elements in any order; they must not overlap
 * @param comment a text that nft shows, or null
 */
public record NamedSet(
        String name,
        DataType type,
        boolean interval,
        List<Element> elements,
        @Nullable String comment)
        implements TableObject {
    /** Checks the elements against the type. */
    public NamedSet {
        Names.requireName("set", name);
        Names.requireComment(comment);
        elements = List.copyOf(elements);
        ElementCheck.check(name, type, null, false, interval, elements);
    }

    /** An empty set of single values. */
    public static NamedSet of(String name, DataType type) {
        return new NamedSet(name, type, false, List.of(), null);
    }

    /** A set of prefixes of IPv4 or, if the first is, of IPv6. */
    public static NamedSet ofPrefixes(String name, List<Prefix> prefixes) {
        boolean v6 = !prefixes.isEmpty() && prefixes.get(0).address().isV6();
        NamedSet set = of(name, v6 ? DataType.IPV6_ADDR : DataType.IPV4_ADDR).withIntervals();
        List<Element> elements = new ArrayList<>(prefixes.size());
        for (Prefix prefix : prefixes) {
            elements.add(Element.of(Value.Addresses.of(prefix)));
        }
        return set.elements(elements);
    }

    /** Returns this set with the flag {@code interval}. */
    public NamedSet withIntervals() {
        return new NamedSet(name, type, true, elements, comment);
    }

    /** Returns this set with these elements. */
    public NamedSet elements(List<Element> others) {
        return new NamedSet(name, type, interval, others, comment);
    }

    /** Returns this set with a comment. */
    public NamedSet comment(String text) {
        return new NamedSet(name, type, interval, elements, text);
    }
}
