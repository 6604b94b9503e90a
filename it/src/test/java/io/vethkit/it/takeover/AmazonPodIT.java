package io.vethkit.it.takeover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vethkit.it.ThrowawayNetns;
import io.vethkit.it.Tool;
import io.vethkit.it.cni.CniNode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;
import java.util.List;

/** The fixture itself: Amazon's pods, as the tools list them, and their results. */
@ExtendWith(ThrowawayNetns.class)
class AmazonPodIT {
    @Test
    void isConfiguredAsByAmazons() throws IOException {
        try (CniNode node = new CniNode()) {
            String netns = node.newPod();
            AmazonPod pod = AmazonPod.of("sample-pod", netns, "10.0.0.16", 0);

            pod.create();

            String link = Tool.ip("-d", "link", "show", "enicc21c2d7785");
            assertTrue(link.contains("mtu 9001") && link.contains("link/ether 06:00:cc:21:c2:d7"));
            assertEquals("0 1 0", sysctls(pod.hostVeth(0)));
            assertEquals(
                    """
                    unicast default via 169.254.1.1 dev eth0 proto boot scope global\s
                    unicast 169.254.1.1 dev eth0 proto boot scope link\
                    """,
                    CniNode.in(netns, "ip", "-d", "route"));
            assertEquals(
                    "169.254.1.1 dev eth0 lladdr 06:00:cc:21:c2:d7 PERMANENT",
                    CniNode.in(netns, "ip", "neighbour"));
            assertTrue(
                    CniNode.in(netns, "ip", "addr")
                            .contains("inet 10.0.0.16/32 scope global eth0"));
        }
    }

    @Test
    void speaksIpv6() throws IOException {
        try (CniNode node = new CniNode()) {
            Tool.run("sysctl", "-qw", "net.ipv6.conf.default.disable_ipv6=0");
            Tool.run("sysctl", "-qw", "net.ipv6.conf.eth0.disable_ipv6=0");
            Tool.ip("address", "add", "2001:db8::4/64", "dev", "eth0", "nodad");
            AmazonNode.ofIpv6(AmazonFilter.IPTABLES_NFT).setUp();
            String first = node.newPod();
            String second = node.newPod();

            AmazonPod.of("a", first, "2001:db8::a0", 0).create();
            AmazonPod.of("b", second, "2001:db8::b0", 0).create();

            assertTrue(reaches(first, "2001:db8::b0"));
            assertTrue(reaches(second, "2001:db8::4"));
            assertEquals(
                    """
                    0:	from all lookup local proto kernel
                    512:	from all to 2001:db8::a0 lookup main proto unspec
                    512:	from all to 2001:db8::b0 lookup main proto unspec
                    1024:	from all fwmark 0x80/0x80 lookup main proto unspec
                    32766:	from all lookup main proto kernel\
                    """,
                    Tool.ip("-6", "-d", "rule"));
            assertTrue(
                    Tool.run("iptables-nft", "-S", "FORWARD")
                            .endsWith(
                                    "-A FORWARD -d 169.254.172.0/22 -m conntrack --ctstate NEW -m"
                                            + " comment --comment \"Block Node Local Pod access via IPv4\""
                                            + " -j REJECT --reject-with icmp-port-unreachable"));
        }
    }

    @Test
    void namesHostVethsAsAmazons() {
        assertEquals("enib5faff8a083", veth("kube-system", "coredns-57ff979f67-qqbdh", 0));
        assertEquals("eni9571956a6cc", veth("kube-system", "coredns-57ff979f67-8ns9b", 0));
        assertEquals("eni7cd2485543c", veth("kube-system", "web-2", 1));
        assertEquals("eni674338b7081", veth("default", "sample-pod", 2));
    }

    @Test
    void hasNumbersInItsResult() {
        AmazonPod pod =
                AmazonPod.of(
                        "sample-pod",
                        "/var/run/netns/x",
                        new AmazonPod.Ip("10.0.1.16", 0, 1),
                        new AmazonPod.Ip("10.1.0.9", 1, 0));

        assertEquals(
                """
                {"cniVersion":"0.4.0","interfaces":[{"name":"enicc21c2d7785"},\
                {"name":"eth0","mac":"2","sandbox":"/var/run/netns/x"},{"name":"enia0b7655f3c9"},\
                {"name":"mNicIf1","mac":"10100","sandbox":"/var/run/netns/x"},\
                {"name":"dummycc21c2d7785","mac":"0","sandbox":"1"}],\
                "ips":[{"version":"4","interface":1,"address":"10.0.1.16/32"},\
                {"version":"4","interface":3,"address":"10.1.0.9/32"}],"dns":{}}\
                """,
                AmazonResult.of(pod, "0.4.0").toString());
    }

    @Test
    void hasTheVlanInTheResultOfABranch() {
        AmazonBranch eni = new AmazonBranch(7, "02:00:00:00:00:07", "10.0.1.1", "eth1", true);
        AmazonPod pod = AmazonPod.of("sample-pod", "/n", "10.0.1.16", 0).branch(eni);

        assertEquals(
                """
                {"cniVersion":"1.0.0","interfaces":[{"name":"vlancc21c2d7785"},\
                {"name":"eth0","mac":"0","sandbox":"/n"},{"name":"dummycc21c2d7785","mac":"7"}],\
                "ips":[{"interface":1,"address":"10.0.1.16/32","gateway":"10.0.1.1"}]}\
                """,
                AmazonResult.of(pod, "1.0.0").toString());
    }

    private static String veth(String namespace, String name, int index) {
        return new AmazonPod(namespace, name, "id", "/n", "eni", 9001, List.of(), null)
                .hostVeth(index);
    }

    private static String sysctls(String link) throws IOException {
        String key = "net.ipv6.conf." + link + ".";
        return Tool.run(
                        "sysctl",
                        "-n",
                        key + "accept_ra",
                        key + "accept_redirects",
                        key + "forwarding")
                .replace('\n', ' ');
    }

    // DAD takes a second or two
    private static boolean reaches(String netns, String address) throws IOException {
        return CniNode.in(netns, "ping", "-c1", "-W1", "-w8", address).contains("1 received");
    }
}
