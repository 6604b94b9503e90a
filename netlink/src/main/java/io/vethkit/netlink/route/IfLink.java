package io.vethkit.netlink.route;

/** Constants of {@code include/uapi/linux/if_link.h} and {@code veth.h}. */
final class IfLink {
    static final int IFLA_ADDRESS = 1;
    static final int IFLA_BROADCAST = 2;
    static final int IFLA_IFNAME = 3;
    static final int IFLA_MTU = 4;
    static final int IFLA_LINK = 5;
    static final int IFLA_MASTER = 10;
    static final int IFLA_TXQLEN = 13;
    static final int IFLA_LINKINFO = 18;
    static final int IFLA_NET_NS_PID = 19;
    static final int IFLA_IFALIAS = 20;
    static final int IFLA_NET_NS_FD = 28;
    static final int IFLA_EXT_MASK = 29;
    static final int IFLA_ALT_IFNAME = 53;

    static final int IFLA_INFO_KIND = 1;
    static final int IFLA_INFO_DATA = 2;

    static final int VETH_INFO_PEER = 1; // include/uapi/linux/veth.h

    static final int IFLA_VLAN_ID = 1;
    static final int IFLA_VLAN_PROTOCOL = 5;

    static final int IFLA_MACVLAN_MODE = 1;

    static final int IFLA_VXLAN_ID = 1;
    static final int IFLA_VXLAN_GROUP = 2;
    static final int IFLA_VXLAN_LINK = 3;
    static final int IFLA_VXLAN_LOCAL = 4;
    static final int IFLA_VXLAN_LEARNING = 7;
    static final int IFLA_VXLAN_PORT = 15;
    static final int IFLA_VXLAN_GROUP6 = 16;
    static final int IFLA_VXLAN_LOCAL6 = 17;

    private IfLink() {}

    static String linkAttribute(int type) {
        return switch (type) {
            case IFLA_ADDRESS -> "IFLA_ADDRESS";
            case IFLA_BROADCAST -> "IFLA_BROADCAST";
            case IFLA_IFNAME -> "IFLA_IFNAME";
            case IFLA_MTU -> "IFLA_MTU";
            case IFLA_LINK -> "IFLA_LINK";
            case IFLA_MASTER -> "IFLA_MASTER";
            case IFLA_TXQLEN -> "IFLA_TXQLEN";
            case IFLA_LINKINFO -> "IFLA_LINKINFO";
            case IFLA_NET_NS_PID -> "IFLA_NET_NS_PID";
            case IFLA_IFALIAS -> "IFLA_IFALIAS";
            case IFLA_NET_NS_FD -> "IFLA_NET_NS_FD";
            case IFLA_EXT_MASK -> "IFLA_EXT_MASK";
            case IFLA_ALT_IFNAME -> "IFLA_ALT_IFNAME";
            default -> "IFLA_" + type;
        };
    }

    static String infoAttribute(int type) {
        return switch (type) {
            case IFLA_INFO_KIND -> "IFLA_INFO_KIND";
            case IFLA_INFO_DATA -> "IFLA_INFO_DATA";
            default -> "IFLA_INFO_" + type;
        };
    }

    /** Returns the name of an attribute in the {@code IFLA_INFO_DATA} of {@code kind}. */
    static String dataAttribute(String kind, int type) {
        return switch (kind) {
            case "veth" -> type == VETH_INFO_PEER ? "VETH_INFO_PEER" : "VETH_INFO_" + type;
            case "vlan" -> vlanAttribute(type);
            case "macvlan" ->
                    type == IFLA_MACVLAN_MODE ? "IFLA_MACVLAN_MODE" : "IFLA_MACVLAN_" + type;
            case "vxlan" -> vxlanAttribute(type);
            default -> kind + " attribute " + type;
        };
    }

    private static String vlanAttribute(int type) {
        return switch (type) {
            case IFLA_VLAN_ID -> "IFLA_VLAN_ID";
            case IFLA_VLAN_PROTOCOL -> "IFLA_VLAN_PROTOCOL";
            default -> "IFLA_VLAN_" + type;
        };
    }

    private static String vxlanAttribute(int type) {
        return switch (type) {
            case IFLA_VXLAN_ID -> "IFLA_VXLAN_ID";
            case IFLA_VXLAN_GROUP -> "IFLA_VXLAN_GROUP";
            case IFLA_VXLAN_LINK -> "IFLA_VXLAN_LINK";
            case IFLA_VXLAN_LOCAL -> "IFLA_VXLAN_LOCAL";
            case IFLA_VXLAN_LEARNING -> "IFLA_VXLAN_LEARNING";
            case IFLA_VXLAN_PORT -> "IFLA_VXLAN_PORT";
            case IFLA_VXLAN_GROUP6 -> "IFLA_VXLAN_GROUP6";
            case IFLA_VXLAN_LOCAL6 -> "IFLA_VXLAN_LOCAL6";
            default -> "IFLA_VXLAN_" + type;
        };
    }
}
