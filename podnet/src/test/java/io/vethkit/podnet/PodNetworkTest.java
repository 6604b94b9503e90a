package io.vethkit.podnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.MacAddress;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class PodNetworkTest {
    private static final MacAddress HOST_MAC = MacAddress.parse("02:00:00:00:00:01");
    private static final MacAddress POD_MAC = MacAddress.parse("02:00:00:00:00:02");

    private static final MacAddress BRANCH_MAC = MacAddress.parse("02:00:00:00:00:03");
    private static final String ALIAS = "vethkit:net/c:eth0";

    private static PodInterface first(int table, String... addresses) {
        return new PodInterface(
                "eth0", "eni0", HOST_MAC, POD_MAC, parsed(addresses), 0, table, 9001);
    }

    private static List<IpAddress> parsed(String... texts) {
        List<IpAddress> addresses = new ArrayList<>();
        for (String text : texts) {
            addresses.add(IpAddress.parse(text));
        }
        return addresses;
    }

    private static PodAttachment pod(String address, int table) {
        return PodAttachment.of(first(table, address));
    }

    private static PodAttachment onBranch(EnforcingMode mode, String address, String gateway) {
        Branch branch = new Branch(7, BRANCH_MAC, "eth2", List.of(IpAddress.parse(gateway)), mode);
        return new PodAttachment(List.of(first(254, address)), branch);
    }

    private static List<String> onHost(PodAttachment pod) {
        return PodNetwork.describe(pod, ALIAS).host().commands();
    }

    private static List<String> inside(PodAttachment pod) {
        DesiredState state = PodNetwork.describe(pod, ALIAS);
        assertNotNull(state.pod());
        return state.pod().commands();
    }

    @Test
    void describesAPodOnThePrimaryEni() {
        DesiredState state = PodNetwork.describe(pod("10.0.1.7", 254), "vethkit:net/c:eth0");

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
        DesiredState state = PodNetwork.describe(pod("10.0.1.7", 254), "vethkit:net/c:eth0");

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
        List<String> commands = PodNetwork.describe(pod("10.0.2.9", 2), "").host().commands();

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
                PodNetwork.describe(pod("10.0.2.9", 2), "").host().removalCommands());
    }

    @Test
    void describesAnIpv6PodThatWaitsForNoDuplicateAddress() {
        PodAttachment pod = PodAttachment.of(first(254, "2001:db8::7"));

        assertEquals(
                List.of(
                        "sysctl -w net/ipv6/conf/eni0/accept_ra=0",
                        "sysctl -w net/ipv6/conf/eni0/accept_redirects=1",
                        "sysctl -w net/ipv6/conf/eni0/forwarding=0",
                        "sysctl -w net/ipv6/conf/eni0/disable_ipv6=0",
                        "sysctl -w net/ipv6/conf/eni0/accept_dad=0",
                        "ip -6 route replace 2001:db8::7/128 dev eni0 proto 86",
                        "ip -6 rule add from all to 2001:db8::7/128 table 254 priority 512"
                                + " proto 86"),
                onHost(pod).subList(1, 8));
        assertEquals(
                List.of(
                        "ip link set lo up",
                        "ip link set eth0 mtu 9001 address 02:00:00:00:00:02 up",
                        "sysctl -w net/ipv6/conf/eth0/disable_ipv6=0",
                        "sysctl -w net/ipv6/conf/lo/disable_ipv6=0",
                        "ip address add 2001:db8::7/128 dev eth0 nodad",
                        "ip -6 route replace fe80::1/128 dev eth0 proto 3",
                        "ip -6 route add default via fe80::1 dev eth0 proto 3",
                        "ip neighbour replace fe80::1 lladdr 02:00:00:00:00:01 nud permanent"
                                + " dev eth0"),
                inside(pod));
    }

    @Test
    void describesADualStackPodOnASecondaryEni() {
        List<String> commands = onHost(PodAttachment.of(first(2, "10.0.2.9", "2001:db8::7")));

        assertEquals(
                List.of(
                        "ip route replace 10.0.2.9/32 dev eni0 scope link proto 86",
                        "ip rule add from all to 10.0.2.9/32 table 254 priority 512 proto 86",
                        "ip rule add from 10.0.2.9/32 table 2 priority 1536 proto 86",
                        "ip -6 route replace 2001:db8::7/128 dev eni0 proto 86",
                        "ip -6 rule add from all to 2001:db8::7/128 table 254 priority 512"
                                + " proto 86",
                        "ip -6 rule add from 2001:db8::7/128 table 2 priority 1536 proto 86"),
                commands.subList(6, 12));
    }

    @Test
    void givesAFurtherInterfaceATableOfItsOwnInThePod() {
        PodInterface further =
                new PodInterface(
                        "mNicIf1", "eni1", HOST_MAC, POD_MAC, parsed("10.0.3.9"), 1, 10101, 9001);
        PodAttachment pod = new PodAttachment(List.of(first(254, "10.0.1.7"), further), null);

        assertEquals(
                List.of(
                        "ip link set mNicIf1 mtu 9001 address 02:00:00:00:00:02 up",
                        "ip address add 10.0.3.9/32 dev mNicIf1",
                        "ip route replace 169.254.1.2/32 dev mNicIf1 table 1 scope link proto 3",
                        "ip route add default via 169.254.1.2 dev mNicIf1 table 1 proto 3",
                        "ip neighbour replace 169.254.1.2 lladdr 02:00:00:00:00:01 nud permanent"
                                + " dev mNicIf1",
                        "ip rule add from 10.0.3.9/32 table 1 priority 1"),
                inside(pod).subList(6, 12));
        assertEquals(
                "ip rule add from 10.0.3.9/32 table 10101 priority 1536 proto 86",
                onHost(pod).getLast());
    }

    @Test
    void describesAPodOnAStrictBranchEni() {
        assertEquals(
                List.of(
                        "ip link add link eth2 name vlan.eth.7 address 02:00:00:00:00:03"
                                + " type vlan id 7"
                                + " && ip link set vlan.eth.7 alias 'vethkit:net/c:eth0' up",
                        "sysctl -w net/ipv6/conf/vlan.eth.7/accept_ra=0",
                        "sysctl -w net/ipv6/conf/vlan.eth.7/accept_redirects=1",
                        "sysctl -w net/ipv6/conf/vlan.eth.7/forwarding=0",
                        "ip route replace 10.0.9.1/32 dev vlan.eth.7 table 107 scope link proto 86",
                        "ip route replace default via 10.0.9.1 dev vlan.eth.7 table 107 proto 86",
                        "ip route replace 10.0.9.5/32 dev eni0 table 107 scope link proto 86",
                        "ip rule add from all iif vlan.eth.7 table 107 priority 10 proto 86",
                        "ip rule add from all iif eni0 table 107 priority 10 proto 86"),
                onHost(onBranch(EnforcingMode.STRICT, "10.0.9.5", "10.0.9.1")).subList(4, 13));
    }

    @Test
    void describesAnIpv6PodOnAStrictBranchEni() {
        List<String> commands =
                onHost(onBranch(EnforcingMode.STRICT, "2001:db8::5", "fe80:ec2::1"));

        assertEquals(
                List.of(
                        "sysctl -w net/ipv6/conf/vlan.eth.7/accept_dad=0",
                        "ip -6 route replace fe80:ec2::1/128 dev vlan.eth.7 table 107 proto 86",
                        "ip -6 route replace default via fe80:ec2::1 dev vlan.eth.7 table 107"
                                + " proto 86",
                        "ip -6 route replace 2001:db8::5/128 dev eni0 table 107 proto 86",
                        "ip -6 rule add from all iif vlan.eth.7 table 107 priority 10 proto 86",
                        "ip -6 rule add from all iif eni0 table 107 priority 10 proto 86"),
                commands.subList(11, 17));
    }

    @Test
    void routesAPodOnAStandardBranchEniLikeAnyOther() {
        List<String> commands = onHost(onBranch(EnforcingMode.STANDARD, "10.0.9.5", "10.0.9.1"));

        assertEquals(
                List.of(
                        "ip route replace 10.0.9.5/32 dev eni0 scope link proto 86",
                        "ip rule add from all to 10.0.9.5/32 table 254 priority 512 proto 86",
                        "ip rule add from 10.0.9.5/32 table 107 priority 1536 proto 86"),
                commands.subList(10, 13));
    }

    @Test
    void refusesAnMtuThatIpv4CannotUse() {
        IllegalArgumentException refusal =
                assertThrows(
                        IllegalArgumentException.class,
                        () ->
                                new PodInterface(
                                        "eth0",
                                        "eni0",
                                        HOST_MAC,
                                        POD_MAC,
                                        parsed("10.0.1.7"),
                                        0,
                                        254,
                                        575));

        assertEquals("MTU 575 is not 576 to 65535", refusal.getMessage());
    }

    @Test
    void refusesTwoInterfacesOnABranchEni() {
        Branch branch = new Branch(7, BRANCH_MAC, "eth2", List.of(), EnforcingMode.STRICT);
        List<PodInterface> two = List.of(first(254, "10.0.1.7"), first(254, "10.0.1.8"));

        assertThrows(IllegalArgumentException.class, () -> new PodAttachment(two, branch));
    }

    @Test
    void refusesTwoAddressesOfOneFamily() {
        assertThrows(IllegalArgumentException.class, () -> first(254, "10.0.1.7", "10.0.1.8"));
    }
}
