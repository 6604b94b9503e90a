package io.vethkit.it.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vethkit.cli.demo.SimulatedVpc;
import io.vethkit.cli.vpc.Mode;
import io.vethkit.it.ThrowawayNetns;
import io.vethkit.it.Tool;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;

/** The simulated VPCs of all modes, without any plugin. */
@ExtendWith(ThrowawayNetns.class)
class VpcTopologyIT {
    private static final String NODE_V6 = "2001:db8:0:100::4";
    private static final String POD_V6 = "2001:db8:0:100:a::1";

    private static String in(SimulatedVpc vpc, String name, String command) throws IOException {
        String line = "ip netns exec " + vpc.prefix() + name + " " + command;
        return Tool.run(line.split(" "));
    }

    private static boolean answers(SimulatedVpc vpc, String name, String arguments)
            throws IOException {
        try {
            in(vpc, name, "ping -c1 -W0.5 " + arguments);
            return true;
        } catch (AssertionError e) {
            assertTrue(e.getMessage().contains("100% packet loss"), e.getMessage());
            return false;
        }
    }

    @Test
    void tellsTheNodeItsIpv6RouterByAdvertisement() throws IOException {
        try (SimulatedVpc vpc = SimulatedVpc.create(Mode.IPV6.topology())) {
            String route = in(vpc, "node", "ip -6 route show default");

            assertTrue(route.startsWith("default via fe80:ec2::1 dev eth0 proto ra"), route);
            assertTrue(answers(vpc, "node", "2001:db8:0:102::4"));
            assertTrue(answers(vpc, "node", "2001:db8:0:102:a::1"));
            assertTrue(answers(vpc, "node", "2001:db8:ffff::7"));
            assertTrue(answers(vpc, "node2-pod", NODE_V6));
            assertTrue(answers(vpc, "node2-pod", "10.0.0.4"));
        }
    }

    @Test
    void deliversPrefixesOfIpv6ToTheEniThatOwnsThem() throws IOException {
        try (SimulatedVpc vpc = SimulatedVpc.create(Mode.DUAL_STACK.topology())) {
            in(vpc, "node", "ip address add " + POD_V6 + "/128 dev lo");

            assertTrue(answers(vpc, "node", "-I " + POD_V6 + " 2001:db8:0:102::4"));
            assertTrue(answers(vpc, "internet", POD_V6));
        }
    }

    @Test
    void dropsIpv6FromAnAddressOfAnotherEni() throws IOException {
        try (SimulatedVpc vpc = SimulatedVpc.create(Mode.DUAL_STACK.topology())) {
            in(vpc, "node", "ip address add 2001:db8:0:101:a::1/128 dev lo");

            assertFalse(
                    answers(vpc, "node", "-I 2001:db8:0:101:a::1 2001:db8:0:102::4"),
                    "it left by eth0 and belongs to eth1");
        }
    }

    @Test
    void isTheRouterOnEveryEni() throws IOException {
        try (SimulatedVpc vpc = SimulatedVpc.create(Mode.DUAL_STACK.topology())) {
            in(vpc, "node", "ip -6 route add fe80:ec2::1 dev eth1 table 2");
            in(vpc, "node", "ip -6 rule add oif eth1 lookup 2");

            assertTrue(answers(vpc, "node", "fe80:ec2::1%eth0"));
            assertTrue(answers(vpc, "node", "fe80:ec2::1%eth1"));
        }
    }

    @Test
    void hasAnEniInAnotherSubnetForCustomNetworking() throws IOException {
        try (SimulatedVpc vpc = SimulatedVpc.create(Mode.CUSTOM_NETWORKING.topology())) {
            in(vpc, "node", "ip address add 100.64.0.4/24 dev eth1");

            assertTrue(answers(vpc, "node", "-I eth1 100.64.0.1"));
            assertFalse(answers(vpc, "node2", "100.64.0.4"), "its reply left by eth0");
        }
    }

    @Test
    void hasAnEniForEachNetworkCard() throws IOException {
        try (SimulatedVpc vpc = SimulatedVpc.create(Mode.MULTI_NIC.topology())) {
            assertEquals(3, in(vpc, "node", "ip -brief link show type veth").lines().count());
        }
    }

    @Test
    @Tag("vlan")
    void carriesBranchEnisAsVlansOfTheTrunk() throws IOException {
        try (SimulatedVpc vpc = SimulatedVpc.create(Mode.BRANCH_STRICT.topology())) {
            branch(vpc, 7, "10.0.5.16");
            branch(vpc, 8, "10.0.5.17");

            assertTrue(answers(vpc, "node2", "10.0.5.16"));
            assertTrue(answers(vpc, "node", "-I 10.0.5.16 10.0.2.4"));
            assertTrue(answers(vpc, "node", "-I 10.0.5.17 198.51.100.7"), "by the NAT gateway");

            in(vpc, "node", "ip route replace default via 10.0.5.1 dev vlan7 onlink table 18");

            assertFalse(answers(vpc, "node", "-I 10.0.5.17 10.0.2.4"), "by another's VLAN");
        }
    }

    /** A branch ENI whose pod's address is the VLAN's own, with a table of its own. */
    private static void branch(SimulatedVpc vpc, int id, String address) throws IOException {
        String vlan = "vlan" + id;
        String mac = "02:00:00:00:05:0" + id;
        in(
                vpc,
                "node",
                "ip link add " + vlan + " link eth2 address " + mac + " type vlan id " + id);
        in(vpc, "node", "ip link set " + vlan + " up");
        in(vpc, "node", "ip address add " + address + "/32 dev " + vlan);
        in(vpc, "node", "ip route add default via 10.0.5.1 dev " + vlan + " onlink table 1" + id);
        in(vpc, "node", "ip rule add from " + address + " lookup 1" + id);
    }
}
