package io.vethkit.iptables;

/** How address translation chooses among ports and addresses. */
public enum NatFlag {
    // NF_NAT_RANGE_… of include/uapi/linux/netfilter/nf_nat.h
    RANDOM("random", 1 << 2),
    FULLY_RANDOM("fully-random", 1 << 4),
    PERSISTENT("persistent", 1 << 3);

    final String text;
    final int bit;

    NatFlag(String text, int bit) {
        this.text = text;
        this.bit = bit;
    }

    static int bits(Iterable<NatFlag> flags) {
        int bits = 0;
        for (NatFlag flag : flags) {
            bits |= flag.bit;
        }
        return bits;
    }
}
