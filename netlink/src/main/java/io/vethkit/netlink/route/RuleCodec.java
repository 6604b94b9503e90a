package io.vethkit.netlink.route;

import static io.vethkit.netlink.route.FibRules.FIB_RULE_INVERT;
import static io.vethkit.netlink.route.FibRules.FRA_DPORT_RANGE;
import static io.vethkit.netlink.route.FibRules.FRA_DST;
import static io.vethkit.netlink.route.FibRules.FRA_FWMARK;
import static io.vethkit.netlink.route.FibRules.FRA_FWMASK;
import static io.vethkit.netlink.route.FibRules.FRA_IIFNAME;
import static io.vethkit.netlink.route.FibRules.FRA_IP_PROTO;
import static io.vethkit.netlink.route.FibRules.FRA_OIFNAME;
import static io.vethkit.netlink.route.FibRules.FRA_PRIORITY;
import static io.vethkit.netlink.route.FibRules.FRA_PROTOCOL;
import static io.vethkit.netlink.route.FibRules.FRA_SPORT_RANGE;
import static io.vethkit.netlink.route.FibRules.FRA_SRC;
import static io.vethkit.netlink.route.FibRules.FRA_SUPPRESS_PREFIXLEN;
import static io.vethkit.netlink.route.FibRules.FRA_TABLE;
import static io.vethkit.netlink.route.RtNetlink.RTPROT_UNSPEC;

import io.vethkit.netlink.MessageWriter;
import io.vethkit.netlink.Prefix;

import org.jspecify.annotations.Nullable;

/**
 * Rules on the wire; {@link RuleReader} is the way back.
 *
 * <pre>{@code
 * struct fib_rule_hdr {                // include/uapi/linux/fib_rules.h
 *     __u8  family, dst_len, src_len, tos;
 *     __u8  table, res1, res2, action; // table: 0 if FRA_TABLE follows, for numbers above 255
 *     __u32 flags;
 * };                                   // then attributes FRA_*
 * struct fib_rule_port_range {
 *     __u16 start, end;
 * };
 * }</pre>
 */
final class RuleCodec {
    /** Size of {@code struct fib_rule_hdr}. */
    static final int HEADER = 12;

    private RuleCodec() {}

    static void encode(Rule rule, MessageWriter out) {
        header(rule, out);
        prefix(FRA_SRC, rule.from(), out);
        prefix(FRA_DST, rule.to(), out);
        names(rule, out);
        mark(rule.mark(), out);
        transport(rule, out);
        if (rule.table() >>> 8 != 0) {
            out.putU32(FRA_TABLE, rule.table());
        }
        Integer suppressed = rule.suppressPrefixLength();
        if (suppressed != null) {
            out.putU32(FRA_SUPPRESS_PREFIXLEN, suppressed);
        }
        Integer priority = rule.priority();
        if (priority != null) {
            out.putU32(FRA_PRIORITY, priority);
        }
        if (rule.protocol() != RTPROT_UNSPEC) {
            out.putU8(FRA_PROTOCOL, rule.protocol());
        }
    }

    private static void header(Rule rule, MessageWriter out) {
        out.u8(rule.family()).u8(length(rule.to())).u8(length(rule.from())).u8(0);
        out.u8(RouteCodec.narrowTable(rule.table())).u8(0).u8(0).u8(rule.action());
        out.u32(rule.inverted() ? FIB_RULE_INVERT : 0);
    }

    private static int length(@Nullable Prefix prefix) {
        return prefix == null ? 0 : prefix.length();
    }

    private static void prefix(int type, @Nullable Prefix prefix, MessageWriter out) {
        if (prefix != null && prefix.length() > 0) {
            out.putAddress(type, prefix.address());
        }
    }

    private static void mark(@Nullable Mark mark, MessageWriter out) {
        if (mark == null) {
            return;
        }
        out.putU32(FRA_FWMARK, mark.value());
        if (mark.mask() != -1 || mark.value() == 0) { // a mark without a mask is compared whole
            out.putU32(FRA_FWMASK, mark.mask());
        }
    }

    private static void names(Rule rule, MessageWriter out) {
        String iif = rule.iif();
        if (iif != null) {
            out.putString(FRA_IIFNAME, iif);
        }
        String oif = rule.oif();
        if (oif != null) {
            out.putString(FRA_OIFNAME, oif);
        }
    }

    private static void transport(Rule rule, MessageWriter out) {
        Integer protocol = rule.ipProtocol();
        if (protocol != null) {
            out.putU8(FRA_IP_PROTO, protocol);
        }
        ports(FRA_SPORT_RANGE, rule.sourcePorts(), out);
        ports(FRA_DPORT_RANGE, rule.destinationPorts(), out);
    }

    private static void ports(int type, @Nullable PortRange ports, MessageWriter out) {
        if (ports != null) {
            int range = out.beginNestedUnflagged(type);
            out.u16(ports.first()).u16(ports.last()).endNested(range);
        }
    }
}
