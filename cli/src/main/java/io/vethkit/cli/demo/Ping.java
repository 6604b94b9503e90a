package io.vethkit.cli.demo;

import static io.vethkit.linux.Socket.AF_INET;
import static io.vethkit.linux.Socket.SOCK_RAW;
import static io.vethkit.linux.Socket.SOL_SOCKET;
import static io.vethkit.linux.Socket.SO_RCVTIMEO;

import io.vethkit.linux.Errno;
import io.vethkit.linux.ErrnoException;
import io.vethkit.linux.Fd;
import io.vethkit.linux.Libc;
import io.vethkit.linux.SocketOpener;
import io.vethkit.netlink.IpAddress;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** An ICMP echo request and its answer, through a raw socket in a network namespace. */
final class Ping {
    private static final int IPPROTO_ICMP = 1;
    private static final int ECHO_REQUEST = 8;
    private static final int ECHO_REPLY = 0;
    private static final int ICMP_LENGTH = 64;
    private static final int MTU = 9001;

    private Ping() {}

    /**
     * Tells whether {@code to} answers within {@code timeoutMillis}.
     *
     * @throws IOException if the request cannot be sent
     */
    static boolean isAnswered(SocketOpener from, IpAddress to, int timeoutMillis)
            throws IOException {
        try (Fd socket = from.socket(AF_INET, SOCK_RAW, IPPROTO_ICMP)) {
            setTimeout(socket, timeoutMillis);
            // connected, it takes what comes from there alone
            Libc.connect(socket.number(), address(to));
            ByteBuffer request = echoRequest();
            Libc.sendto(socket.number(), request, 0, null);
            return awaitReply(socket, request, System.nanoTime() + timeoutMillis * 1_000_000L);
        }
    }

    private static void setTimeout(Fd socket, int millis) throws ErrnoException {
        ByteBuffer timeval = direct(16);
        timeval.putLong(0, millis / 1000).putLong(8, millis % 1000 * 1000L);
        Libc.setsockopt(socket.number(), SOL_SOCKET, SO_RCVTIMEO, timeval);
    }

    private static ByteBuffer address(IpAddress to) {
        ByteBuffer sockaddr = direct(16).putShort(0, (short) AF_INET);
        sockaddr.order(ByteOrder.BIG_ENDIAN).putInt(4, (int) to.low());
        return sockaddr;
    }

    private static ByteBuffer direct(int size) {
        return ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
    }

    private static ByteBuffer echoRequest() {
        ByteBuffer icmp = ByteBuffer.allocateDirect(ICMP_LENGTH);
        icmp.put(0, (byte) ECHO_REQUEST);
        icmp.putLong(4, System.nanoTime()); // identifier, sequence number and data, for the match
        icmp.putShort(2, checksum(icmp));
        return icmp;
    }

    /** RFC 1071. */
    private static short checksum(ByteBuffer icmp) {
        int sum = 0;
        for (int i = 0; i < ICMP_LENGTH; i += 2) {
            sum += Short.toUnsignedInt(icmp.getShort(i));
        }
        sum = (sum >>> 16) + (sum & 0xffff);
        return (short) ~(sum + (sum >>> 16));
    }

    private static boolean awaitReply(Fd socket, ByteBuffer request, long deadline)
            throws IOException {
        ByteBuffer packet = ByteBuffer.allocateDirect(MTU);
        do {
            try {
                int length = Libc.recvfrom(socket.number(), packet, 0, null);
                int icmp = (packet.get(0) & 0xf) * 4;
                if (length >= icmp + 12
                        && packet.get(icmp) == ECHO_REPLY
                        && packet.getLong(icmp + 4) == request.getLong(4)) {
                    return true;
                }
            } catch (ErrnoException e) {
                if (e.is(Errno.EHOSTUNREACH) || e.is(Errno.ENETUNREACH) || e.is(Errno.EAGAIN)) {
                    return false;
                }
                throw e;
            }
        } while (System.nanoTime() < deadline);
        return false;
    }
}
