package io.vethkit.netlink;

import static io.vethkit.linux.Socket.AF_NETLINK;
import static io.vethkit.linux.Socket.MSG_DONTWAIT;
import static io.vethkit.linux.Socket.MSG_TRUNC;
import static io.vethkit.linux.Socket.SOCK_RAW;
import static io.vethkit.linux.Socket.SOL_NETLINK;
import static io.vethkit.linux.Socket.SOL_SOCKET;
import static io.vethkit.linux.Socket.SO_RCVBUF;
import static io.vethkit.linux.Socket.SO_RCVBUFFORCE;
import static io.vethkit.netlink.Netlink.NETLINK_ADD_MEMBERSHIP;
import static io.vethkit.netlink.Netlink.NLMSG_MIN_TYPE;

import io.vethkit.linux.Errno;
import io.vethkit.linux.ErrnoException;
import io.vethkit.linux.Fd;
import io.vethkit.linux.Libc;
import io.vethkit.linux.PollSet;
import io.vethkit.linux.SocketOpener;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A netlink socket that listens to multicast groups: what the kernel says has changed.
 *
 * <p>It hears of the network namespace it was opened in, and sleeps in poll(2) until something is
 * said. One thread receives; {@link #wake} is for any. Join the groups before reading what is
 * there, so that nothing falls between.
 */
public final class Monitor implements AutoCloseable {
    /** How much the socket holds, in bytes, unless one says otherwise: some 10 000 events. */
    public static final int RECEIVE_BUFFER = 8 * 1024 * 1024;

    private static final int RECEIVE_CAPACITY = 64 * 1024;

    private final Fd socket;
    private final Fd wake;
    private final PollSet polled = new PollSet();
    private final int events;
    private final int wakes;
    private final ByteBuffer count = allocate(Long.BYTES);
    private ByteBuffer received = allocate(RECEIVE_CAPACITY);
    private MessageReader reader = new MessageReader(received);
    private boolean closed;

    private Monitor(Fd socket, Fd wake) {
        this.socket = socket;
        this.wake = wake;
        this.events = polled.add(socket);
        this.wakes = polled.add(wake);
    }

    /**
     * Opens a monitor of {@code protocol} in the namespace of {@code opener}, in no group yet.
     *
     * @param protocol {@code NETLINK_ROUTE} or another of netlink.h
     * @return a monitor, which the caller closes
     */
    public static Monitor open(int protocol, SocketOpener opener) throws ErrnoException {
        return open(protocol, opener, RECEIVE_BUFFER);
    }

    /** As {@link #open(int, SocketOpener)}, with a receive buffer of that many bytes. */
    public static Monitor open(int protocol, SocketOpener opener, int receiveBuffer)
            throws ErrnoException {
        Fd socket = opener.socket(AF_NETLINK, SOCK_RAW, protocol);
        Fd wake = null;
        boolean open = false;
        try {
            setUp(socket, receiveBuffer);
            wake = Libc.eventfd(0);
            open = true;
            return new Monitor(socket, wake);
        } finally {
            if (!open) {
                socket.close();
                if (wake != null) {
                    wake.close();
                }
            }
        }
    }

    private static void setUp(Fd socket, int receiveBuffer) throws ErrnoException {
        // Connected to port 0, the kernel, it takes no message addressed to it by anybody else.
        ByteBuffer kernel = allocate(12).putShort(0, (short) AF_NETLINK);
        Libc.connect(socket.number(), kernel);
        try {
            Libc.setsockopt(socket.number(), SOL_SOCKET, SO_RCVBUFFORCE, receiveBuffer);
        } catch (ErrnoException e) {
            if (!e.is(Errno.EPERM)) {
                throw e;
            }
            Libc.setsockopt(socket.number(), SOL_SOCKET, SO_RCVBUF, receiveBuffer);
        }
    }

    private static ByteBuffer allocate(int capacity) {
        return ByteBuffer.allocateDirect(capacity).order(ByteOrder.nativeOrder());
    }

    /**
     * Joins a group; joining again is harmless.
     *
     * @param group a number of {@code RTNLGRP_} or {@code NFNLGRP_}
     * @throws ErrnoException {@code EINVAL} if the kernel has no such group
     */
    public void join(int group) throws ErrnoException {
        Libc.setsockopt(socket.number(), SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, group);
    }

    /**
     * Has {@link #receive} return also when {@code other}, which stays the caller's, is readable.
     */
    public void wakeFor(Fd other) {
        polled.add(other);
    }

    /**
     * Waits for events, and shows {@code listener} all that are there.
     *
     * @param timeoutMillis negative waits for ever, 0 not at all
     * @return false if there were none: the time is over, or somebody woke it
     */
    public boolean receive(MonitorListener listener, int timeoutMillis)
            throws ErrnoException, MalformedMessageException {
        if (!polled.await(timeoutMillis)) {
            return false;
        }
        if (polled.isReady(wakes)) {
            forgetWakes();
        }
        return polled.isReady(events) && showAll(listener);
    }

    private void forgetWakes() throws ErrnoException {
        try {
            Libc.read(wake.number(), count);
        } catch (ErrnoException e) {
            if (!e.is(Errno.EAGAIN)) {
                throw e;
            }
        }
    }

    private boolean showAll(MonitorListener listener)
            throws ErrnoException, MalformedMessageException {
        boolean any = false;
        while (show(listener)) {
            any = true;
        }
        return any;
    }

    private boolean show(MonitorListener listener)
            throws ErrnoException, MalformedMessageException {
        int length;
        try {
            length = Libc.recvfrom(socket.number(), received, MSG_DONTWAIT | MSG_TRUNC, null);
        } catch (ErrnoException e) {
            if (e.is(Errno.ENOBUFS)) {
                listener.lost();
                return true;
            }
            if (e.is(Errno.EAGAIN)) {
                return false;
            }
            throw e;
        }
        if (length > received.capacity()) {
            received = allocate(Math.max(length, 2 * received.capacity()));
            reader = new MessageReader(received);
            listener.lost();
            return true;
        }
        reader.reset(length);
        while (reader.next()) {
            if (reader.type() >= NLMSG_MIN_TYPE) {
                listener.event(reader);
            }
        }
        return true;
    }

    /** Has {@link #receive}, now or the next time, return at once. Any thread may call. */
    public synchronized void wake() {
        if (closed) {
            return;
        }
        try {
            ByteBuffer one = allocate(Long.BYTES).putLong(0, 1);
            Libc.write(wake.number(), one);
        } catch (ErrnoException e) {
            assert e.is(Errno.EAGAIN) : e; // it is awake
        }
    }

    /** Closes the socket. The receiving thread must have returned: {@link #wake} it before. */
    @Override
    public synchronized void close() {
        closed = true;
        socket.close();
        wake.close();
    }
}
