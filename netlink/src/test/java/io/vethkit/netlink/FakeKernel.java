package io.vethkit.netlink;

import static io.vethkit.linux.Socket.AF_NETLINK;
import static io.vethkit.linux.Socket.SOCK_RAW;
import static io.vethkit.linux.Socket.SOL_SOCKET;
import static io.vethkit.linux.Socket.SO_RCVTIMEO;

import io.vethkit.linux.Errno;
import io.vethkit.linux.ErrnoException;
import io.vethkit.linux.Fd;
import io.vethkit.linux.Libc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A thread that answers the requests of a {@link NetlinkSocket} with bytes of the test's choice:
 * old kernels, and such as misbehave.
 *
 * <p>It is a socket of {@code NETLINK_USERSOCK}, where processes talk to each other; the client is
 * connected to it instead of port 0. Needs no root.
 */
final class FakeKernel implements AutoCloseable {
    static final int NETLINK_USERSOCK = 2;

    /** Returns the datagrams that answer a datagram of requests, whose first is at hand. */
    interface Script {
        List<MessageWriter> answer(MessageReader request) throws IOException;
    }

    private final Fd fd;
    private final NetlinkSocket client;
    private final Script script;
    private final Thread thread;
    private volatile boolean closed;
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();

    private FakeKernel(Script script) throws IOException {
        this.script = script;
        client = NetlinkSocket.open(NETLINK_USERSOCK);
        fd = Libc.socket(AF_NETLINK, SOCK_RAW, NETLINK_USERSOCK);
        Libc.bind(fd.number(), address(0));
        ByteBuffer own = address(0);
        Libc.getsockname(fd.number(), own);
        Libc.connect(client.fd().number(), own);
        patience(fd, 100);
        thread = Thread.ofPlatform().daemon().name("fake kernel").start(this::serve);
    }

    static FakeKernel answering(Script script) throws IOException {
        return new FakeKernel(script);
    }

    NetlinkSocket client() {
        return client;
    }

    private static ByteBuffer address(int port) {
        return ByteBuffer.allocateDirect(12)
                .order(ByteOrder.nativeOrder())
                .putShort(0, (short) AF_NETLINK)
                .putInt(4, port);
    }

    /** Sets how long a socket waits for an answer. */
    static void patience(Fd fd, int millis) throws ErrnoException {
        ByteBuffer timeval = ByteBuffer.allocateDirect(16).order(ByteOrder.nativeOrder());
        timeval.putLong(0, millis / 1000).putLong(8, millis % 1000 * 1000L);
        Libc.setsockopt(fd.number(), SOL_SOCKET, SO_RCVTIMEO, timeval);
    }

    private void serve() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(256 * 1024).order(ByteOrder.nativeOrder());
        ByteBuffer from = address(0);
        while (!closed) {
            try {
                int length = Libc.recvfrom(fd.number(), buffer.clear(), 0, from);
                MessageReader request = new MessageReader(buffer.limit(length));
                request.next();
                for (MessageWriter answer : script.answer(request)) {
                    Libc.sendto(fd.number(), answer.written(), 0, from);
                }
            } catch (ErrnoException e) {
                if (!e.is(Errno.EAGAIN)) {
                    failures.add(e);
                }
            } catch (IOException | RuntimeException | AssertionError e) {
                failures.add(e);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        fd.close();
        client.close();
        if (!failures.isEmpty()) {
            throw new AssertionError("the script failed", failures.getFirst());
        }
    }
}
