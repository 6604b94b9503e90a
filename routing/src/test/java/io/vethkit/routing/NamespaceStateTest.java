package io.vethkit.routing;

import static io.vethkit.netlink.route.RtNetlink.RTN_BLACKHOLE;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vethkit.linux.Socket;
import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.MacAddress;
import io.vethkit.netlink.Prefix;
import io.vethkit.netlink.route.Link;
import io.vethkit.netlink.route.LinkKind;
import io.vethkit.netlink.route.Route;
import io.vethkit.netlink.route.Rule;

import org.junit.jupiter.api.Test;

import java.util.List;

class NamespaceStateTest {
    private static final NamespaceState STATE =
            NamespaceState.describe()
                    .link(Link.named("br0").kind(new LinkKind.Bridge()).mtu(1400).up(true))
                    .sysctl("net/ipv4/ip_forward", "1")
                    .address("br0", Prefix.parse("10.1.0.1/24"))
                    .neighbour(
                            "br0",
                            IpAddress.parse("10.1.0.9"),
                            MacAddress.parse("02:00:00:00:00:09"))
                    .route(
                            "br0",
                            Route.to(Prefix.parse("10.2.0.0/16"))
                                    .via(IpAddress.parse("10.1.0.9"))
                                    .table(1001))
                    .noRoute("br0", Route.to(Prefix.parse("10.1.0.0/24")).scope(253).protocol(2))
                    .rule(Rule.lookup(Socket.AF_INET, 1001, 100).from(Prefix.parse("10.1.0.0/24")))
                    .build();

    @Test
    void printsTheCommandsThatMakeIt() {
        assertEquals(
                List.of(
                        "ip link add br0 mtu 1400 type bridge && ip link set br0 up",
                        "sysctl -w net/ipv4/ip_forward=1",
                        "ip address add 10.1.0.1/24 dev br0",
                        "ip neighbour replace 10.1.0.9 lladdr 02:00:00:00:00:09 nud permanent"
                                + " dev br0",
                        "ip route replace 10.2.0.0/16 via 10.1.0.9 dev br0 table 1001 proto 3",
                        "ip route del 10.1.0.0/24 dev br0 scope link proto 2",
                        "ip rule add from 10.1.0.0/24 table 1001 priority 100"),
                STATE.commands());
    }

    @Test
    void printsTheCommandsThatRemoveItLastThingsFirst() {
        assertEquals(
                List.of(
                        "ip rule del from 10.1.0.0/24 table 1001 priority 100",
                        "ip route del 10.2.0.0/16 via 10.1.0.9 dev br0 table 1001 proto 3",
                        "ip neighbour del 10.1.0.9 dev br0",
                        "ip address del 10.1.0.1/24 dev br0",
                        "ip link del br0"),
                STATE.removalCommands());
    }

    @Test
    void namesTheFamilyWhereAddressesDoNot() {
        NamespaceState state =
                NamespaceState.describe()
                        .route("br0", Route.to(Prefix.parse("::/0")))
                        .route(null, Route.to(Prefix.parse("10.9.0.0/16")).type(RTN_BLACKHOLE))
                        .rule(Rule.lookup(Socket.AF_INET6, 1001, 100))
                        .build();

        assertEquals(
                List.of(
                        "ip -6 route replace default dev br0 proto 3",
                        "ip route replace blackhole 10.9.0.0/16 proto 3",
                        "ip -6 rule add from all table 1001 priority 100"),
                state.commands());
    }

    @Test
    void cannotBeChangedAfterwards() {
        assertThrows(UnsupportedOperationException.class, () -> STATE.objects().clear());
    }
}
