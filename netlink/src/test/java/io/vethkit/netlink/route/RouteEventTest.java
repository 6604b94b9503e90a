package io.vethkit.netlink.route;

import static io.vethkit.linux.Socket.AF_INET;
import static io.vethkit.linux.Socket.AF_INET6;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vethkit.netlink.MalformedMessageException;
import io.vethkit.netlink.MessageReader;
import io.vethkit.netlink.Prefix;
import io.vethkit.netlink.route.RouteEvent.Kind;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;

/** Events of Linux 6.18, received by a socket in all groups, as hexadecimal. */
class RouteEventTest {
    @Test
    void readsARemovedRule() throws MalformedMessageException {
        // ip rule del pref 100
        RouteEvent event =
                event(
                        """
                        44000000 2100 0000 ff01016b f4570000
                        02001800 fc000001 00000000
                        08000f00 e9030000 08000e00 ffffffff 05001500 00000000
                        08000600 64000000 08000200 0a010000
                        """);

        assertEquals(Kind.RULE, event.kind());
        assertEquals(AF_INET, event.family());
    }

    @Test
    void readsARemovedRouteOfATableOver255() throws MalformedMessageException {
        // ip route del 10.2.0.0/16 table 1001
        RouteEvent event =
                event(
                        """
                        3c000000 1900 0000 ff01016b f6570000
                        02100000 fc030001 10000000
                        08000f00 e9030000 08000100 0a020000 08000500 0a010009 08000400 03000000
                        """);

        assertEquals(Kind.ROUTE, event.kind());
        assertEquals(AF_INET, event.family());
        assertEquals(1001, event.table());
        assertEquals(3, event.device());
        assertEquals(Prefix.parse("10.2.0.0/16"), event.destination());
    }

    @Test
    void readsARemovedAddress() throws MalformedMessageException {
        // ip addr del 10.1.0.1/24 dev v0
        RouteEvent event =
                event(
                        """
                        4c000000 1500 0000 ff01016b f8570000
                        02188000 03000000
                        08000100 0a010001 08000200 0a010001 07000300 76300000 08000800 80000000
                        14000600 ffffffff ffffffff 3d281200 3d281200
                        """);

        assertEquals(Kind.ADDRESS, event.kind());
        assertEquals(AF_INET, event.family());
        assertEquals(3, event.device());
    }

    @Test
    void readsALinkThatWasRenamed() throws MalformedMessageException {
        // ip link set v0 name w0 (its first attributes)
        RouteEvent event =
                event(
                        """
                        38000000 1000 0000 00000000 00000000
                        00000100 03000000 02100000 00000000
                        07000300 77300000 08000d00 e8030000 05001000 02000000
                        """);

        assertEquals(Kind.LINK, event.kind());
        assertEquals(3, event.device());
        assertEquals("w0", event.name());
    }

    @Test
    void readsANewNeighbour() throws MalformedMessageException {
        // ip neigh add 10.1.0.9 lladdr 02:00:00:00:00:01 dev v0
        RouteEvent event =
                event(
                        """
                        4c000000 1c00 0000 ff01016b 02580000
                        02000000 03000000 80000001
                        08000100 0a010009 0a000200 02000000 00010000 08000400 00000000
                        14000300 00000000 00000000 00000000 01000000
                        """);

        assertEquals(Kind.NEIGHBOUR, event.kind());
        assertEquals(3, event.device());
    }

    @Test
    void readsSysctlsOfALinkAndOfAll() throws MalformedMessageException {
        // sysctl -w net.ipv6.conf.v0.forwarding=1
        RouteEvent ofLink =
                event(
                        """
                        24000000 5000 0000 00000000 00000000
                        0a000000 08000100 03000000 08000200 01000000
                        """);
        assertEquals(Kind.NETCONF, ofLink.kind());
        assertEquals(AF_INET6, ofLink.family());
        assertEquals(3, ofLink.device());

        // sysctl -w net.ipv4.ip_forward=1, the first of its events
        RouteEvent ofAll =
                event(
                        """
                        24000000 5000 0000 00000000 00000000
                        02000000 08000100 ffffffff 08000200 01000000
                        """);
        assertEquals(RouteEvent.ALL, ofAll.device());
    }

    @Test
    void readsANextHop() throws MalformedMessageException {
        // ip nexthop add id 7 blackhole
        RouteEvent event =
                event(
                        """
                        24000000 6800 0506 0002016b 85580000
                        02000000 00000000 08000100 07000000 04000400
                        """);

        assertEquals(Kind.NEXT_HOP, event.kind());
    }

    @Test
    void letsPassWhatItDoesNotKnow() throws MalformedMessageException {
        assertEquals(Kind.OTHER, event("10000000 ff7f 0000 00000000 00000000").kind());
        // RTM_NEWROUTE of RTNL_FAMILY_IPMR
        String multicast = "1c000000 1800 0000 00000000 00000000 80000000 00000000 00000000";
        assertEquals(Kind.OTHER, event(multicast).kind());
    }

    @Test
    void refusesAMessageThatIsTooShort() {
        assertThrows(
                MalformedMessageException.class,
                () -> event("14000000 1500 0000 ff01016b f8570000 02188000"));
    }

    private static RouteEvent event(String hex) throws MalformedMessageException {
        byte[] bytes = HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        MessageReader message = new MessageReader(buffer);
        message.next();
        return new RouteEvent().read(message);
    }
}
