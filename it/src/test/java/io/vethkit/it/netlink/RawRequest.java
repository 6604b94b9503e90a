package io.vethkit.it.netlink;

import io.vethkit.netlink.MessageWriter;
import io.vethkit.netlink.Request;

import java.util.function.Consumer;

/**
 * A request of bytes: what the core does for a family it knows nothing of.
 *
 * @param names of attributes as {@code parent:type=NAME}, separated by spaces
 */
record RawRequest(
        String describe,
        int type,
        int flags,
        int headerLength,
        Consumer<MessageWriter> content,
        String names)
        implements Request {
    static final int CREATE = 0x400;
    static final int EXCL = 0x200;

    static final int RTM_NEWLINK = 16;
    static final int RTM_DELLINK = 17;
    static final int RTM_GETLINK = 18;
    static final int RTM_NEWROUTE = 24;
    static final int RTM_GETROUTE = 26;

    static final int LOOPBACK = 1;

    private static final String LINK =
            "0:3=IFLA_IFNAME 0:18=IFLA_LINKINFO 18:1=IFLA_INFO_KIND 18:2=IFLA_INFO_DATA";
    private static final String ROUTE = "0:1=RTA_DST 0:4=RTA_OIF 0:5=RTA_GATEWAY 0:15=RTA_TABLE";

    static RawRequest links() {
        return new RawRequest("show links", RTM_GETLINK, 0, 16, out -> out.zeros(16), LINK);
    }

    static RawRequest link(int index) {
        return new RawRequest(
                "show link " + index,
                RTM_GETLINK,
                0,
                16,
                out -> out.u32(0).u32(index).u32(0).u32(0),
                LINK);
    }

    static RawRequest addLink(String name, String kind) {
        return new RawRequest(
                "add link " + name,
                RTM_NEWLINK,
                CREATE | EXCL,
                16,
                out -> {
                    out.zeros(16).putString(3, name);
                    int info = out.beginNested(18);
                    out.putString(1, kind).endNested(info);
                },
                LINK);
    }

    static RawRequest deleteLink(String name) {
        return new RawRequest(
                "delete link " + name,
                RTM_DELLINK,
                0,
                16,
                out -> out.zeros(16).putString(3, name),
                LINK);
    }

    static RawRequest loopbackUp() {
        return new RawRequest(
                "set lo up",
                RTM_NEWLINK,
                0,
                16,
                out -> out.u32(0).u32(LOOPBACK).u32(1).u32(1),
                LINK);
    }

    /** {@code ip route add 10.x.y.z/32 dev lo table 100}. */
    static RawRequest addRoute(int bits) {
        return new RawRequest(
                "add route " + Integer.toHexString(bits),
                RTM_NEWROUTE,
                CREATE | EXCL,
                12,
                out ->
                        out.u8(2)
                                .u8(32)
                                .u8(0)
                                .u8(0) // AF_INET, dst_len, src_len, tos
                                .u8(100)
                                .u8(86)
                                .u8(253)
                                .u8(1) // table, protocol, scope, unicast
                                .u32(0)
                                .putBe32(1, bits)
                                .putU32(4, LOOPBACK),
                ROUTE);
    }

    static RawRequest addRouteVia(int bits, int gateway) {
        return new RawRequest(
                "add route " + Integer.toHexString(bits),
                RTM_NEWROUTE,
                CREATE | EXCL,
                12,
                out ->
                        out.u8(2)
                                .u8(32)
                                .u8(0)
                                .u8(0)
                                .u8(100)
                                .u8(86)
                                .u8(0)
                                .u8(1)
                                .u32(0)
                                .putBe32(1, bits)
                                .putBe32(5, gateway),
                ROUTE);
    }

    /** All IPv4 routes of table 100. */
    static RawRequest routes() {
        return new RawRequest(
                "show routes",
                RTM_GETROUTE,
                0,
                12,
                out -> out.u8(2).zeros(11).putU32(15, 100),
                ROUTE);
    }

    /** What the kernel takes without a word: a control message. */
    static RawRequest unanswered() {
        return new RawRequest("say nothing", 1, 0, 0, out -> {}, "");
    }

    @Override
    public void encode(MessageWriter out) {
        content.accept(out);
    }

    @Override
    public String attributeName(int parent, int type) {
        String start = parent + ":" + type + "=";
        for (String name : names.split(" ", -1)) {
            if (name.startsWith(start)) {
                return name.substring(start.length());
            }
        }
        return "attribute " + type;
    }
}
