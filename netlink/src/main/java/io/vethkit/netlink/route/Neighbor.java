package io.vethkit.netlink.route;

/** Constants of {@code include/uapi/linux/neighbour.h}. */
public final class Neighbor {
    public static final int NTF_PROXY = 1 << 3;
    public static final int NTF_ROUTER = 1 << 7;

    public static final int NUD_NONE = 0x00;
    public static final int NUD_INCOMPLETE = 0x01;
    public static final int NUD_REACHABLE = 0x02;
    public static final int NUD_STALE = 0x04;
    public static final int NUD_DELAY = 0x08;
    public static final int NUD_PROBE = 0x10;
    public static final int NUD_FAILED = 0x20;
    public static final int NUD_NOARP = 0x40;
    public static final int NUD_PERMANENT = 0x80;

    static final int NDA_DST = 1;
    static final int NDA_LLADDR = 2;
    static final int NDA_IFINDEX = 8;

    private Neighbor() {}

    static String neighbourAttribute(int type) {
        return switch (type) {
            case NDA_DST -> "NDA_DST";
            case NDA_LLADDR -> "NDA_LLADDR";
            case NDA_IFINDEX -> "NDA_IFINDEX";
            default -> "NDA_" + type;
        };
    }
}
