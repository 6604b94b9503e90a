package io.vethkit.netlink;

/** Constants of {@code include/uapi/linux/netlink.h}. */
public final class Netlink {
    public static final int NETLINK_ROUTE = 0;
    public static final int NETLINK_NETFILTER = 12;

    public static final int NLM_F_REQUEST = 0x01;
    public static final int NLM_F_MULTI = 0x02;
    public static final int NLM_F_ACK = 0x04;
    public static final int NLM_F_DUMP_INTR = 0x10;
    public static final int NLM_F_REPLACE = 0x100;
    public static final int NLM_F_EXCL = 0x200;
    public static final int NLM_F_CREATE = 0x400;
    public static final int NLM_F_APPEND = 0x800;
    public static final int NLM_F_DUMP = 0x300; // NLM_F_ROOT | NLM_F_MATCH
    public static final int NLM_F_CAPPED = 0x100; // on acknowledgements
    public static final int NLM_F_ACK_TLVS = 0x200; // on acknowledgements

    public static final int NLMSG_NOOP = 0x1;
    public static final int NLMSG_ERROR = 0x2;
    public static final int NLMSG_DONE = 0x3;
    public static final int NLMSG_MIN_TYPE = 0x10;

    public static final int NLA_F_NESTED = 0x8000;
    public static final int NLA_TYPE_MASK = 0x3fff;

    static final int NETLINK_ADD_MEMBERSHIP = 1;
    static final int NETLINK_EXT_ACK = 11;
    static final int NETLINK_CAP_ACK = 10;
    static final int NETLINK_GET_STRICT_CHK = 12;

    static final int NLMSGERR_ATTR_MSG = 1;
    static final int NLMSGERR_ATTR_OFFS = 2;
    static final int NLMSGERR_ATTR_POLICY = 4;
    static final int NLMSGERR_ATTR_MISS_TYPE = 5;
    static final int NLMSGERR_ATTR_MISS_NEST = 6;

    /** Size of {@code struct nlmsghdr}. */
    static final int NLMSG_HDRLEN = 16;

    private Netlink() {}

    /** NLMSG_ALIGN, NLA_ALIGN: {@code length} rounded up to a multiple of 4. */
    static int align(int length) {
        return (length + 3) & ~3;
    }
}
