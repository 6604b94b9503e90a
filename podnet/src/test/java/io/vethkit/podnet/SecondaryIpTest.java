package io.vethkit.podnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.MacAddress;

import org.junit.jupiter.api.Test;

import java.util.List;

class SecondaryIpTest {
    private static final MacAddress HOST_MAC = MacAddress.parse("02:00:00:00:00:01");
    private static final MacAddress POD_MAC = MacAddress.parse("02:00:00:00:00:02");

    private static PodAttachment pod(String address, int table) {
        return new PodAttachment(
                "eth0", "eni0", HOST_MAC, POD_MAC, IpAddress.parse(address), table, 9001);
    }

    @Test
    void describesAPodOnThePrimaryEni() {
        DesiredState state = SecondaryIp.pod(pod("10.0.1.7", 254), "vethkit:net/c:eth0");

        assertEquals(
                List.of(
                        "ip link add eni0 mtu 9001 address 02:00:00:00:00:01 txqueuelen 0 type veth"
                                + " peer name eth0 mtu 9001 address 02:00:00:00:00:02 txqueuelen 0"
                                + " netns pod"
                                + " && ip link set eni0 alias 'vethkit:net/c:eth0' up",
                        "sysctl -w net/ipv6/conf/eni0/accept_ra=0",
                        "sysctl -w net/ipv6/conf/eni0/accept_redirects=1",
                        "sysctl -w net/ipv6/conf/eni0/forwarding=0",
                        "ip route replace 10.0.1.7/32 dev eni0 scope link proto 86",
                        "ip rule add from all to 10.0.1.7/32 table 254 priority 512 proto 86"),
                state.host().commands());
        assertNull(state.ruleset());
    }

    @Test
    void describesTheInsideOfAPod() {
        DesiredState state = SecondaryIp.pod(pod("10.0.1.7", 254), "vethkit:net/c:eth0");

        assertNotNull(state.pod());
        assertEquals(
                List.of(
                        "ip link set lo up",
                        "ip link set eth0 mtu 9001 address 02:00:00:00:00:02 up",
                        "ip address add 10.0.1.7/32 dev eth0",
                        "ip route replace 169.254.1.1/32 dev eth0 scope link proto 3",
                        "ip route add default via 169.254.1.1 dev eth0 proto 3",
                        "ip neighbour replace 169.254.1.1 lladdr 02:00:00:00:00:01 nud permanent"
                                + " dev eth0"),
                state.pod().commands());
    }

    @Test
    void sendsAPodOnASecondaryEniToItsTable() {
        List<String> commands = SecondaryIp.pod(pod("10.0.2.9", 2), "").host().commands();

        assertEquals(
                "ip rule add from 10.0.2.9/32 table 2 priority 1536 proto 86", commands.getLast());
    }

    @Test
    void removesRulesAndTheLinkThatTheRestDiesWith() {
        assertEquals(
                List.of(
                        "ip rule del from 10.0.2.9/32 table 2 priority 1536 proto 86",
                        "ip rule del from all to 10.0.2.9/32 table 254 priority 512 proto 86",
                        "ip route del 10.0.2.9/32 dev eni0 scope link proto 86",
                        "ip link del eni0"),
                SecondaryIp.pod(pod("10.0.2.9", 2), "").host().removalCommands());
    }

    @Test
    void refusesAnMtuThatIpv4CannotUse() {
        IllegalArgumentException refusal =
                assertThrows(
                        IllegalArgumentException.class,
                        () ->
                                new PodAttachment(
                                        "eth0",
                                        "eni0",
                                        HOST_MAC,
                                        POD_MAC,
                                        IpAddress.parse("10.0.1.7"),
                                        254,
                                        575));

        assertEquals("MTU 575 is not 576 to 65535", refusal.getMessage());
    }
}
