package io.vethkit.it.netns;

import static io.vethkit.linux.Socket.SOL_SOCKET;
import static io.vethkit.linux.Socket.SO_NETNS_COOKIE;

import io.vethkit.linux.ErrnoException;
import io.vethkit.linux.Fd;
import io.vethkit.linux.Libc;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Asks sockets for their namespace. */
final class Cookies {
    private Cookies() {}

    static long of(Fd socket) throws ErrnoException {
        ByteBuffer cookie = ByteBuffer.allocateDirect(8).order(ByteOrder.nativeOrder());
        Libc.getsockopt(socket.number(), SOL_SOCKET, SO_NETNS_COOKIE, cookie);
        return cookie.getLong(0);
    }
}
