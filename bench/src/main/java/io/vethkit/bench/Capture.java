package io.vethkit.bench;

import static io.vethkit.linux.Socket.AF_NETLINK;
import static io.vethkit.linux.Socket.SOCK_RAW;
import static io.vethkit.linux.Socket.SOL_NETLINK;

import io.vethkit.linux.Fd;
import io.vethkit.linux.Libc;
import io.vethkit.linux.SocketOpener;
import io.vethkit.netlink.MessageReader;
import io.vethkit.netlink.MessageWriter;
import io.vethkit.netlink.Request;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The datagrams of a dump, one behind the other as the kernel sent them. */
final class Capture {
    // include/uapi/linux/netlink.h
    private static final int NLM_F_REQUEST_DUMP = 0x301;
    private static final int NLMSG_DONE = 3;
    private static final int NETLINK_GET_STRICT_CHK = 12;
    private static final int MESSAGE_HEADER = 16;
    private static final int CAPACITY = 16 << 20;

    private Capture() {}

    /** Returns the messages of the answer to {@code request} but the last, which ends it. */
    static ByteBuffer of(Request request, SocketOpener namespace) throws IOException {
        ByteBuffer captured = ByteBuffer.allocateDirect(CAPACITY).order(ByteOrder.nativeOrder());
        try (Fd socket = namespace.socket(AF_NETLINK, SOCK_RAW, 0)) {
            Libc.setsockopt(socket.number(), SOL_NETLINK, NETLINK_GET_STRICT_CHK, 1);
            MessageWriter out = new MessageWriter();
            out.begin(request.type(), request.flags() | NLM_F_REQUEST_DUMP, 1);
            request.encode(out);
            out.end();
            Libc.sendto(socket.number(), out.written(), 0, null);
            int end = 0;
            int last = -1;
            while (last < 0) {
                captured.position(end);
                int start = end;
                end += Libc.recvfrom(socket.number(), captured, 0, null);
                last = indexOfLast(captured, start, end);
            }
            return captured.limit(last).position(0);
        }
    }

    private static int indexOfLast(ByteBuffer captured, int start, int end) throws IOException {
        ByteBuffer datagram = captured.slice(start, end - start).order(ByteOrder.nativeOrder());
        MessageReader reader = new MessageReader(datagram);
        int at = start;
        while (reader.next()) {
            if (reader.type() <= NLMSG_DONE) {
                return at;
            }
            at += MESSAGE_HEADER + reader.length() + 3 & ~3;
        }
        return -1;
    }
}
