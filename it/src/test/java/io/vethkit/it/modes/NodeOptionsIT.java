package io.vethkit.it.modes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

import io.vethkit.cli.vpc.Mode;
import io.vethkit.it.ThrowawayNetns;
import io.vethkit.it.Tool;
import io.vethkit.it.cni.CniNode;
import io.vethkit.netlink.IpAddress;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** What the node's options do to packets. */
@ExtendWith(ThrowawayNetns.class)
class NodeOptionsIT {
    private static final String INTERNET = "198.51.100.7";
    private static final String B = "10.0.1.17";
    private static final IpAddress PRIMARY = IpAddress.parse("10.0.0.4");
    private static final int SOURCE_PORT = 45678;

    /** An option that is set. */
    private interface Setting {
        void set(JsonObject node);
    }

    /** Returns a node whose pod b has an address of the secondary ENI. */
    private static ModeNode nodeWith(Setting setting) throws IOException {
        ModeNode node = new ModeNode(Mode.SECONDARY_IP);
        setting.set(node.conf);
        node.add("b", B);
        return node;
    }

    @Test
    void leavesUntranslatedToExcludedCidrs() throws Exception {
        JsonArray excluded = new JsonArray();
        excluded.add("198.51.100.0/24");
        try (ModeNode node = nodeWith(conf -> conf.add("excludeSnatCidrs", excluded))) {
            node.flows.assertFlow("b -> internet | - | b eth1 | -");
        }
    }

    @Test
    void leavesUntranslatedByItsOwnEniIfOthersTranslate() throws Exception {
        try (ModeNode node = nodeWith(conf -> conf.addProperty("externalSnat", true))) {
            node.flows.assertFlow("b -> internet | - | b eth1 | -");
            service(node);
            node.flows.assertFlow("internet -> svc | 198.51.100.7 | eth0 b | b eth0");
        }
    }

    // the reply leaves by the pod's own ENI, where the VPC drops the node's address
    @Test
    void doesNotCareForNodePortsThatAreOff() throws Exception {
        try (ModeNode node = nodeWith(conf -> conf.addProperty("nodePortSupport", false))) {
            service(node);
            node.flows.assertFlow(
                    """
                    internet -> svc | - | eth0 b | b eth1
                    b -> internet | 10.0.0.4 | b eth0 | eth0 b | 9001
                    """);
        }
    }

    @Test
    void marksWithTheConfiguredBitAndKeepsTheBitsOfOthers() throws Exception {
        try (ModeNode node = nodeWith(conf -> conf.addProperty("connmark", "0x200"))) {
            Tool.feed(
                    "table ip others { chain early { type filter hook prerouting priority raw + 200;\n"
                            + "iifname \"eni*\" ct mark set ct mark or 0x80\n}\n}",
                    "nsenter",
                    "--net=" + node.vpc.node(),
                    "nft",
                    "-f",
                    "-");

            node.flows.assertFlow("b -> internet | 10.0.0.4 | b eth0 | eth0 b | 9001");

            assertTrue(tracked(node).contains("mark=640"), tracked(node));
        }
    }

    @Test
    void keepsTheSourcePortIfItIsNotToBeRandom() throws Exception {
        try (ModeNode node = nodeWith(conf -> conf.addProperty("randomizeSnat", "none"))) {
            assertEquals(SOURCE_PORT, translatedPort(node));
        }
    }

    @Test
    void drawsTheSourcePort() throws Exception {
        try (ModeNode node = nodeWith(conf -> conf.addProperty("randomizeSnat", "prng"))) {
            assertNotEquals(SOURCE_PORT, translatedPort(node));
        }
    }

    @Test
    void hashesTheSourcePort() throws Exception {
        try (ModeNode node = nodeWith(conf -> conf.addProperty("randomizeSnat", "hashrandom"))) {
            assertNotEquals(SOURCE_PORT, translatedPort(node));
        }
    }

    // as kubelet's probes do; the node's socket would take what comes out of the pod's veth
    @Test
    @Tag("vlan")
    void losesStrictPodsRepliesToTheNodeWithEarlyDemux() throws Exception {
        try (ModeNode node = new ModeNode(Mode.BRANCH_STRICT)) {
            node.conf.addProperty("disableTcpEarlyDemux", false);
            node.addBranch("s", 0);
            node.flows.device("vlan.eth.7", "vlan7");

            node.flows.assertFlow(
                    """
                    node -> s  | -         | eth0 eth2 vlan7 s | s
                    s -> node2 | 10.0.5.16 | s vlan7 eth2      | eth2 vlan7 s | 9001
                    """);
        }
    }

    private static void service(ModeNode node) throws IOException {
        NodePorts.add(node.vpc.node(), 30080, node.pod("b").address(false), false);
        node.flows.nodePort("svc", PRIMARY, 30080, "b");
    }

    private static String tracked(ModeNode node) throws IOException {
        return CniNode.in(node.vpc.node().toString(), "conntrack", "-L", "-s", B);
    }

    /** Returns the port that a connection from {@link #SOURCE_PORT} has on the internet. */
    private static int translatedPort(ModeNode node) throws IOException {
        Place internet = new Place("internet", node.vpc.internet(), IpAddress.parse(INTERNET));
        try (Echo _ = Echo.at(internet, 8001)) {
            node.pod("b")
                    .namespace()
                    .call(() -> {
                        try (Socket socket = new Socket()) {
                            socket.bind(
                                    new InetSocketAddress(InetAddress.getByName(B), SOURCE_PORT));
                            socket.connect(
                                    new InetSocketAddress(InetAddress.getByName(INTERNET), 8001),
                                    2000);
                            return socket.getInputStream().readAllBytes();
                        }
                    });
        }
        String tracked = tracked(node);
        String reply = tracked.substring(tracked.lastIndexOf("dport=") + "dport=".length());
        return Integer.parseInt(reply.substring(0, reply.indexOf(' ')));
    }
}
