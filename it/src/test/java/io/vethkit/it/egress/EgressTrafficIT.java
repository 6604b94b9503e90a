package io.vethkit.it.egress;

import static io.vethkit.it.egress.EgressNode.in;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vethkit.it.ThrowawayNetns;
import io.vethkit.it.Tool;
import io.vethkit.it.cni.Callers;
import io.vethkit.it.cni.Capture;
import io.vethkit.netns.NetworkNamespace;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Packets of pods that leave the node in the family they do not have. */
@ExtendWith(ThrowawayNetns.class)
class EgressTrafficIT {
    private static final int PATIENCE_MILLIS = 2000;

    @TempDir private Path dataDir;

    private static String internet(boolean isV6) {
        return isV6 ? EgressNode.INTERNET_V6 : EgressNode.INTERNET_V4;
    }

    /** The node's address as Java writes it. */
    private static String seen(boolean isV6) throws IOException {
        return InetAddress.getByName(isV6 ? EgressNode.V6 : EgressNode.V4).getHostAddress();
    }

    // the first packet at once: nothing waits for duplicate address detection
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void reachesTheInternetAsTheNodeByTcpAndUdp(boolean isV6) throws Exception {
        try (EgressNode node = EgressNode.withHostLocal(isV6, dataDir)) {
            String netns = node.newPod();
            node.add("c1", netns);

            try (Callers _ = Callers.listen("internet", node.internet);
                    NetworkNamespace pod = NetworkNamespace.open(netns)) {
                String answer = Callers.call(pod, internet(isV6), Callers.PORT);
                assertEquals("internet sees " + seen(isV6), answer);
                assertEquals(seen(isV6), askByUdp(node.internet, pod, internet(isV6)));
            }
        }
    }

    /** Returns what a client in {@code client} hears from the server of whom that sees. */
    private static String askByUdp(NetworkNamespace server, NetworkNamespace client, String address)
            throws IOException {
        InetSocketAddress asked = new InetSocketAddress(address, 5353);
        try (DatagramSocket listening = server.call(() -> new DatagramSocket(asked));
                DatagramSocket asking = client.call(() -> new DatagramSocket())) {
            listening.setSoTimeout(PATIENCE_MILLIS);
            asking.setSoTimeout(PATIENCE_MILLIS);
            asking.send(new DatagramPacket(new byte[1], 1, asked));
            DatagramPacket packet = new DatagramPacket(new byte[100], 100);
            listening.receive(packet);
            byte[] who = packet.getAddress().getHostAddress().getBytes(StandardCharsets.UTF_8);
            listening.send(new DatagramPacket(who, who.length, packet.getSocketAddress()));
            asking.receive(packet);
            return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void carriesJumboFramesUnbroken(boolean isV6) throws IOException {
        try (EgressNode node = EgressNode.withHostLocal(isV6, dataDir)) {
            String netns = node.newPod();
            node.add("c1", netns);

            int payload = 9001 - (isV6 ? 40 : 20) - 8;
            String answer = in(netns, "ping", "-c1", "-W3", "-Mdo", "-s" + payload, internet(isV6));

            assertTrue(answer.contains("1 received"), answer);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void answersItsOwnAddress(boolean isV6) throws IOException {
        try (EgressNode node = EgressNode.withHostLocal(isV6, dataDir)) {
            String netns = node.newPod();
            node.add("c1", netns);

            String answer = in(netns, "ping", "-c1", "-W3", node.address("c1"));

            assertTrue(answer.contains("1 received"), answer);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void isNotTranslatedToGroups(boolean isV6) throws Exception {
        try (EgressNode node = EgressNode.withHostLocal(isV6, dataDir)) {
            String netns = node.newPod();
            node.add("c1", netns);
            String family = isV6 ? "ip6" : "ip";
            String chain = isV6 ? "snat-2001-db8--4" : "snat-10.0.0.4";

            String rules = Tool.nft("list", "chain", family, "vethkit-egress", chain);

            String group = family + " daddr " + (isV6 ? "ff00::/8" : "224.0.0.0/4") + " accept";
            String snat = "snat to " + (isV6 ? EgressNode.V6 : EgressNode.V4) + " fully-random";
            assertTrue(rules.indexOf(group) > 0, rules);
            assertTrue(rules.indexOf(group) < rules.indexOf(snat), rules);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void endsWithThePod(boolean isV6) throws Exception {
        try (EgressNode node = EgressNode.withHostLocal(isV6, dataDir)) {
            String netns = node.newPod();
            node.add("c1", netns);
            try (NetworkNamespace pod = NetworkNamespace.open(netns);
                    Callers _ = Callers.listen("internet", node.internet)) {
                Callers.call(pod, internet(isV6), Callers.PORT);

                node.delete("c1", netns);

                assertThrows(
                        IOException.class, () -> Callers.call(pod, internet(isV6), Callers.PORT));
            }
        }
    }

    // the address of a pod that dies may go to the next before its link is gone
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void leadsARecycledAddressToItsNewOwner(boolean isV6) throws Exception {
        try (EgressNode node = EgressNode.withBuiltIn(isV6)) {
            String family = isV6 ? "-6" : "-4";
            String address = isV6 ? "fd00::ac:2" : "169.254.172.2";
            Tool.ip("link", "add", "stale", "type", "veth", "peer", "far");
            Tool.ip("link", "set", "stale", "up");
            Tool.ip(family, "route", "add", address, "dev", "stale");
            String netns = node.newPod();

            node.add("c1", netns);

            assertEquals(
                    address + "/" + (isV6 ? "118" : "22"),
                    node.record("c1").get("address").getAsString());
            Capture eth0 = Capture.of("/proc/self/ns/net", "eth0", isV6 ? "icmp6" : "icmp");
            String answer = in(netns, "ping", "-c1", "-W3", internet(isV6));
            assertTrue(answer.contains("1 received"), answer);
            assertTrue(eth0.stop().stream().anyMatch(line -> line.contains("echo reply")));
        }
    }
}
