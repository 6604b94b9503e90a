package io.vethkit.iptables;

/**
 * Constants of {@code include/uapi/linux/netfilter_ipv4/ip_tables.h}, which are also those of
 * {@code netfilter_ipv6/ip6_tables.h}, and of {@code netfilter/x_tables.h}.
 */
final class IpTables {
    static final int XT_RETURN = -5;
    static final String XT_ERROR_TARGET = "ERROR";
    static final int XT_TABLE_MAXNAMELEN = 32;
    static final int XT_EXTENSION_MAXNAMELEN = 29;
    static final int XT_FUNCTION_MAXNAMELEN = 30;

    static final int IPT_SO_SET_REPLACE = 64;
    static final int IPT_SO_SET_ADD_COUNTERS = 65;
    static final int IPT_SO_GET_INFO = 64;
    static final int IPT_SO_GET_ENTRIES = 65;

    static final int IPT_INV_VIA_IN = 0x01;
    static final int IPT_INV_VIA_OUT = 0x02;
    static final int IPT_INV_SRCIP = 0x08;
    static final int IPT_INV_DSTIP = 0x10;

    private IpTables() {}
}
