package io.vethkit.netlink.route;

/** Constants of {@code include/uapi/linux/if_addr.h}. */
public final class IfAddr {
    public static final int IFA_F_SECONDARY = 0x01;
    public static final int IFA_F_NODAD = 0x02;
    public static final int IFA_F_DADFAILED = 0x08;
    public static final int IFA_F_DEPRECATED = 0x20;
    public static final int IFA_F_TENTATIVE = 0x40;
    public static final int IFA_F_PERMANENT = 0x80;
    public static final int IFA_F_NOPREFIXROUTE = 0x200;

    static final int IFA_ADDRESS = 1;
    static final int IFA_LOCAL = 2;
    static final int IFA_LABEL = 3;
    static final int IFA_BROADCAST = 4;
    static final int IFA_FLAGS = 8;

    private IfAddr() {}

    static String addressAttribute(int type) {
        return switch (type) {
            case IFA_ADDRESS -> "IFA_ADDRESS";
            case IFA_LOCAL -> "IFA_LOCAL";
            case IFA_LABEL -> "IFA_LABEL";
            case IFA_BROADCAST -> "IFA_BROADCAST";
            case IFA_FLAGS -> "IFA_FLAGS";
            default -> "IFA_" + type;
        };
    }
}
