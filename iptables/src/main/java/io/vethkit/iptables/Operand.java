package io.vethkit.iptables;

import java.util.List;

/** What a packet's property is compared with. */
public sealed interface Operand
        permits Value, Operand.InSet, Operand.Masked, Operand.States, AddressType {
    /**
     * The elements of a named set of the same table: {@code @exempt-cidrs}.
     *
     * @param set its name
     */
    record InSet(String set) implements Operand {}

    /**
     * A number of which only some bits count: {@code & 0x80 == 0x80}.
     *
     * @param mask the bits that count
     * @param value what they must be
     */
    record Masked(int mask, int value) implements Operand {
        /** Checks that the comparison can come true. */
        public Masked {
            if ((value & ~mask) != 0) {
                throw new IllegalArgumentException(
                        "& 0x"
                                + Integer.toHexString(mask)
                                + " is never 0x"
                                + Integer.toHexString(value));
            }
        }
    }

    /**
     * One of these states of connection tracking: {@code established,related}.
     *
     * @param states at least one
     */
    record States(List<CtState> states) implements Operand {
        /** Checks that there are some. */
        public States {
            states = List.copyOf(states);
            if (states.isEmpty()) {
                throw new IllegalArgumentException("no states");
            }
        }

        /** Returns the bits of the states. */
        int bits() {
            int bits = 0;
            for (CtState state : states) {
                bits |= state.bit;
            }
            return bits;
        }
    }
}
