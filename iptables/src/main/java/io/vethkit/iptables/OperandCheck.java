package io.vethkit.iptables;

/** Tells whether a value can be of a type. */
final class OperandCheck {
    private OperandCheck() {}

    /** Throws {@link IllegalArgumentException} unless {@code operand} fits {@code selector}. */
    static void check(Selector selector, Operand operand) {
        DataType type = selector.type();
        boolean fits;
        if (operand instanceof Value value) {
            fits = fits(type, value);
        } else if (operand instanceof Operand.InSet) {
            fits = isKey(type);
        } else if (operand instanceof Operand.Masked) {
            fits = type == DataType.MARK;
        } else if (operand instanceof Operand.States) {
            fits = type == DataType.CT_STATE;
        } else {
            fits = type == DataType.FIB_ADDRTYPE; // AddressType
        }
        if (!fits) {
            throw new IllegalArgumentException(selector.text() + " is never " + operand);
        }
    }

    /** Tells whether sets and maps can have keys of {@code type}. */
    static boolean isKey(DataType type) {
        return switch (type) {
            case IPV4_ADDR, IPV6_ADDR, INET_PROTO, INET_SERVICE, MARK, IFNAME -> true;
            case CT_STATE, FIB_ADDRTYPE, NF_PROTO -> false;
        };
    }

    static boolean fits(DataType type, Value value) {
        if (value instanceof Value.Addresses addresses) {
            return type == (addresses.first().isV6() ? DataType.IPV6_ADDR : DataType.IPV4_ADDR);
        }
        if (value instanceof Value.Numbers numbers) {
            return switch (type) {
                case INET_PROTO, NF_PROTO -> numbers.last() >>> 8 == 0;
                case INET_SERVICE -> numbers.last() >>> 16 == 0;
                case MARK -> numbers.first() == numbers.last(); // ranges need byte swapping
                case IPV4_ADDR, IPV6_ADDR, IFNAME, CT_STATE, FIB_ADDRTYPE -> false;
            };
        }
        return type == DataType.IFNAME;
    }
}
