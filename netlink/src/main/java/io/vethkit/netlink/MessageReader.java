package io.vethkit.netlink;

import static io.vethkit.netlink.Netlink.NLMSG_HDRLEN;
import static io.vethkit.netlink.Netlink.align;

import java.nio.ByteBuffer;

/**
 * Walks the messages of a received datagram in place and without allocation.
 *
 * <p>Valid until the socket receives again. Not thread-safe.
 */
public final class MessageReader {
    private final ByteBuffer buffer;
    private final AttributeReader attributes;
    private int message;
    private int length;
    private int next;
    private int limit;

    /** The messages of {@code buffer}, which is in host order, from 0 to its limit. */
    public MessageReader(ByteBuffer buffer) {
        this.buffer = buffer;
        this.attributes = new AttributeReader(buffer, 0, 0);
        reset(buffer.limit());
    }

    void reset(int received) {
        message = 0;
        length = 0;
        next = 0;
        limit = received;
    }

    /** Moves to the next message. Returns false at the end of the datagram. */
    public boolean next() throws MalformedMessageException {
        int left = limit - next;
        if (left <= 0) {
            return false;
        }
        int whole = left < NLMSG_HDRLEN ? 0 : buffer.getInt(next);
        if (whole < NLMSG_HDRLEN || whole > left) {
            throw new MalformedMessageException(
                    "a message of " + whole + " bytes where " + left + " are left");
        }
        message = next;
        length = whole - NLMSG_HDRLEN;
        next += align(whole);
        return true;
    }

    /** Returns {@code nlmsg_type}. */
    public int type() {
        return Short.toUnsignedInt(buffer.getShort(message + 4));
    }

    /** Returns {@code nlmsg_flags}. */
    public int flags() {
        return Short.toUnsignedInt(buffer.getShort(message + 6));
    }

    /** Returns {@code nlmsg_seq}. */
    public int sequence() {
        return buffer.getInt(message + 8);
    }

    /** Returns {@code nlmsg_pid}, unsigned. */
    public int portId() {
        return buffer.getInt(message + 12);
    }

    /** Returns the number of bytes behind {@code struct nlmsghdr}. */
    public int length() {
        return length;
    }

    /** Returns the byte at {@code offset} of the payload, unsigned. */
    public int u8(int offset) throws MalformedMessageException {
        return Byte.toUnsignedInt(buffer.get(at(offset, 1)));
    }

    /** Returns the 16 bits at {@code offset} of the payload, unsigned. */
    public int u16(int offset) throws MalformedMessageException {
        return Short.toUnsignedInt(buffer.getShort(at(offset, 2)));
    }

    /** Returns the 32 bits at {@code offset} of the payload. */
    public int u32(int offset) throws MalformedMessageException {
        return buffer.getInt(at(offset, 4));
    }

    /**
     * Returns the attributes behind a family header of {@code header} bytes: the same flyweight for
     * each message of this reader.
     */
    public AttributeReader attributes(int header) throws MalformedMessageException {
        at(0, header);
        int payload = message + NLMSG_HDRLEN;
        return attributes.reset(payload + align(header), payload + length);
    }

    private int at(int offset, int size) throws MalformedMessageException {
        if (offset < 0 || size < 0 || offset > length - size) {
            throw new MalformedMessageException(
                    "message " + type() + " ends at " + length + " bytes");
        }
        return message + NLMSG_HDRLEN + offset;
    }
}
