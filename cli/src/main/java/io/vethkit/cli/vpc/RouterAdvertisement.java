package io.vethkit.cli.vpc;

import static io.vethkit.linux.Socket.AF_INET6;
import static io.vethkit.linux.Socket.SOCK_RAW;

import io.vethkit.linux.Fd;
import io.vethkit.linux.Libc;
import io.vethkit.linux.SocketOpener;
import io.vethkit.netlink.IpAddress;

import java.io.IOException;
import java.nio.ByteBuffer;

/** What a subnet's router tells in IPv6: that it is one (RFC 4861). */
public final class RouterAdvertisement {
    private static final int IPPROTO_ICMPV6 = 58; // linux/in6.h
    private static final int SOL_IPV6 = 41;
    private static final int IPV6_MULTICAST_HOPS = 18;
    private static final int HOPS = 255; // receivers insist
    private static final int TYPE = 134;
    private static final short LIFETIME_SECONDS = 9000;
    private static final IpAddress ALL_NODES = IpAddress.parse("ff02::1");
    private static final IpAddress ROUTER = IpAddress.parse("fe80:ec2::1");

    private RouterAdvertisement() {}

    /** Sends one to all that listen on the link of that index. */
    public static void send(SocketOpener router, int link) throws IOException {
        try (Fd socket = router.socket(AF_INET6, SOCK_RAW, IPPROTO_ICMPV6)) {
            Libc.setsockopt(socket.number(), SOL_IPV6, IPV6_MULTICAST_HOPS, HOPS);
            Libc.bind(socket.number(), SocketAddress.of(ROUTER, 0, link));
            ByteBuffer message = ByteBuffer.allocateDirect(16); // the kernel adds the checksum
            message.put(0, (byte) TYPE).putShort(6, LIFETIME_SECONDS);
            Libc.sendto(socket.number(), message, 0, SocketAddress.of(ALL_NODES, 0, link));
        }
    }
}
