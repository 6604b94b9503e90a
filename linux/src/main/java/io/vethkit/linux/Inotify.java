package io.vethkit.linux;

/** Constants of {@code include/uapi/linux/inotify.h}. */
public final class Inotify {
    public static final int IN_MODIFY = 0x00000002;
    public static final int IN_ATTRIB = 0x00000004;
    public static final int IN_CLOSE = 0x00000008 | 0x00000010; // of writers and of others
    public static final int IN_Q_OVERFLOW = 0x00004000;
    public static final int IN_IGNORED = 0x00008000;
    static final int IN_NONBLOCK = 00004000;
    static final int IN_CLOEXEC = 02000000;

    private Inotify() {}
}
