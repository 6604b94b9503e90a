package io.vethkit.iptables;

/** A property of a packet: a field of a header, meta data, or what conntrack and routing know. */
public sealed interface Selector permits Payload, Meta, Ct, Fib {
    /** Returns the type of its values. */
    DataType type();

    /** Returns the words of {@code nft}, such as {@code ip daddr}. */
    String text();
}
