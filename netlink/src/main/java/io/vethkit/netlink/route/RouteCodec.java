package io.vethkit.netlink.route;

import static io.vethkit.linux.Socket.AF_INET6;
import static io.vethkit.netlink.route.RtNetlink.RTAX_ADVMSS;
import static io.vethkit.netlink.route.RtNetlink.RTAX_MTU;
import static io.vethkit.netlink.route.RtNetlink.RTA_DST;
import static io.vethkit.netlink.route.RtNetlink.RTA_GATEWAY;
import static io.vethkit.netlink.route.RtNetlink.RTA_METRICS;
import static io.vethkit.netlink.route.RtNetlink.RTA_MULTIPATH;
import static io.vethkit.netlink.route.RtNetlink.RTA_OIF;
import static io.vethkit.netlink.route.RtNetlink.RTA_PREFSRC;
import static io.vethkit.netlink.route.RtNetlink.RTA_PRIORITY;
import static io.vethkit.netlink.route.RtNetlink.RTA_TABLE;
import static io.vethkit.netlink.route.RtNetlink.RTA_VIA;
import static io.vethkit.netlink.route.RtNetlink.RTM_F_LOOKUP_TABLE;
import static io.vethkit.netlink.route.RtNetlink.RTNH_F_ONLINK;
import static io.vethkit.netlink.route.RtNetlink.RT_TABLE_UNSPEC;

import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.MessageWriter;
import io.vethkit.netlink.Prefix;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Routes on the wire; {@link RouteReader} is the way back.
 *
 * <pre>{@code
 * struct rtmsg {                   // include/uapi/linux/rtnetlink.h
 *     unsigned char rtm_family, rtm_dst_len, rtm_src_len, rtm_tos;
 *     unsigned char rtm_table;     // 0 if RTA_TABLE follows, for numbers above 255
 *     unsigned char rtm_protocol, rtm_scope, rtm_type;
 *     unsigned      rtm_flags;
 * };                               // then attributes RTA_*
 * struct rtnexthop {               // RTA_MULTIPATH is an array of these
 *     unsigned short rtnh_len;     // with the attributes, not padded
 *     unsigned char  rtnh_flags, rtnh_hops;
 *     int            rtnh_ifindex;
 * };                               // then attributes RTA_*
 * }</pre>
 */
final class RouteCodec {
    /** Size of {@code struct rtmsg}. */
    static final int HEADER = 12;

    private RouteCodec() {}

    static void encode(Route route, MessageWriter out) {
        header(route, out);
        Prefix destination = route.destination();
        if (destination.length() > 0) {
            out.putAddress(RTA_DST, destination.address());
        }
        gateway(route.gateway(), destination, out);
        table(route.table(), out);
        Integer priority = route.priority();
        if (priority != null) {
            out.putU32(RTA_PRIORITY, priority);
        }
        IpAddress source = route.source();
        if (source != null) {
            out.putAddress(RTA_PREFSRC, source);
        }
        Integer device = route.device();
        if (device != null) {
            out.putU32(RTA_OIF, device);
        }
        metrics(route.metrics(), out);
        nextHops(route, out);
    }

    private static void header(Route route, MessageWriter out) {
        out.u8(route.family()).u8(route.destination().length()).u8(0).u8(0);
        out.u8(narrowTable(route.table())).u8(route.protocol());
        out.u8(route.scope()).u8(route.type());
        out.u32(route.onLink() ? RTNH_F_ONLINK : 0);
    }

    /** Returns what the byte of a header says of a table. */
    static int narrowTable(int table) {
        return table >>> 8 == 0 ? table : RT_TABLE_UNSPEC;
    }

    private static void table(int table, MessageWriter out) {
        if (table >>> 8 != 0) {
            out.putU32(RTA_TABLE, table);
        }
    }

    private static void gateway(
            @Nullable IpAddress gateway, Prefix destination, MessageWriter out) {
        if (gateway == null) {
            return;
        }
        if (gateway.isV6() == destination.address().isV6()) {
            out.putAddress(RTA_GATEWAY, gateway);
            return;
        }
        int via = out.beginNestedUnflagged(RTA_VIA); // struct rtvia: family, address
        out.u16(AF_INET6).address(gateway).endNested(via);
    }

    private static void metrics(RouteMetrics metrics, MessageWriter out) {
        if (metrics.isEmpty()) {
            return;
        }
        int nested = out.beginNestedUnflagged(RTA_METRICS);
        Integer mtu = metrics.mtu();
        if (mtu != null) {
            out.putU32(RTAX_MTU, mtu);
        }
        Integer advmss = metrics.advmss();
        if (advmss != null) {
            out.putU32(RTAX_ADVMSS, advmss);
        }
        out.endNested(nested);
    }

    private static void nextHops(Route route, MessageWriter out) {
        List<NextHop> hops = route.nextHops();
        if (hops.isEmpty()) {
            return;
        }
        int array = out.beginNestedUnflagged(RTA_MULTIPATH);
        for (int i = 0; i < hops.size(); i++) {
            NextHop hop = hops.get(i);
            Integer device = hop.device();
            int start = out.position();
            out.u16(0).u8(hop.onLink() ? RTNH_F_ONLINK : 0).u8(hop.weight() - 1);
            out.u32(device == null ? 0 : device);
            gateway(hop.gateway(), route.destination(), out);
            out.setU16(start, out.position() - start);
        }
        out.endNested(array);
    }

    /** Writes the request for the routes of {@code filter}, which strict checking honours. */
    static void encode(int family, RouteFilter filter, MessageWriter out) {
        Integer table = filter.table();
        Integer protocol = filter.protocol();
        Integer type = filter.type();
        out.u8(family).u8(0).u8(0).u8(0);
        out.u8(table == null ? 0 : narrowTable(table)).u8(protocol == null ? 0 : protocol);
        out.u8(0).u8(type == null ? 0 : type).u32(0);
        if (table != null) {
            table(table, out);
        }
        Integer device = filter.device();
        if (device != null) {
            out.putU32(RTA_OIF, device);
        }
    }

    /** Writes the request for the route that a packet to {@code destination} takes. */
    static void encode(IpAddress destination, MessageWriter out) {
        out.u8(destination.family()).u8(destination.bits()).u8(0).u8(0).u32(0);
        out.u32(destination.isV6() ? 0 : RTM_F_LOOKUP_TABLE); // IPv6 always tells the table
        out.putAddress(RTA_DST, destination);
    }
}
