package io.vethkit.netns;

import static io.vethkit.linux.Fcntl.LOCK_EX;
import static io.vethkit.linux.Fcntl.O_CREAT;
import static io.vethkit.linux.Fcntl.O_EXCL;
import static io.vethkit.linux.Fcntl.O_NONBLOCK;
import static io.vethkit.linux.Fcntl.O_RDONLY;
import static io.vethkit.linux.Mount.MNT_DETACH;
import static io.vethkit.linux.Mount.MS_BIND;
import static io.vethkit.linux.Mount.MS_REC;
import static io.vethkit.linux.Mount.MS_SHARED;
import static io.vethkit.linux.Sched.CLONE_NEWNET;
import static io.vethkit.linux.Socket.AF_UNIX;
import static io.vethkit.linux.Socket.SOCK_DGRAM;
import static io.vethkit.linux.Socket.SOL_SOCKET;
import static io.vethkit.linux.Socket.SO_NETNS_COOKIE;

import io.vethkit.linux.Errno;
import io.vethkit.linux.ErrnoException;
import io.vethkit.linux.Fd;
import io.vethkit.linux.FileIdentity;
import io.vethkit.linux.Libc;
import io.vethkit.linux.SocketOpener;

import org.jspecify.annotations.Nullable;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * A network namespace, held by an open descriptor (network_namespaces(7)).
 *
 * <p>Nothing here leaves a thread in another namespace: sockets are opened, and code is run, on a
 * platform thread that ends with it. Virtual threads are refused, because a switch would follow
 * their carrier. Thread-safe, but for closing it while it is in use; closing ends this hold, not
 * the namespace.
 */
public final class NetworkNamespace implements SocketOpener, AutoCloseable {
    /** Where named namespaces are mounted, as ip-netns(8) does it. */
    public static final String DIRECTORY = "/run/netns";

    private static final int NS_GET_NSTYPE = 0xb703; // include/uapi/linux/nsfs.h, Linux 4.11
    private static final String OWN = "/proc/thread-self/ns/net";

    private final Fd fd;
    private final String name;

    private NetworkNamespace(Fd fd, String name) {
        this.fd = fd;
        this.name = name;
    }

    /** Opens the namespace of the calling thread. */
    public static NetworkNamespace current() throws ErrnoException {
        return open(OWN);
    }

    /**
     * Opens the namespace at {@code path}: a bind mount or {@code /proc/PID/ns/net}.
     *
     * @throws ErrnoException {@code ENOENT} if nothing is there, {@code EINVAL} if something else
     *     is
     */
    public static NetworkNamespace open(String path) throws ErrnoException {
        // not to wait for a writer should somebody name a pipe
        Fd fd = Libc.open(path, O_RDONLY | O_NONBLOCK, 0);
        NetworkNamespace namespace = new NetworkNamespace(fd, path);
        try {
            namespace.requireNetworkNamespace();
            return namespace;
        } catch (ErrnoException | RuntimeException e) {
            namespace.close();
            throw e;
        }
    }

    /** Opens the namespace that {@code ip netns} calls {@code name}. */
    public static NetworkNamespace named(String name) throws ErrnoException {
        return open(pathOf(name));
    }

    /** Opens the namespace of the process {@code pid}. */
    public static NetworkNamespace ofPid(long pid) throws ErrnoException {
        return open("/proc/" + pid + "/ns/net");
    }

    /** Makes a namespace that lasts as long as something, such as this object, holds it. */
    public static NetworkNamespace createAnonymous() throws IOException {
        return NamespaceThread.run(
                new Callable<NetworkNamespace>() {
                    @Override
                    public NetworkNamespace call() throws ErrnoException {
                        Libc.unshare(CLONE_NEWNET);
                        return open(OWN);
                    }
                });
    }

    /**
     * Makes a namespace that {@code ip netns} calls {@code name}; it lasts until {@link #delete}.
     *
     * @throws ErrnoException {@code EEXIST} if the name is taken, be it by a file without a
     *     namespace that a crash left: {@link #open} refuses it with {@code EINVAL}, {@link
     *     #delete} frees the name
     */
    public static NetworkNamespace create(String name) throws IOException {
        String path = pathOf(name);
        return NamespaceThread.run(
                new Callable<NetworkNamespace>() {
                    @Override
                    public NetworkNamespace call() throws ErrnoException {
                        Libc.unshare(CLONE_NEWNET);
                        prepareDirectory();
                        Libc.open(path, O_RDONLY | O_CREAT | O_EXCL, 0444).close();
                        return mountOwn(path);
                    }
                });
    }

    private static NetworkNamespace mountOwn(String path) throws ErrnoException {
        try {
            Libc.mount(OWN, path, null, MS_BIND);
            return open(path);
        } catch (ErrnoException | RuntimeException e) {
            try {
                remove(path);
            } catch (ErrnoException left) {
                e.addSuppressed(left);
            }
            throw e;
        }
    }

    private static void prepareDirectory() throws ErrnoException {
        try {
            Libc.mkdir(DIRECTORY, 0755);
        } catch (ErrnoException e) {
            if (!e.is(Errno.EEXIST)) {
                throw e;
            }
        }
        try (Fd directory = Libc.open(DIRECTORY, O_RDONLY, 0)) {
            // as ip does it: two at a time would mount it on itself twice
            Libc.flock(directory.number(), LOCK_EX);
            shareDirectory();
        }
    }

    /** Makes mounts in the directory appear in, and vanish from, other mount namespaces. */
    private static void shareDirectory() throws ErrnoException {
        try {
            Libc.mount(null, DIRECTORY, null, MS_SHARED | MS_REC);
        } catch (ErrnoException e) {
            if (!e.is(Errno.EINVAL)) {
                throw e;
            }
            Libc.mount(DIRECTORY, DIRECTORY, null, MS_BIND | MS_REC);
            Libc.mount(null, DIRECTORY, null, MS_SHARED | MS_REC);
        }
    }

    /**
     * Takes the name away; the namespace, if there is one, lasts while something else holds it.
     *
     * @throws ErrnoException {@code ENOENT} if there is none of that name
     */
    public static void delete(String name) throws ErrnoException {
        remove(pathOf(name));
    }

    private static void remove(String path) throws ErrnoException {
        try {
            Libc.umount2(path, MNT_DETACH);
        } catch (ErrnoException e) {
            if (!e.is(Errno.EINVAL)) { // no mount there: a crash came before it
                throw e;
            }
        }
        Libc.unlink(path);
    }

    /** Returns the names of the named namespaces, sorted. */
    public static List<String> list() {
        String[] names = new File(DIRECTORY).list();
        if (names == null) {
            return List.of();
        }
        List<String> sorted = new ArrayList<>(Arrays.asList(names));
        sorted.sort(null);
        return sorted;
    }

    private static String pathOf(String name) {
        if (name.isEmpty() || name.indexOf('/') >= 0 || name.equals(".") || name.equals("..")) {
            throw new IllegalArgumentException("not a namespace name: '" + name + "'");
        }
        return DIRECTORY + "/" + name;
    }

    /**
     * Runs {@code task} in a new namespace, which ends with it unless something holds it, and
     * returns its result.
     *
     * @throws IOException what {@code task} threw, unchecked exceptions as they are, others as the
     *     cause
     */
    public static <T extends @Nullable Object> T callInNew(Callable<T> task) throws IOException {
        return NamespaceThread.run(
                new Callable<T>() {
                    @Override
                    public T call() throws Exception {
                        Libc.unshare(CLONE_NEWNET);
                        return task.call();
                    }
                });
    }

    /**
     * Runs {@code task} in this namespace, on a new platform thread that ends with it, and returns
     * its result. Threads that it starts are born in the namespace too: do not use pools in it.
     *
     * @throws IOException what {@code task} threw, unchecked exceptions as they are, others as the
     *     cause
     */
    public <T extends @Nullable Object> T call(Callable<T> task) throws IOException {
        return NamespaceThread.run(
                new Callable<T>() {
                    @Override
                    public T call() throws Exception {
                        Libc.setns(fd.number(), CLONE_NEWNET);
                        return task.call();
                    }
                });
    }

    /** Opens a socket in this namespace. */
    @Override
    public Fd socket(int domain, int type, int protocol) throws ErrnoException {
        try {
            return call(
                    new Callable<Fd>() {
                        @Override
                        public Fd call() throws ErrnoException {
                            return Libc.socket(domain, type, protocol);
                        }
                    });
        } catch (ErrnoException e) {
            throw e;
        } catch (IOException e) {
            throw new AssertionError("socket throws nothing else", e);
        }
    }

    /** Returns the descriptor, such as a link's {@code IFLA_NET_NS_FD} takes; it stays ours. */
    public Fd fd() {
        return fd;
    }

    /** Returns what makes two descriptors the same namespace. */
    public FileIdentity identity() throws ErrnoException {
        return Libc.fstat(fd.number());
    }

    /** Tells whether both are the same namespace. */
    public boolean isSameAs(NetworkNamespace other) throws ErrnoException {
        return identity().equals(other.identity());
    }

    /** Returns the number that no other namespace gets until reboot (Linux 5.14). */
    public long cookie() throws ErrnoException {
        try (Fd any = socket(AF_UNIX, SOCK_DGRAM, 0)) {
            ByteBuffer cookie = ByteBuffer.allocateDirect(8).order(ByteOrder.nativeOrder());
            Libc.getsockopt(any.number(), SOL_SOCKET, SO_NETNS_COOKIE, cookie);
            return cookie.getLong(0);
        }
    }

    /** Returns the path it was opened by. */
    @Override
    public String toString() {
        return name;
    }

    @Override
    public void close() {
        fd.close();
    }

    private void requireNetworkNamespace() throws ErrnoException {
        int type;
        try {
            type = Libc.ioctl(fd.number(), NS_GET_NSTYPE, 0);
        } catch (ErrnoException e) {
            type = 0;
        }
        if (type != CLONE_NEWNET) {
            throw new ErrnoException("open network namespace " + name, Errno.EINVAL.number());
        }
    }
}
