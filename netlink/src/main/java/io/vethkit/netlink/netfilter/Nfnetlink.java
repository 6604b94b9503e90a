package io.vethkit.netlink.netfilter;

import io.vethkit.netlink.MalformedMessageException;
import io.vethkit.netlink.MessageReader;
import io.vethkit.netlink.MessageWriter;

/**
 * Constants and header of {@code include/uapi/linux/netfilter/nfnetlink.h}.
 *
 * <pre>{@code
 * struct nfgenmsg {
 *     __u8    nfgen_family;
 *     __u8    version;       // NFNETLINK_V0
 *     __be16  res_id;        // of nf_tables: in answers, the low bits of the generation
 * };
 * }</pre>
 */
public final class Nfnetlink {
    public static final int NFNLGRP_NFTABLES = 7;
    public static final int NFNL_SUBSYS_NFTABLES = 10;

    /** Size of {@code struct nfgenmsg}. */
    public static final int HEADER_LENGTH = 4;

    static final int NFNL_MSG_BATCH_BEGIN = 0x10;
    static final int NFNL_MSG_BATCH_END = 0x11;
    static final int NFNL_BATCH_GENID = 1;

    private static final int NFNETLINK_V0 = 0;

    private Nfnetlink() {}

    /** Returns the {@code nlmsg_type} of {@code message} of {@code subsystem}. */
    public static int type(int subsystem, int message) {
        return subsystem << 8 | message;
    }

    /** Appends {@code struct nfgenmsg}. */
    public static MessageWriter header(MessageWriter out, int family, int resId) {
        return out.u8(family).u8(NFNETLINK_V0).be16(resId);
    }

    /** Returns {@code nfgen_family} of {@code message}. */
    public static int family(MessageReader message) throws MalformedMessageException {
        return message.u8(0);
    }

    /** Returns {@code res_id} of {@code message}. */
    public static int resId(MessageReader message) throws MalformedMessageException {
        return message.u8(2) << 8 | message.u8(3);
    }
}
