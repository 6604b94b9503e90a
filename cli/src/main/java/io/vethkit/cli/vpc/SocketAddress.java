package io.vethkit.cli.vpc;

import static io.vethkit.linux.Socket.AF_INET6;

import io.vethkit.netlink.IpAddress;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * An address and a port as system calls take them.
 *
 * <p>The JDK's own sockets do not serve: it decides once, by whether an interface of the namespace
 * it started in has an IPv6 address, whether there is IPv6 at all.
 *
 * <pre>{@code
 * struct sockaddr_in  { __u16 family; __be16 port; __be32 address; char pad[8]; };
 * struct sockaddr_in6 { __u16 family; __be16 port; __be32 flowinfo; __u8 address[16];
 *                       __u32 scope_id; };
 * }</pre>
 */
public final class SocketAddress {
    private static final int LENGTH = 16;
    private static final int LENGTH_V6 = 28;

    private SocketAddress() {}

    /** Returns it for bind(2) and connect(2). */
    public static ByteBuffer of(IpAddress address, int port) {
        return of(address, port, 0);
    }

    /** Returns it with the index of the link that a link-local address is on. */
    static ByteBuffer of(IpAddress address, int port, int scope) {
        ByteBuffer out = ByteBuffer.allocateDirect(address.isV6() ? LENGTH_V6 : LENGTH);
        out.order(ByteOrder.nativeOrder()).putShort(0, (short) address.family());
        if (address.isV6()) {
            out.putInt(24, scope);
        }
        out.order(ByteOrder.BIG_ENDIAN).putShort(2, (short) port);
        return address.isV6()
                ? out.putLong(8, address.high()).putLong(16, address.low())
                : out.putInt(4, (int) address.low());
    }

    /** Returns room for any. */
    public static ByteBuffer any() {
        return ByteBuffer.allocateDirect(LENGTH_V6);
    }

    /** Returns the address that a system call has left in {@code filled}. */
    public static IpAddress read(ByteBuffer filled) {
        boolean v6 = filled.order(ByteOrder.nativeOrder()).getShort(0) == AF_INET6;
        ByteBuffer in = filled.order(ByteOrder.BIG_ENDIAN);
        return v6 ? IpAddress.v6(in.getLong(8), in.getLong(16)) : IpAddress.v4(in.getInt(4));
    }
}
