package io.vethkit.netlink.route;

import static io.vethkit.linux.Socket.AF_INET;
import static io.vethkit.linux.Socket.AF_INET6;
import static io.vethkit.netlink.route.RtNetlink.RTAX_ADVMSS;
import static io.vethkit.netlink.route.RtNetlink.RTAX_MTU;
import static io.vethkit.netlink.route.RtNetlink.RTA_DST;
import static io.vethkit.netlink.route.RtNetlink.RTA_GATEWAY;
import static io.vethkit.netlink.route.RtNetlink.RTA_METRICS;
import static io.vethkit.netlink.route.RtNetlink.RTA_MULTIPATH;
import static io.vethkit.netlink.route.RtNetlink.RTA_OIF;
import static io.vethkit.netlink.route.RtNetlink.RTA_PREFSRC;
import static io.vethkit.netlink.route.RtNetlink.RTA_PRIORITY;
import static io.vethkit.netlink.route.RtNetlink.RTA_TABLE;
import static io.vethkit.netlink.route.RtNetlink.RTA_VIA;
import static io.vethkit.netlink.route.RtNetlink.RTNH_F_ONLINK;

import io.vethkit.netlink.AttributeReader;
import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.MalformedMessageException;
import io.vethkit.netlink.MessageReader;
import io.vethkit.netlink.Prefix;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a route where its message lies, without allocation.
 *
 * <p>Valid as long as the message is; not thread-safe.
 */
public final class RouteReader {
    private static final int NEXT_HOP_HEADER = 8;
    private static final int VIA_HEADER = 2;

    private @Nullable ByteBuffer buffer;
    private @Nullable AttributeReader inner;
    private boolean isV6;
    private int length;
    private int table;
    private int protocol;
    private int scope;
    private int type;
    private int flags;
    private int device;
    private int priority;
    private boolean hasPriority;
    private int destination;
    private int gateway;
    private boolean gatewayIsV6;
    private int source;
    private int mtu;
    private int advmss;
    private int hops;
    private int hopsLength;

    /** A reader that stands nowhere. */
    public RouteReader() {}

    /** Tells whether {@code message} is a route of IPv4 or IPv6, which is all this class reads. */
    static boolean reads(MessageReader message) throws MalformedMessageException {
        int family = message.u8(0);
        return message.type() == RtNetlink.RTM_NEWROUTE
                && (family == AF_INET || family == AF_INET6);
    }

    /** Moves to the route of {@code message}. */
    public RouteReader read(MessageReader message) throws MalformedMessageException {
        clear();
        int family = message.u8(0);
        if (family != AF_INET && family != AF_INET6) {
            throw new MalformedMessageException("a route of family " + family);
        }
        isV6 = family == AF_INET6;
        length = message.u8(1);
        table = message.u8(4);
        protocol = message.u8(5);
        scope = message.u8(6);
        type = message.u8(7);
        flags = message.u32(8);
        AttributeReader attributes = message.attributes(RouteCodec.HEADER);
        buffer = attributes.buffer();
        while (attributes.next()) {
            read(attributes);
        }
        if (destination == 0 && length != 0) {
            throw new MalformedMessageException("a route without RTA_DST to a /" + length);
        }
        return this;
    }

    private void clear() {
        device = 0;
        priority = 0;
        hasPriority = false;
        destination = 0;
        gateway = 0;
        gatewayIsV6 = false;
        source = 0;
        mtu = 0;
        advmss = 0;
        hops = 0;
        hopsLength = 0;
    }

    private void read(AttributeReader attribute) throws MalformedMessageException {
        switch (attribute.type()) {
            case RTA_DST -> destination = Fields.addressAt(attribute, isV6);
            case RTA_OIF -> device = attribute.u32();
            case RTA_GATEWAY -> {
                gateway = Fields.addressAt(attribute, isV6);
                gatewayIsV6 = isV6;
            }
            case RTA_VIA -> readVia(attribute);
            case RTA_PREFSRC -> source = Fields.addressAt(attribute, isV6);
            case RTA_PRIORITY -> {
                priority = attribute.u32();
                hasPriority = true;
            }
            case RTA_TABLE -> table = attribute.u32();
            case RTA_METRICS -> readMetrics(attribute);
            case RTA_MULTIPATH -> {
                hops = attribute.offset();
                hopsLength = attribute.length();
            }
            default -> {} // newer kernels send attributes we do not know
        }
    }

    private void readVia(AttributeReader via) throws MalformedMessageException {
        gatewayIsV6 = viaIsV6(via);
        gateway = via.offset() + VIA_HEADER;
    }

    private static boolean viaIsV6(AttributeReader via) throws MalformedMessageException {
        int size = via.length() - VIA_HEADER;
        if (size != 4 && size != 16) {
            throw new MalformedMessageException("RTA_VIA of " + via.length() + " bytes");
        }
        return size == 16;
    }

    private void readMetrics(AttributeReader metrics) throws MalformedMessageException {
        AttributeReader reader = inner == null ? metrics.nested() : metrics.nested(inner);
        inner = reader;
        while (reader.next()) {
            switch (reader.type()) {
                case RTAX_MTU -> mtu = reader.u32();
                case RTAX_ADVMSS -> advmss = reader.u32();
                default -> {} // the others are not for those who set up networks
            }
        }
    }

    /** Returns {@code AF_INET} or {@code AF_INET6}. */
    public int family() {
        return isV6 ? AF_INET6 : AF_INET;
    }

    /** Returns the length of the destination's prefix. */
    public int prefixLength() {
        return length;
    }

    /** Returns the bits of an IPv4 destination, 0 for the default route. */
    public int destinationV4() {
        return destination == 0 || isV6 ? 0 : Fields.v4(memory(), destination);
    }

    /** Returns the first 8 bytes of an IPv6 destination, 0 for the default route. */
    public long destinationHigh() {
        return destination == 0 || !isV6 ? 0 : Fields.high(memory(), destination);
    }

    /** Returns the last 8 bytes of an IPv6 destination, 0 for the default route. */
    public long destinationLow() {
        return destination == 0 || !isV6 ? 0 : Fields.high(memory(), destination + 8);
    }

    /** Returns the number of the table, unsigned. */
    public int table() {
        return table;
    }

    /** Returns who made the route: one of {@code RTPROT_} or another number. */
    public int protocol() {
        return protocol;
    }

    /** Returns the scope, one of {@code RT_SCOPE_}. */
    public int scope() {
        return scope;
    }

    /** Returns the type, one of {@code RTN_}. */
    public int type() {
        return type;
    }

    /** Returns the index of the link, or 0. */
    public int device() {
        return device;
    }

    /** Returns the metric, unsigned, 0 if there is none. */
    public int priority() {
        return priority;
    }

    /** Tells whether the filter lets the route through. */
    boolean matches(@Nullable RouteFilter filter) {
        if (filter == null) {
            return true;
        }
        return matches(filter.table(), table)
                && matches(filter.protocol(), protocol)
                && matches(filter.type(), type)
                && matchesDevice(filter.device())
                && (flags & RtNetlink.RTM_F_CLONED) == 0;
    }

    private boolean matchesDevice(@Nullable Integer wanted) {
        if (wanted == null || hopsLength == 0) {
            return matches(wanted, device);
        }
        ByteBuffer memory = memory();
        int end = hops + hopsLength;
        int at = hops;
        while (end - at >= NEXT_HOP_HEADER) {
            if (memory.getInt(at + 4) == wanted) {
                return true;
            }
            at += Math.max(Short.toUnsignedInt(memory.getShort(at)), NEXT_HOP_HEADER) + 3 & ~3;
        }
        return false;
    }

    private static boolean matches(@Nullable Integer wanted, int value) {
        return wanted == null || wanted == value;
    }

    /** Returns what was read as a value that lasts. */
    public Route toRoute() throws MalformedMessageException {
        ByteBuffer memory = memory();
        try {
            return new Route(
                    new Prefix(destination(memory), length),
                    Fields.addressOrNull(memory, gateway, gatewayIsV6),
                    device == 0 ? null : device,
                    table,
                    protocol,
                    scope,
                    type,
                    Fields.addressOrNull(memory, source, isV6),
                    hasPriority ? priority : null,
                    (flags & RTNH_F_ONLINK) != 0,
                    nextHops(memory),
                    metrics());
        } catch (IllegalArgumentException e) {
            throw new MalformedMessageException("a route: " + e.getMessage());
        }
    }

    /** Returns the destination as a value that lasts. */
    Prefix destination() {
        return new Prefix(destination(memory()), length);
    }

    private IpAddress destination(ByteBuffer memory) {
        if (destination == 0) {
            return isV6 ? IpAddress.ANY_V6 : IpAddress.ANY_V4;
        }
        return Fields.address(memory, destination, isV6);
    }

    private RouteMetrics metrics() {
        if (mtu <= 0 && advmss <= 0) {
            return RouteMetrics.NONE;
        }
        return new RouteMetrics(mtu <= 0 ? null : mtu, advmss <= 0 ? null : advmss);
    }

    private List<NextHop> nextHops(ByteBuffer memory) throws MalformedMessageException {
        if (hopsLength == 0) {
            return List.of();
        }
        List<NextHop> read = new ArrayList<>();
        int at = hops;
        int left = hopsLength;
        while (left >= NEXT_HOP_HEADER) {
            int size = Short.toUnsignedInt(memory.getShort(at));
            if (size < NEXT_HOP_HEADER || size > left) {
                throw new MalformedMessageException(
                        "a next hop of " + size + " bytes where " + left + " are left");
            }
            read.add(nextHop(memory, at, size));
            int padded = (size + 3) & ~3;
            at += padded;
            left -= padded;
        }
        return read;
    }

    private NextHop nextHop(ByteBuffer memory, int at, int size) throws MalformedMessageException {
        int hopFlags = memory.get(at + 2);
        int weight = Byte.toUnsignedInt(memory.get(at + 3)) + 1;
        int index = memory.getInt(at + 4);
        IpAddress via = null;
        AttributeReader attributes = new AttributeReader(memory, at + NEXT_HOP_HEADER, at + size);
        while (attributes.next()) {
            if (attributes.type() == RTA_GATEWAY) {
                via = Fields.address(memory, Fields.addressAt(attributes, isV6), isV6);
            } else if (attributes.type() == RTA_VIA) {
                boolean viaV6 = viaIsV6(attributes);
                via = Fields.address(memory, attributes.offset() + VIA_HEADER, viaV6);
            }
        }
        boolean onLink = (hopFlags & RTNH_F_ONLINK) != 0;
        return new NextHop(via, index == 0 ? null : index, weight, onLink);
    }

    private ByteBuffer memory() {
        return Fields.memory(buffer);
    }
}
