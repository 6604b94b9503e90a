package io.vethkit.linux;

/** Constants of {@code include/uapi/asm-generic/fcntl.h} and {@code fcntl.h}. */
public final class Fcntl {
    public static final int O_RDONLY = 00000000;
    public static final int O_WRONLY = 00000001;
    public static final int O_RDWR = 00000002;
    public static final int O_CREAT = 00000100;
    public static final int O_EXCL = 00000200;
    public static final int O_TRUNC = 00001000;
    public static final int O_NONBLOCK = 00004000;
    public static final int O_CLOEXEC = 02000000;
    public static final int F_WRLCK = 1;
    public static final int F_OFD_SETLK = 37;
    public static final int F_OFD_SETLKW = 38;
    public static final int LOCK_SH = 1;
    public static final int LOCK_EX = 2;
    public static final int LOCK_NB = 4;
    public static final int LOCK_UN = 8;

    private Fcntl() {}
}
