package io.vethkit.netlink.route;

import static io.vethkit.linux.Socket.AF_UNSPEC;
import static io.vethkit.netlink.route.IfLink.IFLA_IFNAME;
import static io.vethkit.netlink.route.RtNetlink.*;

import io.vethkit.netlink.AttributeReader;
import io.vethkit.netlink.MalformedMessageException;
import io.vethkit.netlink.MessageReader;
import io.vethkit.netlink.Prefix;

/**
 * Reads what a message of rtnetlink's multicast groups is about: not what has become of it, but
 * where to look.
 *
 * <pre>{@code
 * struct netconfmsg {                      // include/uapi/linux/netconf.h
 *     __u8 ncm_family;
 * };                                       // then attributes NETCONFA_*
 * }</pre>
 *
 * <p>A flyweight: valid as long as the message is; not thread-safe.
 */
public final class RouteEvent {
    /** Kinds of objects. */
    public enum Kind {
        LINK,
        ADDRESS,
        ROUTE,
        RULE,
        NEIGHBOUR,
        NEXT_HOP,
        /** Sysctls of a link, or of all, that have to do with forwarding. */
        NETCONF,
        OTHER
    }

    /** {@link #device} of what concerns the sysctls of all links. */
    public static final int ALL = -1;

    /** {@link #device} of what concerns those of links to come. */
    public static final int DEFAULT = -2;

    private static final int NETCONF_HEADER = 1;
    private static final int NETCONFA_IFINDEX = 1; // include/uapi/linux/netconf.h

    private final RouteReader route = new RouteReader();
    private Kind kind = Kind.OTHER;
    private int family;
    private int device;
    private String name = "";

    /** An event that stands nowhere. */
    public RouteEvent() {}

    /** Moves to the event of {@code message}. */
    public RouteEvent read(MessageReader message) throws MalformedMessageException {
        kind = kind(message.type());
        device = 0;
        name = "";
        family = message.length() == 0 ? AF_UNSPEC : message.u8(0);
        switch (kind) {
            case LINK -> readLink(message);
            case ADDRESS, NEIGHBOUR -> device = message.u32(4);
            case ROUTE -> readRoute(message);
            case NETCONF -> device = attribute(message, NETCONF_HEADER, NETCONFA_IFINDEX);
            case RULE, NEXT_HOP, OTHER -> {} // said all
        }
        return this;
    }

    private static Kind kind(int type) {
        return switch (type) {
            case RTM_NEWLINK, RTM_DELLINK -> Kind.LINK;
            case RTM_NEWADDR, RTM_DELADDR -> Kind.ADDRESS;
            case RTM_NEWROUTE, RTM_DELROUTE -> Kind.ROUTE;
            case RTM_NEWRULE, RTM_DELRULE -> Kind.RULE;
            case RTM_NEWNEIGH, RTM_DELNEIGH -> Kind.NEIGHBOUR;
            case RTM_NEWNEXTHOP, RTM_DELNEXTHOP -> Kind.NEXT_HOP;
            case RTM_NEWNETCONF, RTM_DELNETCONF -> Kind.NETCONF;
            default -> Kind.OTHER;
        };
    }

    private void readLink(MessageReader message) throws MalformedMessageException {
        device = message.u32(4);
        AttributeReader attributes = message.attributes(LinkCodec.HEADER);
        while (attributes.next()) {
            if (attributes.type() == IFLA_IFNAME) {
                name = attributes.string();
                return;
            }
        }
    }

    private void readRoute(MessageReader message) throws MalformedMessageException {
        try {
            route.read(message);
            device = route.device();
        } catch (MalformedMessageException e) {
            kind = Kind.OTHER; // of multicast routing, say
        }
    }

    private static int attribute(MessageReader message, int header, int type)
            throws MalformedMessageException {
        AttributeReader attributes = message.attributes(header);
        while (attributes.next()) {
            if (attributes.type() == type) {
                return attributes.u32();
            }
        }
        return ALL;
    }

    /** Returns what it is about. */
    public Kind kind() {
        return kind;
    }

    /** Returns the address family. */
    public int family() {
        return family;
    }

    /** Returns the index of the link it is about, {@link #ALL}, {@link #DEFAULT}, or 0. */
    public int device() {
        return device;
    }

    /** Returns the name that a link has now, or had when it went; empty of others. */
    public String name() {
        return name;
    }

    /** Returns the table of a route, unsigned. */
    public int table() {
        return route.table();
    }

    /** Returns where a route leads. */
    public Prefix destination() {
        return route.destination();
    }
}
