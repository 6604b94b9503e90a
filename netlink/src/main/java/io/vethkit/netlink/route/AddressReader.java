package io.vethkit.netlink.route;

import static io.vethkit.linux.Socket.AF_INET;
import static io.vethkit.linux.Socket.AF_INET6;
import static io.vethkit.netlink.route.IfAddr.IFA_ADDRESS;
import static io.vethkit.netlink.route.IfAddr.IFA_BROADCAST;
import static io.vethkit.netlink.route.IfAddr.IFA_FLAGS;
import static io.vethkit.netlink.route.IfAddr.IFA_LABEL;
import static io.vethkit.netlink.route.IfAddr.IFA_LOCAL;

import io.vethkit.netlink.AttributeReader;
import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.MalformedMessageException;
import io.vethkit.netlink.MessageReader;
import io.vethkit.netlink.Prefix;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;

/**
 * Reads an address where its message lies, without allocation.
 *
 * <p>Valid as long as the message is; not thread-safe.
 */
public final class AddressReader {
    private @Nullable ByteBuffer buffer;
    private boolean isV6;
    private int length;
    private int flags;
    private int scope;
    private int device;
    private int local;
    private int address;
    private int broadcast;
    private int label;
    private int labelLength;

    /** A reader that stands nowhere. */
    public AddressReader() {}

    /** Tells whether {@code message} is an address of IPv4 or IPv6. */
    static boolean reads(MessageReader message) throws MalformedMessageException {
        int family = message.u8(0);
        return message.type() == RtNetlink.RTM_NEWADDR && (family == AF_INET || family == AF_INET6);
    }

    /** Moves to the address of {@code message}. */
    public AddressReader read(MessageReader message) throws MalformedMessageException {
        local = 0;
        address = 0;
        broadcast = 0;
        label = 0;
        labelLength = 0;
        int family = message.u8(0);
        if (family != AF_INET && family != AF_INET6) {
            throw new MalformedMessageException("an address of family " + family);
        }
        isV6 = family == AF_INET6;
        length = message.u8(1);
        flags = message.u8(2);
        scope = message.u8(3);
        device = message.u32(4);
        AttributeReader attributes = message.attributes(AddressCodec.HEADER);
        buffer = attributes.buffer();
        while (attributes.next()) {
            read(attributes);
        }
        if (local == 0 && address == 0) {
            throw new MalformedMessageException("an address without IFA_LOCAL and IFA_ADDRESS");
        }
        return this;
    }

    private void read(AttributeReader attribute) throws MalformedMessageException {
        switch (attribute.type()) {
            case IFA_LOCAL -> local = Fields.addressAt(attribute, isV6);
            case IFA_ADDRESS -> address = Fields.addressAt(attribute, isV6);
            case IFA_BROADCAST -> broadcast = Fields.addressAt(attribute, isV6);
            case IFA_LABEL -> {
                label = attribute.offset();
                labelLength = Fields.textLength(attribute);
            }
            case IFA_FLAGS -> flags = attribute.u32();
            default -> {} // newer kernels send attributes we do not know
        }
    }

    /** Returns {@code AF_INET} or {@code AF_INET6}. */
    public int family() {
        return isV6 ? AF_INET6 : AF_INET;
    }

    /** Returns the index of the link. */
    public int device() {
        return device;
    }

    /** Returns the length of the subnet's prefix. */
    public int prefixLength() {
        return length;
    }

    /** Returns the flags of {@code IFA_F_}. */
    public int flags() {
        return flags;
    }

    /** Returns what was read as a value that lasts. */
    public Address toAddress() throws MalformedMessageException {
        ByteBuffer memory = Fields.memory(buffer);
        try {
            IpAddress own = Fields.address(memory, local == 0 ? address : local, isV6);
            IpAddress other = Fields.addressOrNull(memory, address, isV6);
            return new Address(
                    new Prefix(own, length),
                    device,
                    scope,
                    own.equals(other) ? null : other,
                    Fields.addressOrNull(memory, broadcast, isV6),
                    labelLength == 0 ? null : Fields.text(memory, label, labelLength),
                    flags);
        } catch (IllegalArgumentException e) {
            throw new MalformedMessageException("an address: " + e.getMessage());
        }
    }
}
