package io.vethkit.cli.demo;

import static io.vethkit.linux.Poll.POLLIN;
import static io.vethkit.linux.Poll.POLLOUT;
import static io.vethkit.linux.Socket.SOCK_NONBLOCK;
import static io.vethkit.linux.Socket.SOCK_STREAM;
import static io.vethkit.linux.Socket.SOL_SOCKET;
import static io.vethkit.linux.Socket.SO_ERROR;

import io.vethkit.cli.vpc.SocketAddress;
import io.vethkit.linux.Errno;
import io.vethkit.linux.ErrnoException;
import io.vethkit.linux.Fd;
import io.vethkit.linux.Libc;
import io.vethkit.linux.PollSet;
import io.vethkit.netlink.IpAddress;
import io.vethkit.netns.NetworkNamespace;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** A call of a {@link Mirror}, and what it told. */
record Call(String server, String caller) {
    private static final int CAPACITY = 256;
    private static final long NANOS_PER_MILLI = 1_000_000;

    /**
     * Calls a server from the address {@code client}.
     *
     * @throws IOException if there is no answer
     */
    static Call of(
            NetworkNamespace from, IpAddress client, IpAddress server, int port, int timeoutMillis)
            throws IOException {
        long end = System.nanoTime() + timeoutMillis * NANOS_PER_MILLI;
        try (Fd socket = from.socket(client.family(), SOCK_STREAM | SOCK_NONBLOCK, 0)) {
            Libc.bind(socket.number(), SocketAddress.of(client, 0));
            connect(socket, SocketAddress.of(server, port), end);
            return parse(read(socket, end));
        }
    }

    private static void connect(Fd socket, ByteBuffer server, long end) throws ErrnoException {
        try {
            Libc.connect(socket.number(), server);
        } catch (ErrnoException e) {
            if (!e.is(Errno.EINPROGRESS)) {
                throw e;
            }
        }
        await(socket, POLLOUT, end, "connect");
        ByteBuffer error = ByteBuffer.allocateDirect(Integer.BYTES).order(ByteOrder.nativeOrder());
        Libc.getsockopt(socket.number(), SOL_SOCKET, SO_ERROR, error);
        if (error.getInt(0) != 0) {
            throw new ErrnoException("connect", error.getInt(0));
        }
    }

    private static String read(Fd socket, long end) throws ErrnoException {
        ByteBuffer told = ByteBuffer.allocateDirect(CAPACITY);
        int length;
        do {
            await(socket, POLLIN, end, "read");
            length = Libc.read(socket.number(), told);
            told.position(told.position() + length);
        } while (length > 0);
        return StandardCharsets.US_ASCII.decode(told.flip()).toString();
    }

    private static void await(Fd socket, int event, long end, String operation)
            throws ErrnoException {
        PollSet polled = new PollSet();
        polled.add(socket, event);
        long left = end - System.nanoTime();
        while (!polled.await((int) Math.max(0, (left + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI))) {
            left = end - System.nanoTime();
            if (left <= 0) {
                throw new ErrnoException(operation, Errno.ETIMEDOUT.number());
            }
        }
    }

    private static Call parse(String told) throws IOException {
        int space = told.lastIndexOf(' ');
        if (space < 0) {
            throw new IOException("connected, but told nothing");
        }
        return new Call(told.substring(0, space), told.substring(space + 1));
    }
}
