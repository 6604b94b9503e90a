package io.vethkit.netlink.route;

import static io.vethkit.linux.Socket.AF_INET;
import static io.vethkit.linux.Socket.AF_INET6;
import static io.vethkit.netlink.route.Neighbor.NDA_DST;
import static io.vethkit.netlink.route.Neighbor.NDA_LLADDR;

import io.vethkit.netlink.AttributeReader;
import io.vethkit.netlink.MacAddress;
import io.vethkit.netlink.MalformedMessageException;
import io.vethkit.netlink.MessageReader;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;

/**
 * Reads a neighbour where its message lies, without allocation.
 *
 * <p>Valid as long as the message is; not thread-safe.
 */
public final class NeighbourReader {
    private static final int MAC_LENGTH = 6;

    private @Nullable ByteBuffer buffer;
    private boolean isV6;
    private int device;
    private int state;
    private int flags;
    private int address;
    private int mac;

    /** A reader that stands nowhere. */
    public NeighbourReader() {}

    /** Tells whether {@code message} is a neighbour of IPv4 or IPv6. */
    static boolean reads(MessageReader message) throws MalformedMessageException {
        int family = message.u8(0);
        return message.type() == RtNetlink.RTM_NEWNEIGH
                && (family == AF_INET || family == AF_INET6);
    }

    /** Moves to the neighbour of {@code message}. */
    public NeighbourReader read(MessageReader message) throws MalformedMessageException {
        address = 0;
        mac = 0;
        int family = message.u8(0);
        if (family != AF_INET && family != AF_INET6) {
            throw new MalformedMessageException("a neighbour of family " + family);
        }
        isV6 = family == AF_INET6;
        device = message.u32(4);
        state = message.u16(8);
        flags = message.u8(10);
        AttributeReader attributes = message.attributes(NeighbourCodec.HEADER);
        buffer = attributes.buffer();
        while (attributes.next()) {
            if (attributes.type() == NDA_DST) {
                address = Fields.addressAt(attributes, isV6);
            } else if (attributes.type() == NDA_LLADDR) {
                mac = attributes.length() == MAC_LENGTH ? attributes.offset() : 0;
            }
        }
        if (address == 0) {
            throw new MalformedMessageException("a neighbour without NDA_DST");
        }
        return this;
    }

    /** Returns {@code AF_INET} or {@code AF_INET6}. */
    public int family() {
        return isV6 ? AF_INET6 : AF_INET;
    }

    /** Returns the index of the link. */
    public int device() {
        return device;
    }

    /** Returns the state, of {@code NUD_}. */
    public int state() {
        return state;
    }

    /** Returns the flags of {@code NTF_}. */
    public int flags() {
        return flags;
    }

    /** Returns what was read as a value that lasts. */
    public Neighbour toNeighbour() throws MalformedMessageException {
        ByteBuffer memory = Fields.memory(buffer);
        try {
            return new Neighbour(
                    Fields.address(memory, address, isV6),
                    device,
                    mac == 0 ? null : new MacAddress(Fields.mac(memory, mac)),
                    state,
                    flags);
        } catch (IllegalArgumentException e) {
            throw new MalformedMessageException("a neighbour: " + e.getMessage());
        }
    }
}
