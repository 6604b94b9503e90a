package io.vethkit.iptables;

/** The types that values, sets and maps are of, as {@code nft describe} tells them. */
public enum DataType {
    IPV4_ADDR("ipv4_addr", 7, 4, false),
    IPV6_ADDR("ipv6_addr", 8, 16, false),
    /** A transport protocol such as TCP. */
    INET_PROTO("inet_proto", 12, 1, false),
    /** A port of TCP or UDP. */
    INET_SERVICE("inet_service", 13, 2, false),
    /** A packet or connection mark. */
    MARK("mark", 19, 4, true),
    /** The name of a network interface. */
    IFNAME("ifname", 41, 16, true),
    CT_STATE("ct_state", 26, 4, true),
    /** What an address is to this node: local, unicast, … */
    FIB_ADDRTYPE("fib_addrtype", 43, 4, true),
    NF_PROTO("nf_proto", 42, 1, true);

    final String text;
    final int number; // TYPE_… in include/datatype.h of nftables: only nft reads it
    final int length;
    final boolean hostOrder;

    DataType(String text, int number, int length, boolean hostOrder) {
        this.text = text;
        this.number = number;
        this.length = length;
        this.hostOrder = hostOrder;
    }

    /** Returns the word of {@code nft}, such as {@code ipv4_addr}. */
    @Override
    public String toString() {
        return text;
    }
}
