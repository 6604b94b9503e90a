package io.vethkit.it.cni;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vethkit.cli.demo.SimulatedVpc;
import io.vethkit.it.ThrowawayNetns;
import io.vethkit.it.Tool;
import io.vethkit.netns.NetworkNamespace;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * Packets between pods of both ENIs, the VPC and the internet, by the way that tcpdump and
 * conntrack saw them take. Pod {@code a} has an address of the primary ENI, {@code b} of the
 * secondary.
 */
@ExtendWith(ThrowawayNetns.class)
class TrafficIT {
    private static final String A = "10.0.0.16";
    private static final String B = "10.0.1.16";
    private static final String NODE = "10.0.0.4";
    private static final String NODE2 = "10.0.2.4";
    private static final String INTERNET = "198.51.100.7";
    private static final String SERVICE = "10.100.0.1";
    private static final String SYN = "tcp[tcpflags] == tcp-syn";

    private SimulatedVpc vpc;
    private CniNode cni;
    private NetworkNamespace a;
    private NetworkNamespace b;

    @BeforeEach
    void addTwoPods() throws IOException {
        vpc = SimulatedVpc.create();
        cni = CniNode.inVpc();
        a = vpc.addPod("a");
        b = vpc.addPod("b");
    }

    @AfterEach
    void removeThem() throws IOException {
        cni.close();
        vpc.close();
    }

    @Test
    void staysOnTheNodeBetweenPodsOfDifferentEnis() throws Exception {
        addPods();
        Capture eth0 = onNode("eth0", "host " + A + " or host " + B);
        Capture eth1 = onNode("eth1", "host " + A + " or host " + B);

        try (Callers _ = Callers.listen("a", a);
                Callers _ = Callers.listen("b", b)) {
            assertEquals("b sees " + A, Callers.call(a, B, Callers.PORT));
            assertEquals("a sees " + B, Callers.call(b, A, Callers.PORT));
        }

        assertNone(eth0.stop());
        assertNone(eth1.stop());
    }

    @Test
    void leavesByThePodsOwnEniInTheVpc() throws Exception {
        addPods();
        Capture eth0 = onNode("eth0", SYN);
        Capture eth1 = onNode("eth1", SYN);

        try (Callers _ = Callers.listen("node2", vpc.node2())) {
            assertEquals("node2 sees " + A, Callers.call(a, NODE2, Callers.PORT));
            assertEquals("node2 sees " + B, Callers.call(b, NODE2, Callers.PORT));
        }

        assertOnly(A, NODE2, eth0.stop());
        assertOnly(B, NODE2, eth1.stop());
    }

    @Test
    void arrivesByThePodsOwnEniFromTheVpc() throws Exception {
        addPods();
        Capture eth0 = onNode("eth0", SYN);
        Capture eth1 = onNode("eth1", SYN);

        try (Callers _ = Callers.listen("b", b)) {
            assertEquals("b sees " + NODE2, Callers.call(vpc.node2(), B, Callers.PORT));
        }

        assertNone(eth0.stop());
        assertOnly(NODE2, B, eth1.stop());
    }

    @Test
    void carriesJumboFramesUnbroken() throws Exception {
        addPods();

        String answer = CniNode.in(b.toString(), "ping", "-c1", "-W3", "-Mdo", "-s", "8973", NODE2);

        assertTrue(answer.contains("1 received"), answer);
    }

    @Test
    void leavesByThePrimaryEniAsTheNodeOffTheVpc() throws Exception {
        addPods();
        Capture eth0 = onNode("eth0", SYN);
        Capture eth1 = onNode("eth1", SYN);

        try (Callers _ = Callers.listen("internet", vpc.internet())) {
            assertEquals("internet sees " + NODE, Callers.call(a, INTERNET, Callers.PORT));
            assertEquals("internet sees " + NODE, Callers.call(b, INTERNET, Callers.PORT));
        }

        assertOnly(NODE, INTERNET, eth0.stop());
        assertNone(eth1.stop());
        String tracked = conntrack("-s", B);
        assertTrue(tracked.contains("dst=" + NODE) && tracked.contains("mark=128"), tracked);
    }

    @Test
    void leavesByThePodsOwnEniIfOthersTranslate() throws Exception {
        cni.extra = cni.extra.replace("\"node\":{", "\"node\":{\"externalSnat\":true,");
        addPods();
        Capture eth0 = onNode("eth0", SYN);
        Capture eth1 = onNode("eth1", SYN);

        assertThrows(IOException.class, () -> Callers.call(b, INTERNET, Callers.PORT));

        assertNone(eth0.stop());
        assertOnly(B, INTERNET, eth1.stop());
    }

    @Test
    void leavesByThePrimaryEniToExternalServices() throws Exception {
        cni.extra =
                cni.extra.replace(
                        "\"node\":{", "\"node\":{\"externalServiceCidrs\":[\"10.0.2.0/24\"],");
        addPods();
        Capture eth0 = onNode("eth0", SYN);

        // the VPC drops what comes from the other ENI's address
        assertThrows(IOException.class, () -> Callers.call(b, NODE2, Callers.PORT));

        assertOnly(B, NODE2, eth0.stop());
    }

    @Test
    void answersNodePortsByThePrimaryEni() throws Exception {
        addPods();
        proxy("tcp dport 30080 dnat to " + B + ":8080");
        Capture eth1 = onNode("eth1", "tcp");
        Capture eth0 = onNode("eth0", "tcp and src host " + NODE);

        try (Callers _ = Callers.listen("b", b)) {
            assertEquals("b sees " + INTERNET, Callers.call(vpc.internet(), NODE, 30080));
        }

        assertNone(eth1.stop());
        assertFalse(eth0.stop().isEmpty());
        assertTrue(conntrack("-s", INTERNET).contains("mark=128"));
    }

    // Amazon's nat chain is skipped for connections that kube-proxy has translated: they are never
    // marked, and leave by the secondary ENI with an address the VPC drops
    @Test
    void marksWhatKubeProxySendsOffTheVpc() throws Exception {
        addPods();
        proxy("ip daddr " + SERVICE + " tcp dport 80 dnat to " + INTERNET + ":8080");
        Capture eth1 = onNode("eth1", SYN);

        try (Callers _ = Callers.listen("internet", vpc.internet())) {
            assertEquals("internet sees " + NODE, Callers.call(b, SERVICE, 80));
        }

        assertNone(eth1.stop());
    }

    @Test
    void doesNotMarkWhatKubeProxySendsToTheVpc() throws Exception {
        addPods();
        proxy("ip daddr " + SERVICE + " tcp dport 80 dnat to " + NODE2 + ":8080");
        Capture eth1 = onNode("eth1", SYN);

        try (Callers _ = Callers.listen("node2", vpc.node2())) {
            assertEquals("node2 sees " + B, Callers.call(b, SERVICE, 80));
        }

        assertOnly(B, NODE2, eth1.stop());
    }

    // Amazon's restores by assignment, which zeroes the bits of Calico, Cilium and kube-proxy
    @Test
    void keepsTheMarksOfOthers() throws Exception {
        addPods();
        Tool.feed(
                """
                table ip others {
                  chain early {
                    type filter hook prerouting priority raw + 200;
                    iifname "eni*" meta mark set 0x4000 ct mark set ct mark or 0x100
                  }
                  chain late {
                    type filter hook postrouting priority 300;
                    oifname "eth*" meta mark and 0x4080 == 0x4080 counter accept comment "kept"
                    oifname "eth*" meta mark and 0x4000 == 0 counter accept comment "lost"
                  }
                }
                """,
                "nsenter",
                "--net=" + vpc.node(),
                "nft",
                "-f",
                "-");

        try (Callers _ = Callers.listen("internet", vpc.internet())) {
            assertEquals("internet sees " + NODE, Callers.call(b, INTERNET, Callers.PORT));
        }

        String rules =
                CniNode.in(vpc.node().toString(), "nft", "list", "chain", "ip", "others", "late");
        assertTrue(rules.contains("counter packets 0 bytes 0 accept comment \"lost\""), rules);
        assertFalse(rules.contains("counter packets 0 bytes 0 accept comment \"kept\""), rules);
        assertTrue(conntrack("-s", B).contains("mark=384"));
    }

    @Test
    void endsWithThePod() throws Exception {
        addPods();
        try (Callers _ = Callers.listen("b", b)) {
            assertEquals("b sees " + NODE2, Callers.call(vpc.node2(), B, Callers.PORT));

            onNode(() -> cni.call("DEL", "b", b.toString(), "").success());

            assertThrows(IOException.class, () -> Callers.call(vpc.node2(), B, Callers.PORT));
        }
        String ping = CniNode.in(a.toString(), "ping", "-c1", "-W3", NODE2);
        assertTrue(ping.contains("1 received"), ping);
    }

    private void addPods() throws IOException {
        onNode(() -> cni.call(asking(A), "ADD", "a", a.toString(), cni.conf("")).success());
        onNode(() -> cni.call(asking(B), "ADD", "b", b.toString(), cni.conf("")).success());
    }

    private static Map<String, String> asking(String address) {
        return Map.of("CNI_ARGS", "IP=" + address);
    }

    private String onNode(Callable<String> call) throws IOException {
        return vpc.node().call(call);
    }

    private Capture onNode(String device, String filter) throws IOException {
        return Capture.of(vpc.node().toString(), device, filter);
    }

    private String conntrack(String... filter) throws IOException {
        String[] command = {"conntrack", "-L", filter[0], filter[1]};
        return CniNode.in(vpc.node().toString(), command);
    }

    /** A rule such as kube-proxy has, in its own table. */
    private void proxy(String rule) throws IOException {
        Tool.feed(
                "table ip kube-proxy {\n chain services {\n"
                        + "type nat hook prerouting priority dstnat;\n"
                        + rule
                        + "\n}\n}",
                "nsenter",
                "--net=" + vpc.node(),
                "nft",
                "-f",
                "-");
    }

    private static void assertNone(List<String> packets) {
        assertEquals("", String.join("\n", packets));
    }

    private static void assertOnly(String source, String destination, List<String> packets) {
        assertFalse(packets.isEmpty(), source + " to " + destination);
        for (String packet : packets) {
            assertTrue(
                    packet.startsWith("IP " + source + ".")
                            && packet.contains(" > " + destination + "."),
                    packet);
        }
    }
}
