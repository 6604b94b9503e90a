package io.vethkit.iptables;

import java.util.Arrays;

/** The bytes from one value to another, in the order in which the kernel compares them. */
final class Interval implements Comparable<Interval> {
    final byte[] first;
    final byte[] last;

    Interval(byte[] first, byte[] last) {
        this.first = first;
        this.last = last;
    }

    /** Returns the bytes that {@code value} is in a packet's register. */
    static Interval of(DataType type, Value value) {
        if (value instanceof Value.Addresses addresses) {
            return new Interval(Bytes.of(addresses.first()), Bytes.of(addresses.last()));
        }
        if (value instanceof Value.Numbers numbers) {
            return new Interval(Bytes.of(type, numbers.first()), Bytes.of(type, numbers.last()));
        }
        byte[] name = Bytes.padded(((Value.InterfaceName) value).pattern(), type.length);
        return new Interval(name, name);
    }

    boolean startsWithin(Interval other) {
        return Arrays.compareUnsigned(first, other.last) <= 0;
    }

    boolean isSingle() {
        return Arrays.equals(first, last);
    }

    boolean isSame(Interval other) {
        return Arrays.equals(first, other.first) && Arrays.equals(last, other.last);
    }

    /** Returns the interval as nft writes it. */
    String text(DataType type) {
        return NftText.value(type, toValue(type));
    }

    private Value toValue(DataType type) {
        return switch (type) {
            case IPV4_ADDR, IPV6_ADDR ->
                    new Value.Addresses(Bytes.toAddress(first), Bytes.toAddress(last));
            case IFNAME -> new Value.InterfaceName(Bytes.toName(first));
            default -> new Value.Numbers(Bytes.toInt(type, first), Bytes.toInt(type, last));
        };
    }

    @Override
    public int compareTo(Interval other) {
        return Arrays.compareUnsigned(first, other.first);
    }
}
