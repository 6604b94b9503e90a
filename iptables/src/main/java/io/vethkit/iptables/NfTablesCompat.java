package io.vethkit.iptables;

/** Constants of {@code include/uapi/linux/netfilter/nf_tables_compat.h}. */
final class NfTablesCompat {
    static final int NFTA_TARGET_NAME = 1;
    static final int NFTA_TARGET_REV = 2;
    static final int NFTA_TARGET_INFO = 3;

    static final int NFTA_MATCH_NAME = 1;
    static final int NFTA_MATCH_REV = 2;
    static final int NFTA_MATCH_INFO = 3;

    static final int NFTA_RULE_COMPAT_PROTO = 1;
    static final int NFTA_RULE_COMPAT_FLAGS = 2;

    private NfTablesCompat() {}
}
