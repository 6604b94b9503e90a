package io.vethkit.linux;

/** Constants of {@code include/uapi/linux/mount.h} and {@code include/linux/fs.h}. */
public final class Mount {
    public static final int MS_BIND = 4096;
    public static final int MS_REC = 16384;
    public static final int MS_PRIVATE = 1 << 18;
    public static final int MS_SHARED = 1 << 20;
    public static final int MNT_DETACH = 2;

    private Mount() {}
}
