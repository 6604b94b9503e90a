package io.vethkit.iptables;

/**
 * A condition: the rule goes on only for packets of which it is true.
 *
 * @param selector the property of the packet
 * @param negated whether the property must differ from the operand
 * @param operand what it is compared with, of a type that fits
 */
public record Match(Selector selector, boolean negated, Operand operand) implements Statement {
    /** Checks that the operand fits the selector. */
    public Match {
        OperandCheck.check(selector, operand);
    }

    /** Returns the opposite condition. */
    public Match negate() {
        return new Match(selector, !negated, operand);
    }
}
