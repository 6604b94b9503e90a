package io.vethkit.netlink.route;

import static io.vethkit.linux.Socket.AF_INET;
import static io.vethkit.linux.Socket.AF_INET6;

import io.vethkit.netlink.Prefix;

import org.jspecify.annotations.Nullable;

/**
 * A policy routing rule: which packets are routed by which table.
 *
 * @param family {@code AF_INET} or {@code AF_INET6}
 * @param from the sources it selects; null selects all
 * @param to the destinations it selects; null selects all
 * @param iif the name of the link packets come in by, {@code lo} for the host's own; null for any
 * @param oif the name of the link their socket is bound to; null for any
 * @param mark the firewall mark they have; null for any
 * @param ipProtocol the number of their transport protocol; null for any (Linux 4.17)
 * @param sourcePorts their source ports; null for any (Linux 4.17)
 * @param destinationPorts their destination ports; null for any (Linux 4.17)
 * @param table the number of the table that is looked up, unsigned
 * @param priority its place, unsigned, lowest first; null for the kernel's choice
 * @param suppressPrefixLength routes of no longer prefixes are passed over; null for none
 * @param protocol who made it: one of {@code RTPROT_} or a number of one's own; 0 is not said, and
 *     any in a deletion
 * @param inverted whether it selects all other packets
 * @param action one of {@code FR_ACT_}
 */
public record Rule(
        int family,
        @Nullable Prefix from,
        @Nullable Prefix to,
        @Nullable String iif,
        @Nullable String oif,
        @Nullable Mark mark,
        @Nullable Integer ipProtocol,
        @Nullable PortRange sourcePorts,
        @Nullable PortRange destinationPorts,
        int table,
        @Nullable Integer priority,
        @Nullable Integer suppressPrefixLength,
        int protocol,
        boolean inverted,
        int action) {
    /** Checks names and ranges, and that the prefixes are of the family. */
    public Rule {
        from = from == null || from.length() == 0 ? null : from;
        to = to == null || to.length() == 0 ? null : to;
        mark = mark == null || (mark.value() | mark.mask()) == 0 ? null : mark;
        if (family != AF_INET && family != AF_INET6) {
            throw new IllegalArgumentException("address family " + family);
        }
        if (from != null && from.address().family() != family) {
            throw new IllegalArgumentException("from " + from + " in family " + family);
        }
        if (to != null && to.address().family() != family) {
            throw new IllegalArgumentException("to " + to + " in family " + family);
        }
        if (iif != null) {
            InterfaceName.checkSelector(iif);
        }
        if (oif != null) {
            InterfaceName.checkSelector(oif);
        }
        if (ipProtocol != null && (ipProtocol < 1 || ipProtocol > 255)) {
            throw new IllegalArgumentException("IP protocol " + ipProtocol);
        }
        if ((protocol | action) >>> 8 != 0) {
            throw new IllegalArgumentException("protocol " + protocol + " or action " + action);
        }
        if (suppressPrefixLength != null && suppressPrefixLength < 0) {
            throw new IllegalArgumentException("suppressed length " + suppressPrefixLength);
        }
    }

    /** Returns the rule that has {@code table} looked up for all packets, made by nobody known. */
    public static Rule lookup(int family, int table, int priority) {
        return new Rule(
                family,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                table,
                priority,
                null,
                RtNetlink.RTPROT_UNSPEC,
                false,
                FibRules.FR_ACT_TO_TBL);
    }

    /** Returns the rule for these sources. */
    public Rule from(Prefix value) {
        return select(value, to, iif, oif, mark, ipProtocol, sourcePorts, destinationPorts);
    }

    /** Returns the rule for these destinations. */
    public Rule to(Prefix value) {
        return select(from, value, iif, oif, mark, ipProtocol, sourcePorts, destinationPorts);
    }

    /** Returns the rule for packets that come in by the link of that name. */
    public Rule iif(String value) {
        return select(from, to, value, oif, mark, ipProtocol, sourcePorts, destinationPorts);
    }

    /** Returns the rule for packets of sockets bound to the link of that name. */
    public Rule oif(String value) {
        return select(from, to, iif, value, mark, ipProtocol, sourcePorts, destinationPorts);
    }

    /** Returns the rule for packets with that firewall mark. */
    public Rule mark(int value, int mask) {
        Mark marked = new Mark(value, mask);
        return select(from, to, iif, oif, marked, ipProtocol, sourcePorts, destinationPorts);
    }

    /** Returns the rule for packets of that transport protocol. */
    public Rule ipProtocol(int value) {
        return select(from, to, iif, oif, mark, value, sourcePorts, destinationPorts);
    }

    /** Returns the rule for packets from these ports. */
    public Rule sourcePorts(PortRange value) {
        return select(from, to, iif, oif, mark, ipProtocol, value, destinationPorts);
    }

    /** Returns the rule for packets to these ports. */
    public Rule destinationPorts(PortRange value) {
        return select(from, to, iif, oif, mark, ipProtocol, sourcePorts, value);
    }

    private Rule select(
            @Nullable Prefix newFrom,
            @Nullable Prefix newTo,
            @Nullable String newIif,
            @Nullable String newOif,
            @Nullable Mark newMark,
            @Nullable Integer newIpProtocol,
            @Nullable PortRange newSourcePorts,
            @Nullable PortRange newDestinationPorts) {
        return new Rule(
                family,
                newFrom,
                newTo,
                newIif,
                newOif,
                newMark,
                newIpProtocol,
                newSourcePorts,
                newDestinationPorts,
                table,
                priority,
                suppressPrefixLength,
                protocol,
                inverted,
                action);
    }

    /** Returns the rule that has that table looked up. */
    public Rule table(int value) {
        return act(value, priority, suppressPrefixLength, protocol, inverted, action);
    }

    /** Returns the rule at that place. */
    public Rule priority(int value) {
        return act(table, value, suppressPrefixLength, protocol, inverted, action);
    }

    /** Returns the rule that passes over routes of that prefix length and shorter. */
    public Rule suppressPrefixLength(int value) {
        return act(table, priority, value, protocol, inverted, action);
    }

    /** Returns the rule with that maker. */
    public Rule protocol(int value) {
        return act(table, priority, suppressPrefixLength, value, inverted, action);
    }

    /** Returns the rule for all packets but the selected ones. */
    public Rule not() {
        return act(table, priority, suppressPrefixLength, protocol, true, action);
    }

    /** Returns the rule with that action. */
    public Rule action(int value) {
        return act(table, priority, suppressPrefixLength, protocol, inverted, value);
    }

    private Rule act(
            int newTable,
            @Nullable Integer newPriority,
            @Nullable Integer newSuppressPrefixLength,
            int newProtocol,
            boolean newInverted,
            int newAction) {
        return new Rule(
                family,
                from,
                to,
                iif,
                oif,
                mark,
                ipProtocol,
                sourcePorts,
                destinationPorts,
                newTable,
                newPriority,
                newSuppressPrefixLength,
                newProtocol,
                newInverted,
                newAction);
    }

    /**
     * Returns the arguments of {@code ip rule}: {@code from 10.0.1.7/32 table 2 priority 1536},
     * with {@code -6} in front for IPv6.
     */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(64);
        text.append(family == AF_INET6 ? "-6 " : "").append(inverted ? "not " : "");
        text.append("from ").append(from == null ? "all" : from);
        Text.append(text, " to ", to);
        Text.append(text, " fwmark ", mark);
        Text.append(text, " iif ", iif);
        Text.append(text, " oif ", oif);
        Text.append(text, " ipproto ", ipProtocol);
        Text.append(text, " sport ", sourcePorts);
        Text.append(text, " dport ", destinationPorts);
        appendAction(text);
        Text.append(text, " suppress_prefixlength ", suppressPrefixLength);
        Text.appendUnsigned(text, " priority ", priority);
        if (protocol != RtNetlink.RTPROT_UNSPEC) {
            text.append(" proto ").append(protocol);
        }
        return text.toString();
    }

    private void appendAction(StringBuilder text) {
        switch (action) {
            case FibRules.FR_ACT_TO_TBL ->
                    text.append(" table ").append(Integer.toUnsignedString(table));
            case FibRules.FR_ACT_BLACKHOLE -> text.append(" blackhole");
            case FibRules.FR_ACT_UNREACHABLE -> text.append(" unreachable");
            case FibRules.FR_ACT_PROHIBIT -> text.append(" prohibit");
            case FibRules.FR_ACT_NOP -> text.append(" nop");
            default -> text.append(" action ").append(action);
        }
    }
}
