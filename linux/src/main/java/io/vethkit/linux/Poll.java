package io.vethkit.linux;

/** Constants of {@code include/uapi/asm-generic/poll.h} and {@code eventfd.h}. */
public final class Poll {
    public static final int POLLIN = 0x0001;
    public static final int POLLOUT = 0x0004;
    public static final int EFD_NONBLOCK = 00004000;
    public static final int EFD_CLOEXEC = 02000000;

    private Poll() {}
}
