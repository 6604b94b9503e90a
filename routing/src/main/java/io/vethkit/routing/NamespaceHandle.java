package io.vethkit.routing;

import static io.vethkit.netlink.Netlink.NETLINK_ROUTE;

import io.vethkit.linux.ErrnoException;
import io.vethkit.linux.Fd;
import io.vethkit.linux.SocketOpener;
import io.vethkit.netlink.Monitor;
import io.vethkit.netlink.NetlinkSocket;
import io.vethkit.netlink.route.Links;
import io.vethkit.netns.NetworkNamespace;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.concurrent.Callable;

/**
 * A network namespace as the verbs need it: a socket that lives in it, and a way to its sysctls.
 *
 * <p>Not thread-safe. Closing closes the socket, not the {@link NetworkNamespace} it was made of.
 */
public final class NamespaceHandle implements AutoCloseable {
    private final NetlinkSocket socket;
    private final @Nullable NetworkNamespace namespace;

    private NamespaceHandle(NetlinkSocket socket, @Nullable NetworkNamespace namespace) {
        this.socket = socket;
        this.namespace = namespace;
    }

    /** The namespace of the calling thread, which must be the one that uses the handle. */
    public static NamespaceHandle here() throws ErrnoException {
        return new NamespaceHandle(NetlinkSocket.open(NETLINK_ROUTE), null);
    }

    /** The namespace {@code namespace}, which must stay open as long as the handle. */
    public static NamespaceHandle of(NetworkNamespace namespace) throws ErrnoException {
        return new NamespaceHandle(NetlinkSocket.open(NETLINK_ROUTE, namespace), namespace);
    }

    /** Returns the rtnetlink socket, which stays this handle's. */
    public NetlinkSocket socket() {
        return socket;
    }

    /** Returns the links of the namespace. */
    public Links links() {
        return new Links(socket);
    }

    /** Opens a monitor of rtnetlink in the namespace, which the caller closes. */
    public Monitor monitor() throws ErrnoException {
        return Monitor.open(NETLINK_ROUTE, namespace == null ? SocketOpener.HERE : namespace);
    }

    /** Has {@code inotify} report writes of a parameter. Returns the watch descriptor. */
    int watchSysctl(String key, Fd inotify) throws IOException {
        if (namespace == null) {
            return Sysctl.watch(key, inotify);
        }
        return namespace.call(
                new Callable<Integer>() {
                    @Override
                    public Integer call() throws ErrnoException {
                        return Sysctl.watch(key, inotify);
                    }
                });
    }

    @Nullable String sysctl(String key) throws IOException {
        if (namespace == null) {
            return Sysctl.read(key);
        }
        return namespace.call(
                new Callable<@Nullable String>() {
                    @Override
                    public @Nullable String call() throws ErrnoException {
                        return Sysctl.read(key);
                    }
                });
    }

    void sysctl(String key, String value) throws IOException {
        if (namespace == null) {
            Sysctl.write(key, value);
            return;
        }
        namespace.call(
                new Callable<@Nullable Void>() {
                    @Override
                    public @Nullable Void call() throws ErrnoException {
                        Sysctl.write(key, value);
                        return null;
                    }
                });
    }

    @Override
    public void close() {
        socket.close();
    }
}
