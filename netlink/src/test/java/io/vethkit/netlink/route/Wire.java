package io.vethkit.netlink.route;

import static io.vethkit.netlink.Netlink.NLM_F_REQUEST;

import io.vethkit.netlink.MalformedMessageException;
import io.vethkit.netlink.MessageReader;
import io.vethkit.netlink.MessageWriter;
import io.vethkit.netlink.Request;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Messages as bytes. */
final class Wire {
    private Wire() {}

    static byte[] encode(Request request, int flags) {
        MessageWriter out = new MessageWriter();
        out.begin(request.type(), request.flags() | NLM_F_REQUEST | flags, 0);
        request.encode(out);
        out.end();
        ByteBuffer written = out.written();
        byte[] message = new byte[written.remaining()];
        written.get(message);
        return message;
    }

    static int type(byte[] message) {
        return ByteBuffer.wrap(message).order(ByteOrder.nativeOrder()).getShort(4);
    }

    static int flags(byte[] message) {
        return ByteBuffer.wrap(message).order(ByteOrder.nativeOrder()).getShort(6);
    }

    /** Returns a reader that stands on the message. */
    static MessageReader read(byte[] message) throws MalformedMessageException {
        ByteBuffer memory = ByteBuffer.allocateDirect(message.length);
        memory.put(message).flip();
        MessageReader reader = new MessageReader(memory.order(ByteOrder.nativeOrder()));
        if (!reader.next()) {
            throw new MalformedMessageException("no message");
        }
        return reader;
    }

    static Link link(byte[] message) throws MalformedMessageException {
        return new LinkReader().read(read(message)).toLink();
    }

    static Address address(byte[] message) throws MalformedMessageException {
        return new AddressReader().read(read(message)).toAddress();
    }

    static Neighbour neighbour(byte[] message) throws MalformedMessageException {
        return new NeighbourReader().read(read(message)).toNeighbour();
    }

    static Route route(byte[] message) throws MalformedMessageException {
        return new RouteReader().read(read(message)).toRoute();
    }

    static Rule rule(byte[] message) throws MalformedMessageException {
        return new RuleReader().read(read(message)).toRule();
    }
}
