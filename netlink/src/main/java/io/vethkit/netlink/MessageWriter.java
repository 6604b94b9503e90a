package io.vethkit.netlink;

import static io.vethkit.netlink.Netlink.NLA_F_NESTED;
import static io.vethkit.netlink.Netlink.align;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Writes netlink messages one behind the other into off-heap memory, without allocation for each
 * attribute.
 *
 * <p>Methods named {@code u8} to {@code u64} and {@code be16}, {@code be32} append a field of a
 * header; methods named {@code put…} append a whole attribute, padded to 4 bytes. Host byte order
 * unless the name says {@code Be}: big-endian. The memory grows as needed and belongs to the
 * writer. Not thread-safe.
 */
public final class MessageWriter {
    private static final int INITIAL_CAPACITY = 8 * 1024;
    private static final int ATTRIBUTE_HEADER = 4;
    private static final int MAX_ATTRIBUTE = 0xffff;

    private ByteBuffer buffer = allocate(INITIAL_CAPACITY);
    private int message;

    /** An empty writer. */
    public MessageWriter() {}

    private static ByteBuffer allocate(int capacity) {
        return ByteBuffer.allocateDirect(capacity).order(ByteOrder.nativeOrder());
    }

    /** Forgets everything written. */
    public MessageWriter clear() {
        buffer.clear();
        message = 0;
        return this;
    }

    /** Forgets what was written behind {@code position}, a former {@link #position()}. */
    public MessageWriter truncate(int position) {
        buffer.position(position);
        return this;
    }

    /** Returns the number of bytes written. */
    public int position() {
        return buffer.position();
    }

    /** Returns what was written, from 0 to the limit; valid until the next call that writes. */
    public ByteBuffer written() {
        return buffer.duplicate().order(ByteOrder.nativeOrder()).flip();
    }

    /** Starts a message: {@code struct nlmsghdr}, its length and port filled in later. */
    public MessageWriter begin(int type, int flags, int sequence) {
        message = buffer.position();
        return u32(0).u16(type).u16(flags).u32(sequence).u32(0);
    }

    /**
     * Ends the message that {@link #begin} started, with padding to 4 bytes behind it. Returns its
     * length, padding not counted.
     */
    public int end() {
        int length = buffer.position() - message;
        buffer.putInt(message, length);
        pad();
        return length;
    }

    /** Adds {@code flags} to those of the message that starts at {@code position}. */
    public void addFlags(int position, int flags) {
        buffer.putShort(position + 6, (short) (buffer.getShort(position + 6) | flags));
    }

    /** Appends the low byte. */
    public MessageWriter u8(int value) {
        ensure(1);
        buffer.put((byte) value);
        return this;
    }

    /** Appends the low 16 bits. */
    public MessageWriter u16(int value) {
        ensure(2);
        buffer.putShort((short) value);
        return this;
    }

    /** Appends 32 bits. */
    public MessageWriter u32(int value) {
        ensure(4);
        buffer.putInt(value);
        return this;
    }

    /** Appends 64 bits. */
    public MessageWriter u64(long value) {
        ensure(8);
        buffer.putLong(value);
        return this;
    }

    /** Appends the low 16 bits in network order. */
    public MessageWriter be16(int value) {
        return u8(value >>> 8).u8(value);
    }

    /** Appends 32 bits in network order. */
    public MessageWriter be32(int value) {
        return be16(value >>> 16).be16(value);
    }

    /** Appends 64 bits in network order. */
    public MessageWriter be64(long value) {
        return be32((int) (value >>> 32)).be32((int) value);
    }

    /** Appends the bytes as they are, without padding. */
    public MessageWriter bytes(byte[] value) {
        ensure(value.length);
        buffer.put(value);
        return this;
    }

    /** Appends {@code count} zero bytes. */
    public MessageWriter zeros(int count) {
        for (int i = 0; i < count; i++) {
            u8(0);
        }
        return this;
    }

    /** Appends an attribute without payload: a flag. */
    public MessageWriter putFlag(int type) {
        return header(type, 0);
    }

    /** Appends an attribute of one byte. */
    public MessageWriter putU8(int type, int value) {
        return header(type, 1).u8(value).pad();
    }

    /** Appends an attribute of 16 bits. */
    public MessageWriter putU16(int type, int value) {
        return header(type, 2).u16(value).pad();
    }

    /** Appends an attribute of 32 bits. */
    public MessageWriter putU32(int type, int value) {
        return header(type, 4).u32(value);
    }

    /** Appends an attribute of 64 bits. */
    public MessageWriter putU64(int type, long value) {
        return header(type, 8).u64(value);
    }

    /** Appends an attribute of 16 bits in network order. */
    public MessageWriter putBe16(int type, int value) {
        return header(type, 2).be16(value).pad();
    }

    /** Appends an attribute of 32 bits in network order. */
    public MessageWriter putBe32(int type, int value) {
        return header(type, 4).be32(value);
    }

    /** Appends an attribute of 64 bits in network order. */
    public MessageWriter putBe64(int type, long value) {
        return header(type, 8).be64(value);
    }

    /** Appends an attribute of these bytes. */
    public MessageWriter putBytes(int type, byte[] value) {
        return header(type, value.length).bytes(value).pad();
    }

    /**
     * Appends an attribute of that text in UTF-8, with a terminating NUL.
     *
     * @throws IllegalArgumentException if it holds a NUL, where the kernel would cut it
     */
    public MessageWriter putString(int type, String value) {
        if (value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a C string cannot hold NUL: '" + value + "'");
        }
        byte[] text = value.getBytes(StandardCharsets.UTF_8);
        return header(type, text.length + 1).bytes(text).u8(0).pad();
    }

    /** Appends an attribute of the address: 4 or 16 bytes in network order. */
    public MessageWriter putAddress(int type, IpAddress value) {
        return header(type, value.length()).address(value);
    }

    /** Appends the address: 4 or 16 bytes in network order. */
    public MessageWriter address(IpAddress value) {
        if (value.isV6()) {
            be64(value.high());
            return be64(value.low());
        }
        return be32((int) value.low());
    }

    /** Appends an attribute of the 6 bytes of the address. */
    public MessageWriter putMac(int type, MacAddress value) {
        long bits = value.bits();
        return header(type, 6).be16((int) (bits >>> 32)).be32((int) bits).pad();
    }

    /**
     * Starts an attribute that holds attributes, flagged {@code NLA_F_NESTED}.
     *
     * @return what {@link #endNested} takes
     */
    public int beginNested(int type) {
        return beginNestedUnflagged(type | NLA_F_NESTED);
    }

    /** As {@link #beginNested} without the flag, for the families that grew up without it. */
    public int beginNestedUnflagged(int type) {
        int start = buffer.position();
        header(type, 0);
        return start;
    }

    /**
     * Ends the attribute that {@code beginNested} started and returned, padded to 4 bytes.
     *
     * @throws IllegalStateException if it holds more than the 65535 bytes an attribute can
     */
    public MessageWriter endNested(int start) {
        int length = buffer.position() - start;
        if (length > MAX_ATTRIBUTE) {
            throw new IllegalStateException("a nested attribute of " + length + " bytes");
        }
        buffer.putShort(start, (short) length);
        return pad();
    }

    /** Sets the 16 bits at {@code position}, for lengths that are known later. */
    public void setU16(int position, int value) {
        buffer.putShort(position, (short) value);
    }

    private MessageWriter header(int type, int payload) {
        int length = ATTRIBUTE_HEADER + payload;
        if (length > MAX_ATTRIBUTE) {
            throw new IllegalArgumentException("an attribute of " + length + " bytes");
        }
        return u16(length).u16(type);
    }

    private MessageWriter pad() {
        return zeros(align(buffer.position()) - buffer.position());
    }

    private void ensure(int more) {
        if (buffer.remaining() < more) {
            ByteBuffer grown = allocate(Math.max(buffer.capacity() * 2, buffer.position() + more));
            buffer = grown.put(buffer.flip());
        }
    }
}
