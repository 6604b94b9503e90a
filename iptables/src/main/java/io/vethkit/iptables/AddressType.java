package io.vethkit.iptables;

/** What the routing tables make of an address: {@code fib daddr type}. */
public enum AddressType implements Operand {
    // RTN_… of include/uapi/linux/rtnetlink.h
    UNICAST("unicast", 1),
    LOCAL("local", 2),
    BROADCAST("broadcast", 3),
    ANYCAST("anycast", 4),
    MULTICAST("multicast", 5),
    BLACKHOLE("blackhole", 6),
    UNREACHABLE("unreachable", 7),
    PROHIBIT("prohibit", 8);

    final String text;
    final int number;

    AddressType(String text, int number) {
        this.text = text;
        this.number = number;
    }
}
