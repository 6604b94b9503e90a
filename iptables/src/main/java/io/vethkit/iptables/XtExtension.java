package io.vethkit.iptables;

import io.vethkit.iptables.XtMatch.Conntrack;
import io.vethkit.netlink.IpAddress;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * A match or target as the kernel has it, in the revision that iptables 1.8 asks for.
 *
 * <pre>{@code
 * struct xt_addrtype_info_v1 { __u16 source, dest; __u32 flags; };
 * struct xt_conntrack_mtinfo3 {
 *     union nf_inet_addr addresses_and_masks[8];
 *     __u32 expires_min, expires_max;
 *     __u16 l4proto, origsrc_port, origdst_port, replsrc_port, repldst_port;
 *     __u16 match_flags, invert_flags, state_mask, status_mask;
 *     __u16 origsrc_port_high, origdst_port_high, replsrc_port_high, repldst_port_high;
 * };
 * struct xt_mark_mtinfo1 { __u32 mark, mask; __u8 invert; };      // of connmark, too
 * struct xt_comment_info { char comment[256]; };
 * struct xt_connmark_tginfo2 { __u32 ctmark, ctmask, nfmask; __u8 shift_dir, shift_bits, mode; };
 * struct xt_mark_tginfo2 { __u32 mark, mask; };
 * struct nf_nat_ipv4_multi_range_compat {
 *     unsigned int rangesize;                                     // 1
 *     unsigned int flags; __be32 min_ip, max_ip; __be16 min, max;
 * };
 * struct nf_nat_range { unsigned int flags; union nf_inet_addr min, max; __be16 min, max; };
 * struct ipt_reject_info { enum ipt_reject_with with; };
 * }</pre>
 */
final class XtExtension {
    private static final int XT_ADDRTYPE_INVERT_DEST = 1 << 1;
    private static final int XT_ADDRTYPE_LIMIT_IFACE_IN = 1 << 2;
    private static final int XT_CONNTRACK_STATE = 1;
    private static final int XT_CONNTRACK_STATE_ALIAS = 1 << 13;
    private static final int CONNTRACK_SIZE = 168;
    private static final int MATCH_FLAGS = 146;
    private static final int XT_MAX_COMMENT_LEN = 256;
    private static final int NF_NAT_RANGE_MAP_IPS = 1;
    private static final int IPT_ICMP_PORT_UNREACHABLE = 3;
    private static final int IP6T_ICMP6_PORT_UNREACH = 4;

    final String name;
    final int revision;

    /** As long as the kernel keeps it: a multiple of 8 bytes. */
    final byte[] data;

    private XtExtension(String name, int revision, ByteBuffer data) {
        this.name = name;
        this.revision = revision;
        this.data = new byte[data.capacity()];
        data.get(0, this.data);
    }

    static XtExtension of(XtMatch match) {
        if (match instanceof XtMatch.Comment comment) {
            byte[] text = comment.comment().getBytes(StandardCharsets.UTF_8);
            return new XtExtension("comment", 0, buffer(XT_MAX_COMMENT_LEN).put(text));
        } else if (match instanceof XtMatch.AddrType type) {
            return new XtExtension("addrtype", 1, addrType(type));
        } else if (match instanceof Conntrack conntrack) {
            ByteBuffer data = states(conntrack.states(), conntrack.inverted(), 0);
            return new XtExtension("conntrack", 3, data);
        } else if (match instanceof XtMatch.State state) {
            ByteBuffer data = states(state.states(), state.inverted(), XT_CONNTRACK_STATE_ALIAS);
            return new XtExtension("conntrack", 3, data);
        } else if (match instanceof XtMatch.Mark mark) {
            return new XtExtension("mark", 1, mark(mark.value(), mark.mask(), mark.inverted()));
        }
        XtMatch.Connmark mark = (XtMatch.Connmark) match;
        return new XtExtension("connmark", 1, mark(mark.value(), mark.mask(), mark.inverted()));
    }

    /** Returns null for verdicts and jumps, which are none. */
    static @Nullable XtExtension of(XtTarget target) {
        if (target instanceof XtTarget.Connmark mark) {
            ByteBuffer data = buffer(16).putInt(mark.value()).putInt(mark.ctmask());
            data.putInt(mark.nfmask()).putShort((short) 0).put((byte) mark.mode().number);
            return new XtExtension("CONNMARK", 2, data);
        } else if (target instanceof XtTarget.Mark mark) {
            ByteBuffer data = buffer(8).putInt(mark.value()).putInt(mark.mask());
            return new XtExtension("MARK", 2, data);
        } else if (target instanceof XtTarget.Snat snat) {
            return snat(snat);
        } else if (target instanceof XtTarget.Reject reject) {
            int with = reject.v6() ? IP6T_ICMP6_PORT_UNREACH : IPT_ICMP_PORT_UNREACHABLE;
            return new XtExtension("REJECT", 0, buffer(8).putInt(with));
        }
        return null;
    }

    private static ByteBuffer addrType(XtMatch.AddrType type) {
        int flags = type.inverted() ? XT_ADDRTYPE_INVERT_DEST : 0;
        flags |= type.limitIfaceIn() ? XT_ADDRTYPE_LIMIT_IFACE_IN : 0;
        short destination = (short) (1 << type.destination().number);
        return buffer(8).putShort((short) 0).putShort(destination).putInt(flags);
    }

    private static ByteBuffer states(Set<Conntrack.State> states, boolean inverted, int alias) {
        int mask = 0;
        for (Conntrack.State state : states) {
            mask |= state.bit;
        }
        ByteBuffer data = buffer(CONNTRACK_SIZE).position(MATCH_FLAGS);
        data.putShort((short) (XT_CONNTRACK_STATE | alias));
        data.putShort((short) (inverted ? XT_CONNTRACK_STATE : 0)).putShort((short) mask);
        return data;
    }

    private static ByteBuffer mark(int value, int mask, boolean inverted) {
        byte invert = (byte) (inverted ? 1 : 0);
        return buffer(16).putInt(value).putInt(mask).put(invert);
    }

    private static XtExtension snat(XtTarget.Snat snat) {
        IpAddress source = snat.source();
        byte[] address = Bytes.of(source);
        int flags = NF_NAT_RANGE_MAP_IPS | snat.ports().flag;
        if (source.isV6()) {
            ByteBuffer data = buffer(40).putInt(flags).put(address).put(address);
            return new XtExtension("SNAT", 1, data);
        }
        ByteBuffer data = buffer(24).putInt(1).putInt(flags).put(address).put(address);
        return new XtExtension("SNAT", 0, data);
    }

    private static ByteBuffer buffer(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.nativeOrder());
    }
}
