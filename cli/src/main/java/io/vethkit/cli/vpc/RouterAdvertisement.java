package io.vethkit.cli.vpc;

import static io.vethkit.linux.Socket.AF_INET6;
import static io.vethkit.linux.Socket.SOCK_RAW;

import io.vethkit.linux.Fd;
import io.vethkit.linux.Libc;
import io.vethkit.linux.SocketOpener;
import io.vethkit.netlink.IpAddress;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** What a subnet's router tells in IPv6: that it is one (RFC 4861). */
public final class RouterAdvertisement {
    private static final int IPPROTO_ICMPV6 = 58; // linux/in6.h
    private static final int SOL_IPV6 = 41;
    private static final int IPV6_MULTICAST_HOPS = 18;
    private static final int HOPS = 255; // receivers insist
    private static final int TYPE = 134;
    private static final short LIFETIME_SECONDS = 9000;
    private static final int SOCKADDR_IN6_LENGTH = 28;
    private static final IpAddress ALL_NODES = IpAddress.parse("ff02::1");
    private static final IpAddress ROUTER = IpAddress.parse("fe80:ec2::1");

    private RouterAdvertisement() {}

    /** Sends one to all that listen on the link of that index. */
    public static void send(SocketOpener router, int link) throws IOException {
        try (Fd socket = router.socket(AF_INET6, SOCK_RAW, IPPROTO_ICMPV6)) {
            Libc.setsockopt(socket.number(), SOL_IPV6, IPV6_MULTICAST_HOPS, HOPS);
            Libc.bind(socket.number(), address(ROUTER, link));
            ByteBuffer message = ByteBuffer.allocateDirect(16); // the kernel adds the checksum
            message.put(0, (byte) TYPE).putShort(6, LIFETIME_SECONDS);
            Libc.sendto(socket.number(), message, 0, address(ALL_NODES, link));
        }
    }

    /** {@code struct sockaddr_in6}. */
    private static ByteBuffer address(IpAddress address, int link) {
        ByteBuffer sockaddr = ByteBuffer.allocateDirect(SOCKADDR_IN6_LENGTH);
        sockaddr.order(ByteOrder.nativeOrder()).putShort(0, (short) AF_INET6).putInt(24, link);
        sockaddr.order(ByteOrder.BIG_ENDIAN);
        return sockaddr.putLong(8, address.high()).putLong(16, address.low());
    }
}
