package io.vethkit.iptables;

/**
 * Sets the mark of the packet or of its connection: {@code ct mark set ct mark | 0x80}.
 *
 * @param target {@link Meta#MARK} or {@link Ct#MARK}
 * @param value the new mark
 */
public record SetMark(Selector target, MarkValue value) implements Statement {
    /** Checks the target. */
    public SetMark {
        MarkValue.requireMark(target);
    }
}
