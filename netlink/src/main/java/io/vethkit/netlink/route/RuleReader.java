package io.vethkit.netlink.route;

import static io.vethkit.linux.Socket.AF_INET;
import static io.vethkit.linux.Socket.AF_INET6;
import static io.vethkit.netlink.route.FibRules.FIB_RULE_INVERT;
import static io.vethkit.netlink.route.FibRules.FRA_DPORT_RANGE;
import static io.vethkit.netlink.route.FibRules.FRA_DST;
import static io.vethkit.netlink.route.FibRules.FRA_FWMARK;
import static io.vethkit.netlink.route.FibRules.FRA_FWMASK;
import static io.vethkit.netlink.route.FibRules.FRA_IIFNAME;
import static io.vethkit.netlink.route.FibRules.FRA_IP_PROTO;
import static io.vethkit.netlink.route.FibRules.FRA_OIFNAME;
import static io.vethkit.netlink.route.FibRules.FRA_PRIORITY;
import static io.vethkit.netlink.route.FibRules.FRA_PROTOCOL;
import static io.vethkit.netlink.route.FibRules.FRA_SPORT_RANGE;
import static io.vethkit.netlink.route.FibRules.FRA_SRC;
import static io.vethkit.netlink.route.FibRules.FRA_SUPPRESS_PREFIXLEN;
import static io.vethkit.netlink.route.FibRules.FRA_TABLE;

import io.vethkit.netlink.AttributeReader;
import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.MalformedMessageException;
import io.vethkit.netlink.MessageReader;
import io.vethkit.netlink.Prefix;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;

/**
 * Reads a rule where its message lies, without allocation.
 *
 * <p>Valid as long as the message is; not thread-safe.
 */
public final class RuleReader {
    private static final int PORT_RANGE = 4;

    private @Nullable ByteBuffer buffer;
    private boolean isV6;
    private int toLength;
    private int fromLength;
    private int table;
    private int action;
    private int flags;
    private int from;
    private int to;
    private int iif;
    private int iifLength;
    private int oif;
    private int oifLength;
    private int mark;
    private int mask;
    private boolean hasMask;
    private int ipProtocol;
    private int sourcePorts;
    private int destinationPorts;
    private int priority;
    private int suppressPrefixLength;
    private int protocol;

    /** A reader that stands nowhere. */
    public RuleReader() {}

    /** Tells whether {@code message} is a rule of IPv4 or IPv6, which is all this class reads. */
    static boolean reads(MessageReader message) throws MalformedMessageException {
        int family = message.u8(0);
        return message.type() == RtNetlink.RTM_NEWRULE && (family == AF_INET || family == AF_INET6);
    }

    /** Moves to the rule of {@code message}. */
    public RuleReader read(MessageReader message) throws MalformedMessageException {
        clear();
        int family = message.u8(0);
        if (family != AF_INET && family != AF_INET6) {
            throw new MalformedMessageException("a rule of family " + family);
        }
        isV6 = family == AF_INET6;
        toLength = message.u8(1);
        fromLength = message.u8(2);
        table = message.u8(4);
        action = message.u8(7);
        flags = message.u32(8);
        AttributeReader attributes = message.attributes(RuleCodec.HEADER);
        buffer = attributes.buffer();
        while (attributes.next()) {
            read(attributes);
        }
        if ((from == 0 && fromLength != 0) || (to == 0 && toLength != 0)) {
            throw new MalformedMessageException("a rule without the prefix it has a length of");
        }
        return this;
    }

    private void clear() {
        from = 0;
        to = 0;
        iif = 0;
        iifLength = 0;
        oif = 0;
        oifLength = 0;
        mark = 0;
        mask = 0;
        hasMask = false;
        ipProtocol = 0;
        sourcePorts = 0;
        destinationPorts = 0;
        priority = 0;
        suppressPrefixLength = -1;
        protocol = 0;
    }

    private void read(AttributeReader attribute) throws MalformedMessageException {
        switch (attribute.type()) {
            case FRA_DST -> to = Fields.addressAt(attribute, isV6);
            case FRA_SRC -> from = Fields.addressAt(attribute, isV6);
            case FRA_IIFNAME -> {
                iif = attribute.offset();
                iifLength = Fields.textLength(attribute);
            }
            case FRA_OIFNAME -> {
                oif = attribute.offset();
                oifLength = Fields.textLength(attribute);
            }
            case FRA_PRIORITY -> priority = attribute.u32();
            case FRA_FWMARK -> mark = attribute.u32();
            case FRA_FWMASK -> {
                mask = attribute.u32();
                hasMask = true;
            }
            case FRA_TABLE -> table = attribute.u32();
            case FRA_SUPPRESS_PREFIXLEN -> suppressPrefixLength = attribute.u32();
            case FRA_PROTOCOL -> protocol = attribute.u8();
            case FRA_IP_PROTO -> ipProtocol = attribute.u8();
            case FRA_SPORT_RANGE -> sourcePorts = portsAt(attribute);
            case FRA_DPORT_RANGE -> destinationPorts = portsAt(attribute);
            default -> {} // newer kernels send attributes we do not know
        }
    }

    private static int portsAt(AttributeReader attribute) throws MalformedMessageException {
        if (attribute.length() != PORT_RANGE) {
            throw new MalformedMessageException(
                    "a range of ports of " + attribute.length() + " bytes");
        }
        return attribute.offset();
    }

    /** Returns {@code AF_INET} or {@code AF_INET6}. */
    public int family() {
        return isV6 ? AF_INET6 : AF_INET;
    }

    /** Returns the number of the table, unsigned. */
    public int table() {
        return table;
    }

    /** Returns the place of the rule, unsigned. */
    public int priority() {
        return priority;
    }

    /** Returns who made the rule: one of {@code RTPROT_} or another number. */
    public int protocol() {
        return protocol;
    }

    /** Returns what was read as a value that lasts. */
    public Rule toRule() throws MalformedMessageException {
        ByteBuffer memory = Fields.memory(buffer);
        try {
            return new Rule(
                    family(),
                    prefix(memory, from, fromLength),
                    prefix(memory, to, toLength),
                    iifLength == 0 ? null : Fields.text(memory, iif, iifLength),
                    oifLength == 0 ? null : Fields.text(memory, oif, oifLength),
                    mark == 0 && mask == 0 ? null : new Mark(mark, hasMask ? mask : -1),
                    ipProtocol == 0 ? null : ipProtocol,
                    ports(memory, sourcePorts),
                    ports(memory, destinationPorts),
                    table,
                    priority,
                    suppressPrefixLength < 0 ? null : suppressPrefixLength,
                    protocol,
                    (flags & FIB_RULE_INVERT) != 0,
                    action);
        } catch (IllegalArgumentException e) {
            throw new MalformedMessageException("a rule: " + e.getMessage());
        }
    }

    private @Nullable Prefix prefix(ByteBuffer memory, int offset, int length) {
        IpAddress address = Fields.addressOrNull(memory, offset, isV6);
        return address == null ? null : new Prefix(address, length);
    }

    private static @Nullable PortRange ports(ByteBuffer memory, int offset) {
        if (offset == 0) {
            return null;
        }
        int first = Short.toUnsignedInt(memory.getShort(offset));
        int last = Short.toUnsignedInt(memory.getShort(offset + 2));
        return new PortRange(first, last);
    }
}
