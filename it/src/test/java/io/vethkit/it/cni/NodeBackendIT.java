package io.vethkit.it.cni;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vethkit.cli.demo.SimulatedVpc;
import io.vethkit.it.ThrowawayNetns;
import io.vethkit.it.Tool;
import io.vethkit.netns.NetworkNamespace;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The node's filter rules in each sort of tables, beside kube-proxy in each: packets, and moves.
 */
@ExtendWith(ThrowawayNetns.class)
class NodeBackendIT {
    private static final String A = "10.0.0.16";
    private static final String B = "10.0.1.16";
    private static final String NODE = "10.0.0.4";
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

    @ParameterizedTest
    @ValueSource(strings = {"nftables", "iptables-nft", "iptables-legacy"})
    void leavesByThePrimaryEniAsTheNodeOffTheVpc(String backend) throws Exception {
        use(backend);
        addPods();
        Capture eth0 = onNode("eth0", SYN);
        Capture eth1 = onNode("eth1", SYN);

        try (Callers _ = Callers.listen("internet", vpc.internet())) {
            assertEquals("internet sees " + NODE, Callers.call(a, INTERNET, Callers.PORT));
            assertEquals("internet sees " + NODE, Callers.call(b, INTERNET, Callers.PORT));
        }

        assertFalse(eth0.stop().isEmpty());
        assertEquals(List.of(), eth1.stop());
    }

    @ParameterizedTest
    @CsvSource({
        "nftables, iptables-nft",
        "nftables, iptables-legacy",
        "iptables-nft, iptables-nft",
        "iptables-nft, iptables-legacy",
        "iptables-legacy, iptables-nft",
        "iptables-legacy, iptables-legacy"
    })
    void answersNodePortsByThePrimaryEni(String backend, String kubeProxy) throws Exception {
        use(backend);
        addPods();
        proxy(kubeProxy, "-d " + NODE + " -p tcp --dport 30080", B + ":8080");
        Capture eth1 = onNode("eth1", "tcp");

        try (Callers _ = Callers.listen("b", b)) {
            assertEquals("b sees " + INTERNET, Callers.call(vpc.internet(), NODE, 30080));
        }

        assertEquals(List.of(), eth1.stop());
    }

    @ParameterizedTest
    @CsvSource({
        "nftables, iptables-nft",
        "nftables, iptables-legacy",
        "iptables-nft, iptables-nft",
        "iptables-nft, iptables-legacy"
    })
    void marksWhatKubeProxySendsOffTheVpc(String backend, String kubeProxy) throws Exception {
        use(backend);
        addPods();
        proxy(kubeProxy, "-d " + SERVICE + " -p tcp --dport 80", INTERNET + ":8080");
        Capture eth1 = onNode("eth1", SYN);

        try (Callers _ = Callers.listen("internet", vpc.internet())) {
            assertEquals("internet sees " + NODE, Callers.call(b, SERVICE, 80));
        }

        assertEquals(List.of(), eth1.stop());
    }

    @Test
    void legacyMarksWhatKubeProxySendsOffTheVpcFromTheSecondPacketOn() throws Exception {
        use("iptables-legacy");
        addPods();
        proxy("iptables-legacy", "-d " + SERVICE + " -p tcp --dport 80", INTERNET + ":8080");
        Capture eth1 = onNode("eth1", SYN);

        try (Callers _ = Callers.listen("internet", vpc.internet())) {
            assertEquals("internet sees " + NODE, Callers.call(b, SERVICE, 80));
        }

        assertEquals(1, eth1.stop().size(), "the first packet leaves by the pod's own ENI");
    }

    @ParameterizedTest
    @ValueSource(strings = {"iptables-nft", "iptables-legacy"})
    void keepsTheMarksOfOthers(String backend) throws Exception {
        use(backend);
        addPods();
        nft(
                """
                table ip others {
                  chain early {
                    type filter hook prerouting priority raw + 120;
                    iifname "eni*" meta mark set 0x4000 ct mark set ct mark or 0x100
                  }
                  chain late {
                    type filter hook postrouting priority 300;
                    oifname "eth*" meta mark and 0x4080 == 0x4080 counter accept comment "kept"
                    oifname "eth*" meta mark and 0x4000 == 0 counter accept comment "lost"
                  }
                }
                """);

        try (Callers _ = Callers.listen("internet", vpc.internet())) {
            assertEquals("internet sees " + NODE, Callers.call(b, INTERNET, Callers.PORT));
        }

        String rules = in("nft", "list", "chain", "ip", "others", "late");
        assertTrue(rules.contains("counter packets 0 bytes 0 accept comment \"lost\""), rules);
        assertFalse(rules.contains("counter packets 0 bytes 0 accept comment \"kept\""), rules);
    }

    @ParameterizedTest
    @CsvSource({
        "nftables, iptables-nft",
        "nftables, iptables-legacy",
        "iptables-nft, nftables",
        "iptables-nft, iptables-legacy",
        "iptables-legacy, nftables",
        "iptables-legacy, iptables-nft"
    })
    void movesTheRulesWithoutAGap(String from, String to) throws Exception {
        use(from);
        add("a", A, a);
        NetworkNamespace c = vpc.addPod("c");
        add("b", B, b);
        Capture eth0 = onNode("eth0", "src host " + B);
        Capture eth1 = onNode("eth1", "src host " + B);
        Flood flood = new Flood(b);

        use(to);
        add("c", "10.0.1.17", c);

        long sent = flood.stop();
        assertTrue(sent > 20, "only " + sent + " datagrams");
        assertEquals(List.of(), eth0.stop(), "untranslated");
        assertEquals(List.of(), eth1.stop(), "by the wrong ENI");
        assertEquals("nftables".equals(to), owns("nftables"), "in nftables");
        assertEquals("iptables-nft".equals(to), owns("iptables-nft"), "in iptables-nft");
        assertEquals("iptables-legacy".equals(to), owns("iptables-legacy"), "in iptables-legacy");
    }

    @ParameterizedTest
    @ValueSource(strings = {"iptables-nft", "iptables-legacy"})
    void leavesNoRulesWhenTheNodeIsLeftToOthers(String backend) throws Exception {
        use(backend);
        addPods();
        in(backend, "-t", "nat", "-A", "POSTROUTING", "-o", "others+", "-j", "MASQUERADE");
        onNode(() -> cni.call("DEL", "a", a.toString(), "").success());
        onNode(() -> cni.call("DEL", "b", b.toString(), "").success());

        cni.ipam = CniNode.RANGES;
        cni.extra = "";
        onNode(() -> cni.call("ADD", "a", a.toString(), "").success());

        String saved = in(backend + "-save");
        assertFalse(saved.contains("AWS"), saved);
        assertTrue(saved.contains("-A POSTROUTING -o others+ -j MASQUERADE"), saved);
        assertFalse(in("nft", "list", "tables").contains("aws-cni"));
    }

    /** Tells whether there is a SNAT rule of ours. */
    private boolean owns(String backend) throws IOException {
        if (backend.equals("nftables")) {
            return in("nft", "list", "ruleset").contains("snat to " + NODE + " fully-random")
                    && in("nft", "list", "table", "ip", "aws-cni").contains("nat-postrouting");
        }
        return in(backend + "-save").contains("AWS-SNAT-CHAIN-0");
    }

    /** New connections off the VPC without end: each datagram from another port. */
    private static final class Flood {
        private final Thread thread;
        private volatile boolean stopping;
        private final AtomicLong sent = new AtomicLong();
        private volatile String failure = "";

        Flood(NetworkNamespace pod) {
            thread = Thread.ofPlatform().start(() -> run(pod));
        }

        private void run(NetworkNamespace pod) {
            try {
                pod.call(() -> {
                    while (!stopping) {
                        send();
                    }
                    return true;
                });
            } catch (IOException e) {
                failure = e.toString();
            }
        }

        private void send() throws IOException {
            try (DatagramSocket socket = new DatagramSocket()) {
                InetAddress to = InetAddress.getByName(INTERNET);
                socket.send(new DatagramPacket(new byte[1], 1, to, 9));
                sent.incrementAndGet();
            }
        }

        long stop() throws InterruptedException {
            stopping = true;
            thread.join();
            assertEquals("", failure);
            return sent.get();
        }
    }

    private void use(String backend) {
        cni.extra =
                cni.extra
                        .replaceAll("\"filterBackend\":\"[a-z-]+\",", "")
                        .replace("\"node\":{", "\"node\":{\"filterBackend\":\"" + backend + "\",");
    }

    private void addPods() throws IOException {
        add("a", A, a);
        add("b", B, b);
    }

    private void add(String name, String address, NetworkNamespace pod) throws IOException {
        Map<String, String> asking = Map.of("CNI_ARGS", "IP=" + address);
        onNode(() -> cni.call(asking, "ADD", name, pod.toString(), cni.conf("")).success());
    }

    private String onNode(Callable<String> call) throws IOException {
        return vpc.node().call(call);
    }

    private Capture onNode(String device, String filter) throws IOException {
        return Capture.of(vpc.node().toString(), device, filter);
    }

    private String in(String... command) throws IOException {
        return CniNode.in(vpc.node().toString(), command);
    }

    private void nft(String rules) throws IOException {
        Tool.feed(rules, "nsenter", "--net=" + vpc.node(), "nft", "-f", "-");
    }

    /** A rule such as kube-proxy has, in front of ours. */
    private void proxy(String iptables, String matches, String to) throws IOException {
        String rule = " -t nat -I PREROUTING " + matches + " -j DNAT --to-destination " + to;
        in("sh", "-c", iptables + rule);
    }
}
