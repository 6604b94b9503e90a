package io.vethkit.cli.demo;

import io.vethkit.linux.Errno;
import io.vethkit.linux.ErrnoException;
import io.vethkit.netns.NetworkNamespace;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Named network namespaces that go when this is closed: {@code vk-demo-PID-NAME}, so that a later
 * process can tell whose they were, if this one is killed.
 *
 * <p>Thread-safe: a shutdown hook may close it while another thread makes namespaces.
 */
final class ThrowawayNamespaces implements AutoCloseable {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final String prefix;
    private final Map<String, NetworkNamespace> namespaces = new LinkedHashMap<>();
    private boolean closed;

    ThrowawayNamespaces() {
        int count = COUNT.incrementAndGet();
        prefix = OwnName.PREFIX + OwnName.pid() + (count == 1 ? "-" : "." + count + "-");
    }

    /** Makes the namespace {@code name}, which stays this object's. */
    synchronized NetworkNamespace create(String name) throws IOException {
        if (closed) {
            throw new IOException("the namespaces of " + prefix + " are being removed");
        }
        NetworkNamespace namespace = NetworkNamespace.create(prefix + name);
        namespaces.put(name, namespace);
        return namespace;
    }

    /** Removes the namespace {@code name}. */
    synchronized void remove(String name) throws ErrnoException {
        NetworkNamespace namespace = namespaces.remove(name);
        if (namespace != null) {
            namespace.close();
            delete(prefix + name);
        }
    }

    /** Leaves the namespaces to who knows their names. */
    synchronized void keep() {
        closed = true;
        namespaces.values().forEach(NetworkNamespace::close);
        namespaces.clear();
    }

    /** Returns what their names start with. */
    String prefix() {
        return prefix;
    }

    @Override
    public synchronized void close() throws ErrnoException {
        closed = true;
        ErrnoException failure = null;
        for (String name : List.copyOf(namespaces.keySet())) {
            try {
                remove(name);
            } catch (ErrnoException e) {
                failure = failure == null ? e : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** Removes what processes that are no more have left, and returns the names. */
    static List<String> removeLeftovers() throws ErrnoException {
        List<String> removed = new ArrayList<>();
        for (String name : NetworkNamespace.list()) {
            if (OwnName.isLeftover(name) && delete(name)) {
                removed.add(name);
            }
        }
        return removed;
    }

    /** Returns false if another run was faster. */
    private static boolean delete(String name) throws ErrnoException {
        try {
            NetworkNamespace.delete(name);
            return true;
        } catch (ErrnoException e) {
            if (e.is(Errno.ENOENT)) {
                return false;
            }
            throw e;
        }
    }
}
