package io.vethkit.iptables;

import org.jspecify.annotations.Nullable;

/**
 * A mark to set: {@code (source & mask) ^ xor}, the form the kernel computes.
 *
 * @param source {@link Meta#MARK}, {@link Ct#MARK}, or null for a constant
 * @param mask the bits of the source that are kept; of a constant, 0
 * @param xor the bits that are inverted then
 */
public record MarkValue(@Nullable Selector source, int mask, int xor) {
    /** Checks the source, and forgets one of which no bit is kept. */
    public MarkValue {
        if (source != null) {
            requireMark(source);
        } else if (mask != 0) {
            throw new IllegalArgumentException("a constant with a mask");
        }
        if (mask == 0) {
            source = null;
        }
    }

    static void requireMark(Selector selector) {
        if (selector != Meta.MARK && selector != Ct.MARK) {
            throw new IllegalArgumentException(selector.text() + " is no mark");
        }
    }

    /** Returns the constant {@code value}. */
    public static MarkValue of(int value) {
        return new MarkValue(null, 0, value);
    }

    /** Returns the mark of {@code source} as it is. */
    public static MarkValue of(Selector source) {
        return new MarkValue(source, -1, 0);
    }

    /** Returns this mark with all bits cleared but those of {@code bits}. */
    public MarkValue and(int bits) {
        return new MarkValue(source, mask & bits, xor & bits);
    }

    /** Returns this mark with {@code bits} set. */
    public MarkValue or(int bits) {
        return new MarkValue(source, mask & ~bits, (xor & ~bits) | bits);
    }

    /** Returns this mark with {@code bits} inverted. */
    public MarkValue xor(int bits) {
        return new MarkValue(source, mask, xor ^ bits);
    }
}
