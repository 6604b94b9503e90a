package io.vethkit.netlink.route;

/** Constants of {@code include/uapi/linux/if.h}. */
public final class If {
    public static final int IFF_UP = 0x1;

    /** The longest name is one byte shorter, for the terminating NUL. */
    static final int IFNAMSIZ = 16;

    private If() {}
}
