package io.vethkit.iptables;

import static io.vethkit.netlink.Netlink.NLM_F_REQUEST;

import io.vethkit.netlink.MessageReader;
import io.vethkit.netlink.MessageWriter;
import io.vethkit.netlink.Request;
import io.vethkit.netlink.testing.GoldenFile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Commands as bytes, and bytes as messages. */
final class Encoding {
    private Encoding() {}

    static byte[] bytes(Request request) {
        MessageWriter out = new MessageWriter();
        out.begin(request.type(), request.flags() | NLM_F_REQUEST, 0);
        request.encode(out);
        byte[] bytes = new byte[out.end()];
        out.written().get(bytes);
        return bytes;
    }

    /** Returns a reader that stands on the message. */
    static MessageReader message(byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(bytes.length).order(ByteOrder.nativeOrder());
        MessageReader reader = new MessageReader(buffer.put(bytes).flip());
        reader.next();
        return reader;
    }

    /** Returns the {@code NFT_MSG_…} of a message. */
    static int type(byte[] message) {
        return message[4];
    }

    static void assertSends(String golden, int message, Request request) {
        byte[] expected = GoldenFile.read(golden).request(10 << 8 | message);
        GoldenFile.assertSameMessage(expected, bytes(request));
    }
}
