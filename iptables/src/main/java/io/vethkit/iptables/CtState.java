package io.vethkit.iptables;

/** A state of connection tracking: {@code ct state}. */
public enum CtState {
    // NF_CT_STATE_BIT of include/uapi/linux/netfilter/nf_conntrack_common.h
    INVALID("invalid", 1),
    ESTABLISHED("established", 1 << 1),
    RELATED("related", 1 << 2),
    NEW("new", 1 << 3),
    UNTRACKED("untracked", 1 << 6);

    final String text;
    final int bit;

    CtState(String text, int bit) {
        this.text = text;
        this.bit = bit;
    }
}
