package io.vethkit.iptables;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A map from values to values or to verdicts.
 *
 * @param name its name in the table, which no set has
 * @param type the type of its keys
 * @param valueType the type of what it holds, or null for verdicts
 * @param interval whether keys may be prefixes and ranges
 * @param elements the elements in any order; their keys must not overlap
 * @param comment a text that nft shows, or null
 */
public record NamedMap(
        String name,
        DataType type,
        @Nullable DataType valueType,
        boolean interval,
        List<Element> elements,
        @Nullable String comment)
        implements TableObject {
    /** Checks the elements against the types. */
    public NamedMap {
        Names.requireName("map", name);
        Names.requireComment(comment);
        elements = List.copyOf(elements);
        ElementCheck.check(name, type, valueType, true, interval, elements);
    }

    /** A map of single values to values. */
    public static NamedMap of(String name, DataType type, DataType valueType, Element... elements) {
        return new NamedMap(name, type, valueType, false, List.of(elements), null);
    }

    /** A map of single values to verdicts. */
    public static NamedMap ofVerdicts(String name, DataType type, Element... elements) {
        return new NamedMap(name, type, null, false, List.of(elements), null);
    }

    /** Returns this map with the flag {@code interval}. */
    public NamedMap withIntervals() {
        return new NamedMap(name, type, valueType, true, elements, comment);
    }

    /** Returns this map with these elements. */
    public NamedMap elements(List<Element> others) {
        return new NamedMap(name, type, valueType, interval, others, comment);
    }

    /** Returns this map with a comment. */
    public NamedMap comment(String text) {
        return new NamedMap(name, type, valueType, interval, elements, text);
    }
}
