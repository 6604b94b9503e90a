package io.vethkit.netlink;

import static io.vethkit.netlink.Netlink.NLA_TYPE_MASK;
import static io.vethkit.netlink.Netlink.align;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Walks the attributes of a message once, in place and without allocation: a flyweight that is
 * moved with {@link #next()} and read at where it stands.
 *
 * <pre>{@code
 * while (attributes.next()) {
 *     switch (attributes.type()) {
 *         case RTA_TABLE -> table = attributes.u32();
 *         default -> {} // newer kernels send attributes we do not know
 *     }
 * }
 * }</pre>
 *
 * <p>Values of a wrong size throw {@link MalformedMessageException}. Valid as long as the message
 * is; not thread-safe.
 */
public final class AttributeReader {
    private static final int HEADER = 4;

    private final ByteBuffer buffer;
    private int next;
    private int limit;
    private int type;
    private int payload;
    private int length;

    /** The attributes that lie in {@code buffer} (host order) from {@code from} to {@code to}. */
    public AttributeReader(ByteBuffer buffer, int from, int to) {
        this.buffer = buffer;
        reset(from, to);
    }

    AttributeReader reset(int from, int to) {
        next = from;
        limit = to;
        return this;
    }

    /** Moves to the next attribute. Returns false at the end. */
    public boolean next() throws MalformedMessageException {
        if (limit - next < HEADER) {
            if (next < limit && align(next) < limit) {
                throw new MalformedMessageException((limit - next) + " bytes behind attributes");
            }
            return false;
        }
        int header = buffer.getInt(next);
        int size = LITTLE_ENDIAN ? header & 0xffff : header >>> 16;
        if (size < HEADER || size > limit - next) {
            throw new MalformedMessageException(
                    "an attribute of " + size + " bytes where " + (limit - next) + " are left");
        }
        type = (LITTLE_ENDIAN ? header >>> 16 : header) & NLA_TYPE_MASK;
        payload = next + HEADER;
        length = size - HEADER;
        next += align(size);
        return true;
    }

    /** Returns the type without its flags. */
    public int type() {
        return type;
    }

    /** Returns the number of bytes of the payload, padding not counted. */
    public int length() {
        return length;
    }

    /** Returns the 8 bits, unsigned. */
    public int u8() throws MalformedMessageException {
        require(1);
        return Byte.toUnsignedInt(buffer.get(payload));
    }

    /** Returns the 16 bits, unsigned. */
    public int u16() throws MalformedMessageException {
        require(2);
        return Short.toUnsignedInt(buffer.getShort(payload));
    }

    /** Returns the 32 bits. */
    public int u32() throws MalformedMessageException {
        require(4);
        return buffer.getInt(payload);
    }

    /** Returns the 64 bits. */
    public long u64() throws MalformedMessageException {
        require(8);
        return buffer.getLong(payload);
    }

    /** Returns the 16 bits, which are in network order, unsigned. */
    public int be16() throws MalformedMessageException {
        require(2);
        return Short.toUnsignedInt(fromBig(buffer.getShort(payload)));
    }

    /** Returns the 32 bits, which are in network order. */
    public int be32() throws MalformedMessageException {
        require(4);
        return fromBig(buffer.getInt(payload));
    }

    /** Returns the 64 bits, which are in network order. */
    public long be64() throws MalformedMessageException {
        require(8);
        return fromBig(buffer.getLong(payload));
    }

    /** Returns the address: 4 or 16 bytes in network order. */
    public IpAddress address() throws MalformedMessageException {
        if (length == 4) {
            return IpAddress.v4(be32());
        }
        require(16);
        return IpAddress.v6(fromBig(buffer.getLong(payload)), fromBig(buffer.getLong(payload + 8)));
    }

    /** Returns the hardware address of 6 bytes. */
    public MacAddress mac() throws MalformedMessageException {
        require(6);
        long high = Short.toUnsignedLong(fromBig(buffer.getShort(payload)));
        long low = Integer.toUnsignedLong(fromBig(buffer.getInt(payload + 2)));
        return new MacAddress(high << 32 | low);
    }

    /** Returns the text up to its NUL or the end. */
    public String string() {
        int end = 0;
        while (end < length && buffer.get(payload + end) != 0) {
            end++;
        }
        byte[] text = new byte[end];
        buffer.get(payload, text);
        return new String(text, StandardCharsets.UTF_8);
    }

    /** Returns a copy of the payload. */
    public byte[] bytes() {
        byte[] copy = new byte[length];
        buffer.get(payload, copy);
        return copy;
    }

    /** Returns a new reader of the attributes inside this one. */
    public AttributeReader nested() {
        return new AttributeReader(buffer, payload, payload + length);
    }

    /** Moves {@code inner} to the attributes inside this one, so that none need be allocated. */
    public AttributeReader nested(AttributeReader inner) {
        return inner.reset(payload, payload + length);
    }

    /**
     * Returns a new reader of the attributes that follow a struct of {@code header} bytes inside.
     */
    public AttributeReader nestedBehind(int header) throws MalformedMessageException {
        if (length < header) {
            throw new MalformedMessageException(
                    "attribute " + type + " has " + length + " bytes, less than " + header);
        }
        return new AttributeReader(buffer, payload + align(header), payload + length);
    }

    /** Returns the memory of the whole datagram, in host order; {@link #offset()} says where. */
    public ByteBuffer buffer() {
        return buffer;
    }

    /** Returns where in {@link #buffer()} the payload starts. */
    public int offset() {
        return payload;
    }

    private void require(int size) throws MalformedMessageException {
        if (length != size) {
            throw new MalformedMessageException(
                    "attribute " + type + " has " + length + " bytes instead of " + size);
        }
    }

    private static short fromBig(short value) {
        return LITTLE_ENDIAN ? Short.reverseBytes(value) : value;
    }

    private static int fromBig(int value) {
        return LITTLE_ENDIAN ? Integer.reverseBytes(value) : value;
    }

    private static long fromBig(long value) {
        return LITTLE_ENDIAN ? Long.reverseBytes(value) : value;
    }

    private static final boolean LITTLE_ENDIAN = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
}
