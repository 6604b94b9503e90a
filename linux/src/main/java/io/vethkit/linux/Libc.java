package io.vethkit.linux;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * libc, function by function: the C name, order and meaning; failure leaves as {@link
 * ErrnoException}.
 *
 * <p>Buffers are direct; a call uses the bytes from position to limit and moves neither.
 * Descriptors are made close-on-exec. Blocking calls that a signal interrupts are repeated, except
 * poll. Works on glibc and musl, x86-64 and arm64. Any thread may call; {@link #setns} and {@link
 * #unshare} change the calling thread only.
 */
public final class Libc {
    // int accept4(int sockfd, struct sockaddr *addr, socklen_t *addrlen, int flags)
    private static final Downcall ACCEPT4 = new Downcall("accept4");
    // int bind(int sockfd, const struct sockaddr *addr, socklen_t addrlen)
    private static final Downcall BIND = new Downcall("bind");
    // int close(int fd)
    private static final Downcall CLOSE = new Downcall("close");
    // int connect(int sockfd, const struct sockaddr *addr, socklen_t addrlen)
    private static final Downcall CONNECT = new Downcall("connect");
    // int eventfd(unsigned int initval, int flags)
    private static final Downcall EVENTFD = new Downcall("eventfd");
    // int fcntl(int fd, int op, ... /* arg */): all arguments but two are variadic
    private static final Downcall FCNTL = new Downcall("fcntl");
    // int flock(int fd, int operation)
    private static final Downcall FLOCK = new Downcall("flock");
    // int fstat(int fd, struct stat *statbuf)
    private static final Downcall FSTAT = new Downcall("fstat");
    // int __fxstat(int ver, int fd, struct stat *statbuf): fstat in glibc before 2.33
    private static final Downcall FXSTAT = new Downcall("__fxstat");
    // int fsync(int fd)
    private static final Downcall FSYNC = new Downcall("fsync");
    // int getsockname(int sockfd, struct sockaddr *addr, socklen_t *addrlen)
    private static final Downcall GETSOCKNAME = new Downcall("getsockname");
    // int getsockopt(int sockfd, int level, int optname, void *optval, socklen_t *optlen)
    private static final Downcall GETSOCKOPT = new Downcall("getsockopt");
    // int inotify_add_watch(int fd, const char *pathname, uint32_t mask)
    private static final Downcall INOTIFY_ADD_WATCH = new Downcall("inotify_add_watch");
    // int inotify_init1(int flags)
    private static final Downcall INOTIFY_INIT1 = new Downcall("inotify_init1");
    // int inotify_rm_watch(int fd, int wd)
    private static final Downcall INOTIFY_RM_WATCH = new Downcall("inotify_rm_watch");
    // int ioctl(int fd, unsigned long request, ... unsigned long argument)
    private static final Downcall IOCTL = new Downcall("ioctl");
    // int link(const char *oldpath, const char *newpath)
    private static final Downcall LINK = new Downcall("link");
    // int listen(int sockfd, int backlog)
    private static final Downcall LISTEN = new Downcall("listen");
    // int mkdir(const char *pathname, mode_t mode)
    private static final Downcall MKDIR = new Downcall("mkdir");
    // int mount(const char *, const char *target, const char *type, unsigned long, const void *)
    private static final Downcall MOUNT = new Downcall("mount");
    // int open(const char *pathname, int flags, ... mode_t mode)
    private static final Downcall OPEN = new Downcall("open");
    // int poll(struct pollfd *fds, nfds_t nfds, int timeout)
    private static final Downcall POLL = new Downcall("poll");
    // ssize_t read(int fd, void *buf, size_t count)
    private static final Downcall READ = new Downcall("read");
    // ssize_t recvfrom(int sockfd, void *buf, size_t, int flags, struct sockaddr *, socklen_t *)
    private static final Downcall RECVFROM = new Downcall("recvfrom");
    // int rename(const char *oldpath, const char *newpath)
    private static final Downcall RENAME = new Downcall("rename");
    // ssize_t sendto(int sockfd, const void *, size_t, int, const struct sockaddr *, socklen_t)
    private static final Downcall SENDTO = new Downcall("sendto");
    // int setns(int fd, int nstype)
    private static final Downcall SETNS = new Downcall("setns");
    // int setsockopt(int sockfd, int level, int optname, const void *optval, socklen_t optlen)
    private static final Downcall SETSOCKOPT = new Downcall("setsockopt");
    // int socket(int domain, int type, int protocol)
    private static final Downcall SOCKET = new Downcall("socket");
    // int umount2(const char *target, int flags)
    private static final Downcall UMOUNT2 = new Downcall("umount2");
    // int unlink(const char *pathname)
    private static final Downcall UNLINK = new Downcall("unlink");
    // int unshare(int flags)
    private static final Downcall UNSHARE = new Downcall("unshare");
    // ssize_t write(int fd, const void *buf, size_t count)
    private static final Downcall WRITE = new Downcall("write");

    private static final int STAT_SIZE = 256; // sizeof(struct stat) is 144 at most
    private static final int STAT_VER = 0; // _STAT_VER_KERNEL: what x86-64 and arm64 both take

    private Libc() {}

    /** accept4(2), close-on-exec; who calls goes to {@code address}. The caller closes it. */
    public static Fd accept4(int fd, ByteBuffer address) throws ErrnoException {
        ByteBuffer length = word(address.remaining());
        try {
            return new Fd(
                    ACCEPT4.callUninterrupted(
                            fd, address(address), address(length), Socket.SOCK_CLOEXEC, 0, 0));
        } finally {
            Reference.reachabilityFence(address);
            Reference.reachabilityFence(length);
        }
    }

    /** bind(2). */
    public static void bind(int fd, ByteBuffer address) throws ErrnoException {
        try {
            BIND.call(fd, address(address), address.remaining());
        } finally {
            Reference.reachabilityFence(address);
        }
    }

    /** close(2). */
    public static void close(int fd) throws ErrnoException {
        CLOSE.call(fd);
    }

    /** connect(2). */
    public static void connect(int fd, ByteBuffer address) throws ErrnoException {
        try {
            CONNECT.callUninterrupted(fd, address(address), address.remaining(), 0, 0, 0);
        } finally {
            Reference.reachabilityFence(address);
        }
    }

    /** eventfd(2). */
    public static Fd eventfd(int initialValue) throws ErrnoException {
        return new Fd(EVENTFD.call(initialValue, Poll.EFD_CLOEXEC | Poll.EFD_NONBLOCK));
    }

    /**
     * fcntl(2) with {@code struct flock} as argument: record locks.
     *
     * @param lock {@code struct flock { short l_type, l_whence; off_t l_start, l_len; pid_t l_pid;
     *     }} of 64-bit Linux, in host order
     */
    public static void fcntl(int fd, int operation, ByteBuffer lock) throws ErrnoException {
        try {
            FCNTL.callUninterrupted(fd, operation, address(lock), 0, 0, 0);
        } finally {
            Reference.reachabilityFence(lock);
        }
    }

    /** flock(2): blocks until the lock is had unless {@link Fcntl#LOCK_NB} is given. */
    public static void flock(int fd, int operation) throws ErrnoException {
        FLOCK.callUninterrupted(fd, operation, 0, 0, 0, 0);
    }

    /** fstat(2), of which it returns what identifies the file. */
    public static FileIdentity fstat(int fd) throws ErrnoException {
        ByteBuffer stat = ByteBuffer.allocateDirect(STAT_SIZE).order(ByteOrder.nativeOrder());
        try {
            if (FSTAT.exists()) {
                FSTAT.call(fd, address(stat));
            } else {
                FXSTAT.call(STAT_VER, fd, address(stat));
            }
            return new FileIdentity(stat.getLong(0), stat.getLong(8));
        } finally {
            Reference.reachabilityFence(stat);
        }
    }

    /** fsync(2). */
    public static void fsync(int fd) throws ErrnoException {
        FSYNC.callUninterrupted(fd, 0, 0, 0, 0, 0);
    }

    /** getsockname(2) into {@code address}. */
    public static void getsockname(int fd, ByteBuffer address) throws ErrnoException {
        ByteBuffer length = word(address.remaining());
        try {
            GETSOCKNAME.call(fd, address(address), address(length));
        } finally {
            Reference.reachabilityFence(address);
            Reference.reachabilityFence(length);
        }
    }

    /** getsockopt(2) into {@code value}. */
    public static void getsockopt(int fd, int level, int option, ByteBuffer value)
            throws ErrnoException {
        ByteBuffer length = word(value.remaining());
        try {
            GETSOCKOPT.call(fd, level, option, address(value), address(length), 0);
        } finally {
            Reference.reachabilityFence(value);
            Reference.reachabilityFence(length);
        }
    }

    /** inotify_add_watch(2). Returns the watch descriptor, the same for the same file. */
    public static int inotify_add_watch(int fd, String path, int mask) throws ErrnoException {
        ByteBuffer bytes = string(path);
        try {
            return INOTIFY_ADD_WATCH.call(fd, address(bytes), mask);
        } catch (ErrnoException e) {
            throw withObject(e, path);
        } finally {
            Reference.reachabilityFence(bytes);
        }
    }

    /** inotify_init1(2), close-on-exec; reading it does not block. */
    public static Fd inotify_init1() throws ErrnoException {
        return new Fd(INOTIFY_INIT1.call(Inotify.IN_CLOEXEC | Inotify.IN_NONBLOCK));
    }

    /** inotify_rm_watch(2). */
    public static void inotify_rm_watch(int fd, int watch) throws ErrnoException {
        INOTIFY_RM_WATCH.call(fd, watch);
    }

    /** ioctl(2) with an integer as argument. */
    public static int ioctl(int fd, long request, long argument) throws ErrnoException {
        return IOCTL.call(fd, request, argument);
    }

    /** link(2). Fails with {@code EEXIST} if {@code newPath} is there. */
    public static void link(String oldPath, String newPath) throws ErrnoException {
        ByteBuffer from = string(oldPath);
        ByteBuffer to = string(newPath);
        try {
            LINK.call(address(from), address(to));
        } catch (ErrnoException e) {
            throw withObject(e, oldPath + " " + newPath);
        } finally {
            Reference.reachabilityFence(from);
            Reference.reachabilityFence(to);
        }
    }

    /** listen(2). */
    public static void listen(int fd, int backlog) throws ErrnoException {
        LISTEN.call(fd, backlog);
    }

    /** mkdir(2). */
    public static void mkdir(String path, int mode) throws ErrnoException {
        withPath(MKDIR, path, mode, 0);
    }

    /** mount(2); {@code source} and {@code type} may be null where the flags need none. */
    public static void mount(
            @Nullable String source, String target, @Nullable String type, long flags)
            throws ErrnoException {
        ByteBuffer from = source == null ? null : string(source);
        ByteBuffer onto = string(target);
        ByteBuffer kind = type == null ? null : string(type);
        try {
            MOUNT.call(addressOrNull(from), address(onto), addressOrNull(kind), flags, 0, 0);
        } catch (ErrnoException e) {
            throw withObject(e, target);
        } finally {
            Reference.reachabilityFence(from);
            Reference.reachabilityFence(onto);
            Reference.reachabilityFence(kind);
        }
    }

    /** open(2) with {@code O_CLOEXEC}. */
    public static Fd open(String path, int flags, int mode) throws ErrnoException {
        return new Fd(withPath(OPEN, path, flags | Fcntl.O_CLOEXEC, mode));
    }

    /**
     * poll(2).
     *
     * @param pollfds {@code struct pollfd { int fd; short events, revents; }} in host order
     * @param timeoutMillis negative waits for ever
     * @return how many have events; 0 is a time-out
     */
    public static int poll(ByteBuffer pollfds, int timeoutMillis) throws ErrnoException {
        try {
            return POLL.call(address(pollfds), pollfds.remaining() / 8, timeoutMillis);
        } finally {
            Reference.reachabilityFence(pollfds);
        }
    }

    /** read(2). Returns the number of bytes, 0 at the end. */
    public static int read(int fd, ByteBuffer buffer) throws ErrnoException {
        try {
            return READ.callUninterrupted(fd, address(buffer), buffer.remaining(), 0, 0, 0);
        } finally {
            Reference.reachabilityFence(buffer);
        }
    }

    /** recvfrom(2). The sender's address goes to {@code from} unless that is null. */
    public static int recvfrom(int fd, ByteBuffer buffer, int flags, @Nullable ByteBuffer from)
            throws ErrnoException {
        ByteBuffer length = from == null ? null : word(from.remaining());
        try {
            return RECVFROM.callUninterrupted(
                    fd,
                    address(buffer),
                    buffer.remaining(),
                    flags,
                    addressOrNull(from),
                    addressOrNull(length));
        } finally {
            Reference.reachabilityFence(buffer);
            Reference.reachabilityFence(from);
            Reference.reachabilityFence(length);
        }
    }

    /** rename(2). */
    public static void rename(String oldPath, String newPath) throws ErrnoException {
        ByteBuffer from = string(oldPath);
        ByteBuffer to = string(newPath);
        try {
            RENAME.call(address(from), address(to));
        } catch (ErrnoException e) {
            throw withObject(e, oldPath + " " + newPath);
        } finally {
            Reference.reachabilityFence(from);
            Reference.reachabilityFence(to);
        }
    }

    /** sendto(2). {@code to} may be null on a connected socket. */
    public static int sendto(int fd, ByteBuffer buffer, int flags, @Nullable ByteBuffer to)
            throws ErrnoException {
        try {
            return SENDTO.callUninterrupted(
                    fd,
                    address(buffer),
                    buffer.remaining(),
                    flags,
                    addressOrNull(to),
                    to == null ? 0 : to.remaining());
        } finally {
            Reference.reachabilityFence(buffer);
            Reference.reachabilityFence(to);
        }
    }

    /** setns(2): moves the calling thread. */
    public static void setns(int fd, int type) throws ErrnoException {
        SETNS.call(fd, type);
    }

    /** setsockopt(2). */
    public static void setsockopt(int fd, int level, int option, ByteBuffer value)
            throws ErrnoException {
        try {
            SETSOCKOPT.call(fd, level, option, address(value), value.remaining(), 0);
        } finally {
            Reference.reachabilityFence(value);
        }
    }

    /**
     * setsockopt(2) of a structure that holds the address of another.
     *
     * @param pointer where in {@code value} the address of {@code pointee} is to be
     */
    public static void setsockopt(
            int fd, int level, int option, ByteBuffer value, int pointer, ByteBuffer pointee)
            throws ErrnoException {
        try {
            value.putLong(pointer, address(pointee));
            setsockopt(fd, level, option, value);
        } finally {
            Reference.reachabilityFence(pointee);
        }
    }

    /** setsockopt(2) of an {@code int}. */
    public static void setsockopt(int fd, int level, int option, int value) throws ErrnoException {
        setsockopt(fd, level, option, word(value));
    }

    /** socket(2) with {@code SOCK_CLOEXEC}. Returns a new descriptor, which the caller closes. */
    public static Fd socket(int domain, int type, int protocol) throws ErrnoException {
        return new Fd(SOCKET.call(domain, type | Socket.SOCK_CLOEXEC, protocol));
    }

    /** umount2(2). */
    public static void umount2(String target, int flags) throws ErrnoException {
        withPath(UMOUNT2, target, flags, 0);
    }

    /** unlink(2). */
    public static void unlink(String path) throws ErrnoException {
        withPath(UNLINK, path, 0, 0);
    }

    /** unshare(2): moves the calling thread. */
    public static void unshare(int flags) throws ErrnoException {
        UNSHARE.call(flags);
    }

    /** write(2). Returns the number of bytes taken, which may be fewer than given. */
    public static int write(int fd, ByteBuffer buffer) throws ErrnoException {
        try {
            return WRITE.callUninterrupted(fd, address(buffer), buffer.remaining(), 0, 0, 0);
        } finally {
            Reference.reachabilityFence(buffer);
        }
    }

    private static int withPath(Downcall function, String path, long second, long third)
            throws ErrnoException {
        ByteBuffer bytes = string(path);
        try {
            return function.callUninterrupted(address(bytes), second, third, 0, 0, 0);
        } catch (ErrnoException e) {
            throw withObject(e, path);
        } finally {
            Reference.reachabilityFence(bytes);
        }
    }

    private static ErrnoException withObject(ErrnoException e, String object) {
        return new ErrnoException(e.operation() + " " + object, e.number());
    }

    private static long address(ByteBuffer buffer) {
        if (!buffer.isDirect()) {
            throw new IllegalArgumentException("the buffer is not direct");
        }
        return MemorySegment.ofBuffer(buffer).address();
    }

    private static long addressOrNull(@Nullable ByteBuffer buffer) {
        return buffer == null ? 0 : address(buffer);
    }

    private static ByteBuffer word(int value) {
        return ByteBuffer.allocateDirect(4).order(ByteOrder.nativeOrder()).putInt(0, value);
    }

    private static ByteBuffer string(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (byte b : bytes) {
            if (b == 0) {
                throw new IllegalArgumentException("a C string cannot hold NUL: " + text);
            }
        }
        ByteBuffer buffer = ByteBuffer.allocateDirect(bytes.length + 1);
        return buffer.put(bytes).put((byte) 0).flip();
    }
}
