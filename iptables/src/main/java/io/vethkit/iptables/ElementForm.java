package io.vethkit.iptables;

import io.vethkit.netlink.MessageWriter;

import org.jspecify.annotations.Nullable;

/**
 * An element as the kernel knows it.
 *
 * @param key the keys from one to another
 * @param hasEnd whether an interval ends with an element of its own
 * @param value what a map holds in the form of {@link RuleForm}, or of a set an empty text
 * @param comment what the comment says, or null
 * @param described where the element is described, or null if the kernel told it
 */
record ElementForm(
        Interval key,
        boolean hasEnd,
        String value,
        @Nullable String comment,
        @Nullable Element described)
        implements Comparable<ElementForm> {
    private static final String VERDICT = "verdict "; // as RuleForm has it

    static ElementForm of(DataType type, @Nullable DataType valueType, Element element) {
        Interval key = Interval.of(type, element.key());
        boolean hasEnd = Bytes.successor(key.last) != null;
        String value = value(valueType, element.value());
        return new ElementForm(key, hasEnd, value, element.comment(), element);
    }

    private static String value(@Nullable DataType type, @Nullable Datum value) {
        if (value instanceof Verdict verdict) {
            String chain = verdict.chain();
            return VERDICT + verdict.kind().code + (chain == null ? "" : " \"" + chain + '"');
        }
        return value == null || type == null ? "" : Hex.of(Interval.of(type, (Value) value).first);
    }

    boolean isSame(ElementForm other) {
        return isOfSameOwner(other) && value.equals(other.value);
    }

    /** Tells whether the other has the same key and comment. */
    boolean isOfSameOwner(ElementForm other) {
        return key.isSame(other.key)
                && (comment == null ? other.comment == null : comment.equals(other.comment));
    }

    /** Returns the element as nft reads it. */
    String text(DataType type, @Nullable DataType valueType) {
        String end = comment == null ? "" : " comment \"" + comment + '"';
        String to = value.isEmpty() ? "" : " : " + valueText(valueType);
        return key.text(type) + end + to;
    }

    private String valueText(@Nullable DataType type) {
        if (type != null) {
            byte[] bytes = Hex.parse(value);
            return new Interval(bytes, bytes).text(type);
        }
        int space = value.indexOf(' ', VERDICT.length());
        String code = value.substring(VERDICT.length(), space < 0 ? value.length() : space);
        String chain = space < 0 ? null : value.substring(space + 2, value.length() - 1);
        return NftText.verdict(new Verdict(Verdict.Kind.of(Integer.parseInt(code)), chain));
    }

    /** Tells whether it leads to a chain of that name. */
    boolean leadsTo(String chain) {
        return value.endsWith('"' + chain + '"');
    }

    /** Returns at most how many bytes it takes in a message. */
    int size() {
        int text = comment == null ? 0 : 3 * comment.length();
        return 128 + 3 * key.first.length + 2 * value.length() + text;
    }

    /** Writes what a map holds for the key. */
    void value(MessageWriter out, int attribute, @Nullable DataType type) {
        Datum datum = described == null ? null : described.value();
        if (datum instanceof Verdict verdict) {
            ExpressionWriter.verdict(out, attribute, verdict);
        } else if (datum != null && type != null) {
            ExpressionWriter.value(out, attribute, Interval.of(type, (Value) datum).first);
        }
    }

    /** Orders by first key. */
    @Override
    public int compareTo(ElementForm other) {
        return key.compareTo(other.key);
    }
}
