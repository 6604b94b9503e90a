package io.vethkit.cli.demo;

import static io.vethkit.linux.Socket.MSG_DONTWAIT;
import static io.vethkit.linux.Socket.SOCK_DGRAM;
import static io.vethkit.linux.Socket.SOL_SOCKET;
import static io.vethkit.linux.Socket.SO_RCVBUFFORCE;

import io.vethkit.linux.Errno;
import io.vethkit.linux.ErrnoException;
import io.vethkit.linux.Fd;
import io.vethkit.linux.Libc;
import io.vethkit.netlink.route.Link;
import io.vethkit.netns.NetworkNamespace;
import io.vethkit.routing.NamespaceHandle;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All devices of a namespace, as {@code tcpdump -i any} sees them, for openings of connections. */
final class Wiretap implements AutoCloseable {
    private static final int AF_PACKET = 17; // linux/socket.h
    private static final int ETH_P_ALL_BE = 0x0300; // linux/if_ether.h, in network order
    private static final int SOCKADDR_LL_LENGTH = 20;
    private static final int SLL_IFINDEX = 4;
    private static final int PACKET_LENGTH = 128;
    private static final int BUFFER = 1 << 20;
    private static final int TCP = 6;
    private static final int SYN_ACK = 0x12;
    private static final int SYN = 0x02;

    private final Fd socket;
    private final Map<Integer, String> devices = new HashMap<>();

    private Wiretap(Fd socket) {
        this.socket = socket;
    }

    /** Listens from now on; {@code names} are those of devices that have better ones here. */
    static Wiretap on(NetworkNamespace namespace, Map<String, String> names) throws IOException {
        Wiretap tap = new Wiretap(namespace.socket(AF_PACKET, SOCK_DGRAM, ETH_P_ALL_BE));
        Libc.setsockopt(tap.socket.number(), SOL_SOCKET, SO_RCVBUFFORCE, BUFFER);
        try (NamespaceHandle handle = NamespaceHandle.of(namespace)) {
            for (Link link : handle.links().list()) {
                if (link.index() != null) {
                    tap.devices.put(link.index(), names.getOrDefault(link.name(), link.name()));
                }
            }
        }
        return tap;
    }

    /** Returns the devices that requests for TCP connections to one of the ports have passed. */
    String way(int... ports) throws IOException {
        List<String> way = new ArrayList<>();
        ByteBuffer packet = ByteBuffer.allocateDirect(PACKET_LENGTH);
        ByteBuffer from = ByteBuffer.allocateDirect(SOCKADDR_LL_LENGTH);
        from.order(ByteOrder.nativeOrder());
        while (receive(packet, from)) {
            String device = devices.get(from.getInt(SLL_IFINDEX));
            if (device != null && isRequest(packet, ports) && !way.contains(device)) {
                way.add(device);
            }
        }
        return String.join(" ", way);
    }

    private boolean receive(ByteBuffer packet, ByteBuffer from) throws IOException {
        try {
            Libc.recvfrom(socket.number(), packet.clear(), MSG_DONTWAIT, from.clear());
            return true;
        } catch (ErrnoException e) {
            if (e.is(Errno.EAGAIN)) {
                return false;
            }
            throw e;
        }
    }

    private static boolean isRequest(ByteBuffer packet, int... ports) {
        boolean v6 = packet.get(0) >> 4 == 6;
        int tcp = v6 ? 40 : (packet.get(0) & 0xf) * 4;
        boolean isOpening =
                packet.get(v6 ? 6 : 9) == TCP && (packet.get(tcp + 13) & SYN_ACK) == SYN;
        int called = Short.toUnsignedInt(packet.getShort(tcp + 2));
        for (int port : ports) {
            if (isOpening && called == port) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        socket.close();
    }
}
