package io.vethkit.netlink.route;

import static io.vethkit.linux.Socket.AF_UNSPEC;
import static io.vethkit.netlink.route.If.IFF_UP;
import static io.vethkit.netlink.route.IfLink.IFLA_ADDRESS;
import static io.vethkit.netlink.route.IfLink.IFLA_IFALIAS;
import static io.vethkit.netlink.route.IfLink.IFLA_IFNAME;
import static io.vethkit.netlink.route.IfLink.IFLA_LINK;
import static io.vethkit.netlink.route.IfLink.IFLA_MASTER;
import static io.vethkit.netlink.route.IfLink.IFLA_MTU;
import static io.vethkit.netlink.route.IfLink.IFLA_NET_NS_FD;
import static io.vethkit.netlink.route.IfLink.IFLA_TXQLEN;

import io.vethkit.linux.Fd;
import io.vethkit.netlink.MacAddress;
import io.vethkit.netlink.MessageWriter;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;

/**
 * Links on the wire; {@link LinkReader} is the way back.
 *
 * <pre>{@code
 * struct ifinfomsg {               // include/uapi/linux/rtnetlink.h
 *     unsigned char  ifi_family, __ifi_pad;
 *     unsigned short ifi_type;
 *     int            ifi_index;
 *     unsigned       ifi_flags;    // IFF_*
 *     unsigned       ifi_change;   // which of the flags are meant
 * };                               // then attributes IFLA_*
 * }</pre>
 */
final class LinkCodec {
    /** Size of {@code struct ifinfomsg}. */
    static final int HEADER = 16;

    private LinkCodec() {}

    static void header(int index, int flags, int change, MessageWriter out) {
        out.u8(AF_UNSPEC).u8(0).u16(0).u32(index).u32(flags).u32(change);
    }

    /** Writes a link to be made, in {@code namespace} or where the request is made. */
    static void encode(Link link, @Nullable Fd namespace, MessageWriter out) {
        Integer index = link.index();
        int up = link.up() ? IFF_UP : 0;
        header(index == null ? 0 : index, up, up, out);
        properties(link, out);
        Integer parent = link.parent();
        if (parent != null) {
            out.putU32(IFLA_LINK, parent);
        }
        if (namespace != null) {
            out.putU32(IFLA_NET_NS_FD, namespace.number());
        }
        out.putString(IFLA_IFNAME, link.name());
        LinkKind kind = link.kind();
        if (kind != null) {
            LinkKindCodec.encode(kind, out);
        }
    }

    /** Writes what a change and a new link have in common. */
    static void properties(Link link, MessageWriter out) {
        MacAddress mac = link.mac();
        if (mac != null) {
            out.putMac(IFLA_ADDRESS, mac);
        }
        Integer mtu = link.mtu();
        if (mtu != null) {
            out.putU32(IFLA_MTU, mtu);
        }
        Integer txQueueLength = link.txQueueLength();
        if (txQueueLength != null) {
            out.putU32(IFLA_TXQLEN, txQueueLength);
        }
        Integer master = link.master();
        if (master != null) {
            out.putU32(IFLA_MASTER, master);
        }
        String alias = link.alias();
        if (alias != null) {
            out.putBytes(IFLA_IFALIAS, alias.getBytes(StandardCharsets.UTF_8)); // no NUL
        }
    }
}
