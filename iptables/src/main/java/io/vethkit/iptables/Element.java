package io.vethkit.iptables;

import org.jspecify.annotations.Nullable;

/**
 * An element of a set or map.
 *
 * @param key what is looked up; a range or prefix only where the set's flag {@code interval} is
 * @param value what a map holds for it; of a set, null
 * @param comment a text that nft shows, or null
 */
public record Element(Value key, @Nullable Datum value, @Nullable String comment) {
    /** Checks the comment. */
    public Element {
        Names.requireComment(comment);
    }

    /** An element of a set. */
    public static Element of(Value key) {
        return new Element(key, null, null);
    }

    /** An element of a map. */
    public static Element of(Value key, Datum value) {
        return new Element(key, value, null);
    }

    /** Returns this element with a comment. */
    public Element comment(String text) {
        return new Element(key, value, text);
    }
}
