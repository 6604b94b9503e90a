package io.vethkit.netlink.route;

import static io.vethkit.netlink.route.IfLink.IFLA_INFO_DATA;
import static io.vethkit.netlink.route.IfLink.IFLA_INFO_KIND;
import static io.vethkit.netlink.route.IfLink.IFLA_LINKINFO;
import static io.vethkit.netlink.route.IfLink.IFLA_MACVLAN_MODE;
import static io.vethkit.netlink.route.IfLink.IFLA_VLAN_ID;
import static io.vethkit.netlink.route.IfLink.IFLA_VXLAN_GROUP;
import static io.vethkit.netlink.route.IfLink.IFLA_VXLAN_GROUP6;
import static io.vethkit.netlink.route.IfLink.IFLA_VXLAN_ID;
import static io.vethkit.netlink.route.IfLink.IFLA_VXLAN_LEARNING;
import static io.vethkit.netlink.route.IfLink.IFLA_VXLAN_LINK;
import static io.vethkit.netlink.route.IfLink.IFLA_VXLAN_LOCAL;
import static io.vethkit.netlink.route.IfLink.IFLA_VXLAN_LOCAL6;
import static io.vethkit.netlink.route.IfLink.IFLA_VXLAN_PORT;
import static io.vethkit.netlink.route.IfLink.VETH_INFO_PEER;

import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.MessageWriter;

import org.jspecify.annotations.Nullable;

/** Kinds of links on the wire: {@code IFLA_LINKINFO}. */
final class LinkKindCodec {
    private LinkKindCodec() {}

    static void encode(LinkKind kind, MessageWriter out) {
        int info = out.beginNestedUnflagged(IFLA_LINKINFO);
        kindName(kind.name(), out);
        if (kind instanceof LinkKind.Veth veth) {
            veth(veth.peer(), out);
        } else if (kind instanceof LinkKind.Vlan vlan) {
            int data = out.beginNestedUnflagged(IFLA_INFO_DATA);
            out.putU16(IFLA_VLAN_ID, vlan.id()).endNested(data);
        } else if (kind instanceof LinkKind.Macvlan macvlan) {
            int data = out.beginNestedUnflagged(IFLA_INFO_DATA);
            out.putU32(IFLA_MACVLAN_MODE, macvlan.mode().number).endNested(data);
        } else if (kind instanceof LinkKind.Vxlan vxlan) {
            vxlan(vxlan, out);
        }
        out.endNested(info);
    }

    /** Writes the name without its NUL, as {@code ip} does. */
    static void kindName(String name, MessageWriter out) {
        int text = out.beginNestedUnflagged(IFLA_INFO_KIND);
        for (int i = 0; i < name.length(); i++) {
            out.u8(name.charAt(i));
        }
        out.endNested(text);
    }

    private static void veth(@Nullable VethPeer peer, MessageWriter out) {
        if (peer == null) {
            return;
        }
        int data = out.beginNestedUnflagged(IFLA_INFO_DATA);
        int inner = out.beginNestedUnflagged(VETH_INFO_PEER);
        LinkCodec.encode(peer.link(), peer.namespace(), out);
        out.endNested(inner).endNested(data);
    }

    private static void vxlan(LinkKind.Vxlan vxlan, MessageWriter out) {
        int data = out.beginNestedUnflagged(IFLA_INFO_DATA);
        Integer device = vxlan.device();
        if (device != null) {
            out.putU32(IFLA_VXLAN_LINK, device);
        }
        out.putU32(IFLA_VXLAN_ID, vxlan.vni());
        IpAddress local = vxlan.local();
        if (local != null) {
            out.putAddress(local.isV6() ? IFLA_VXLAN_LOCAL6 : IFLA_VXLAN_LOCAL, local);
        }
        IpAddress remote = vxlan.remote();
        if (remote != null) {
            out.putAddress(remote.isV6() ? IFLA_VXLAN_GROUP6 : IFLA_VXLAN_GROUP, remote);
        }
        out.putU8(IFLA_VXLAN_LEARNING, vxlan.learning() ? 1 : 0);
        Integer port = vxlan.port();
        if (port != null) {
            out.putBe16(IFLA_VXLAN_PORT, port);
        }
        out.endNested(data);
    }
}
