package io.vethkit.cli.vpc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vethkit.netlink.IpAddress;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.HexFormat;

class SocketAddressTest {
    // struct sockaddr_in on a little-endian machine
    private static final String V4 = "0200" + "1f90" + "c6336407" + "0000000000000000";

    // struct sockaddr_in6
    private static final String V6 =
            "0a00" + "1f90" + "00000000" + "20010db8000000000000000000000007" + "00000000";

    private static String hex(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(buffer.position(), bytes);
        return HexFormat.of().formatHex(bytes);
    }

    @Test
    void isWhatTheKernelTakes() {
        assertEquals(V4, hex(SocketAddress.of(IpAddress.parse("198.51.100.7"), 8080)));
        assertEquals(V6, hex(SocketAddress.of(IpAddress.parse("2001:db8::7"), 8080)));
        assertEquals(
                V6.replaceFirst("00000000$", "05000000"),
                hex(SocketAddress.of(IpAddress.parse("2001:db8::7"), 8080, 5)));
    }

    @Test
    void isReadBack() {
        for (String text : new String[] {"198.51.100.7", "2001:db8::7"}) {
            ByteBuffer filled = SocketAddress.any();
            filled.put(SocketAddress.of(IpAddress.parse(text), 8080));

            assertEquals(text, SocketAddress.read(filled).toString());
        }
    }
}
