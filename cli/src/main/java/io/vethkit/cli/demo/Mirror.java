package io.vethkit.cli.demo;

import static io.vethkit.linux.Socket.SOCK_NONBLOCK;
import static io.vethkit.linux.Socket.SOCK_STREAM;
import static io.vethkit.linux.Socket.SOL_SOCKET;
import static io.vethkit.linux.Socket.SO_REUSEADDR;

import io.vethkit.cli.vpc.SocketAddress;
import io.vethkit.linux.Errno;
import io.vethkit.linux.ErrnoException;
import io.vethkit.linux.Fd;
import io.vethkit.linux.Libc;
import io.vethkit.linux.PollSet;
import io.vethkit.netlink.IpAddress;
import io.vethkit.netns.NetworkNamespace;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A TCP server in a network namespace, of both families, that tells each caller who it is and what
 * address it sees the caller at.
 */
final class Mirror implements AutoCloseable {
    private static final int IPPROTO_IPV6 = 41; // linux/in.h
    private static final int IPV6_V6ONLY = 26; // linux/in6.h
    private static final int BACKLOG = 16;

    private final String name;
    private final List<Fd> listeners = new ArrayList<>();
    private final Fd end;
    private final Thread thread;

    private Mirror(String name) throws ErrnoException {
        this.name = name;
        this.end = Libc.eventfd(0);
        this.thread = Thread.ofPlatform().daemon().name("mirror " + name).unstarted(this::serve);
    }

    /** Starts a server that calls itself {@code name}. */
    static Mirror start(String name, NetworkNamespace namespace, int port) throws IOException {
        Mirror mirror = new Mirror(name);
        boolean started = false;
        try {
            mirror.listen(namespace, IpAddress.ANY_V4, port);
            mirror.listen(namespace, IpAddress.ANY_V6, port);
            mirror.thread.start();
            started = true;
            return mirror;
        } finally {
            if (!started) {
                mirror.release();
            }
        }
    }

    private void listen(NetworkNamespace namespace, IpAddress any, int port) throws IOException {
        Fd listener;
        try {
            listener = namespace.socket(any.family(), SOCK_STREAM | SOCK_NONBLOCK, 0);
        } catch (ErrnoException e) {
            if (e.is(Errno.EAFNOSUPPORT)) {
                return; // a kernel without IPv6
            }
            throw e;
        }
        listeners.add(listener);
        Libc.setsockopt(listener.number(), SOL_SOCKET, SO_REUSEADDR, 1);
        if (any.isV6()) {
            Libc.setsockopt(listener.number(), IPPROTO_IPV6, IPV6_V6ONLY, 1);
        }
        Libc.bind(listener.number(), SocketAddress.of(any, port));
        Libc.listen(listener.number(), BACKLOG);
    }

    private void serve() {
        PollSet polled = new PollSet();
        int ended = polled.add(end);
        int first = ended + 1;
        listeners.forEach(polled::add);
        try {
            while (true) {
                boolean any = polled.await(-1);
                if (any && polled.isReady(ended)) {
                    return;
                }
                for (int i = 0; any && i < listeners.size(); i++) {
                    if (polled.isReady(first + i)) {
                        answer(listeners.get(i));
                    }
                }
            }
        } catch (ErrnoException e) {
            System.err.println("the server " + name + " stops: " + e.getMessage());
        }
    }

    private void answer(Fd listener) {
        ByteBuffer address = SocketAddress.any();
        try (Fd caller = Libc.accept4(listener.number(), address)) {
            String text = name + " " + SocketAddress.read(address);
            byte[] told = text.getBytes(StandardCharsets.US_ASCII);
            Libc.write(caller.number(), ByteBuffer.allocateDirect(told.length).put(told).flip());
        } catch (ErrnoException e) {
            // the caller's loss, who notices
        }
    }

    @Override
    public void close() throws IOException {
        try {
            ByteBuffer one = ByteBuffer.allocateDirect(Long.BYTES).order(ByteOrder.nativeOrder());
            Libc.write(end.number(), one.putLong(0, 1));
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("waiting for the server " + name);
        } finally {
            release();
        }
    }

    private void release() {
        listeners.forEach(Fd::close);
        end.close();
    }
}
