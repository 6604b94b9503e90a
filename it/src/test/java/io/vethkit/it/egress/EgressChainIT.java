package io.vethkit.it.egress;

import static io.vethkit.it.egress.EgressNode.in;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;

import io.vethkit.cni.Skel;
import io.vethkit.cni.VethkitPlugin;
import io.vethkit.it.NetworkSnapshot;
import io.vethkit.it.ThrowawayNetns;
import io.vethkit.it.cni.Callers;
import io.vethkit.it.cni.CniNode.Answer;
import io.vethkit.netns.NetworkNamespace;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

/** Egress behind the first plugin, which has set the node up for it. */
@ExtendWith(ThrowawayNetns.class)
class EgressChainIT {
    @TempDir private Path dataDir;

    /** The first plugin's call, of the same network and with the same state directory. */
    private static Answer first(EgressNode node, String verb, String id, String netns) {
        String range =
                node.isV6
                        ? "\"subnet\":\"10.0.0.0/24\",\"rangeStart\":\"10.0.0.16\""
                        : "\"subnet\":\"2001:db8:1::/64\"";
        String described =
                node.isV6
                        ? "\"egress\":true"
                        : "\"ipFamilies\":[\"IPv6\"],\"primaryIpv6Address\":\"2001:db8::4/64\"";
        String conf =
                "{\"cniVersion\":\"1.0.0\",\"name\":\"aws-cni\",\"type\":\"vethkit-cni\","
                        + "\"stateDir\":\""
                        + node.stateDir
                        + "\",\"ipam\":{\"type\":\"vethkit\",\"ranges\":[[{"
                        + range
                        + "}]]},\"node\":{\"primaryInterface\":\"eth0\","
                        + described
                        + "}}";
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int status =
                new Skel("test", new VethkitPlugin())
                        .run(
                                EgressNode.variables(verb, id, netns),
                                new ByteArrayInputStream(conf.getBytes(StandardCharsets.UTF_8)),
                                out,
                                new PrintStream(new ByteArrayOutputStream()));
        return new Answer(status, out.toString(StandardCharsets.UTF_8), "");
    }

    private static void add(EgressNode node, String id, String netns) throws IOException {
        JsonObject previous = first(node, "ADD", id, netns).result();
        node.call("ADD", id, netns, node.conf(",\"prevResult\":" + previous)).success();
        node.settle(id, netns);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void leadsOutOfTheNodeButNotToOtherPods(boolean isV6) throws Exception {
        try (EgressNode node = EgressNode.withHostLocal(isV6, dataDir)) {
            String a = node.newNamespace();
            String b = node.newNamespace();
            add(node, "a", a);
            add(node, "b", b);
            String internet = isV6 ? EgressNode.INTERNET_V6 : EgressNode.INTERNET_V4;

            if (isV6) { // or they look for each other on their own wires, where nobody answers
                String gateway = node.record("a").get("gateway").getAsString();
                String other = node.address("b");
                in(a, "ip", "-6", "route", "add", other, "via", gateway, "dev", "v6if0");
            }

            String out = in(a, "ping", "-c1", "-W3", internet);
            AssertionError across =
                    assertThrows(
                            AssertionError.class,
                            () -> in(a, "ping", "-c1", "-W3", node.address("b")));
            String own = in(b, "ping", "-c1", "-W3", node.address("b"));

            assertTrue(out.contains("1 received"), out);
            assertTrue(own.contains("1 received"), own);
            String said = String.valueOf(across.getMessage());
            assertTrue(said.toLowerCase(Locale.ROOT).contains("port unreachable"), said);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void isRejectedOnTheNodeToo(boolean isV6) throws Exception {
        try (EgressNode node = EgressNode.withHostLocal(isV6, dataDir)) {
            String netns = node.newNamespace();
            add(node, "a", netns);
            String address = node.address("a");
            String family = isV6 ? "-6" : "-4";
            in(
                    node.internet.toString(),
                    "ip",
                    family,
                    "route",
                    "add",
                    address,
                    "via",
                    isV6 ? EgressNode.V6 : EgressNode.V4);

            try (NetworkNamespace pod = NetworkNamespace.open(netns);
                    Callers _ = Callers.listen("pod", pod)) {
                IOException refused =
                        assertThrows(
                                IOException.class,
                                () -> Callers.call(node.internet, address, Callers.PORT));

                assertEquals("Connection refused", refused.getMessage());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void goesInReverseOrderAndLeavesNothing(boolean isV6) throws IOException {
        try (EgressNode node = EgressNode.withHostLocal(isV6, dataDir)) {
            String netns = node.newNamespace();
            add(node, "first", netns);
            node.delete("first", netns);
            first(node, "DEL", "first", netns).success();
            NetworkSnapshot before = NetworkSnapshot.take();

            add(node, "a", netns);
            node.delete("a", netns);
            first(node, "DEL", "a", netns).success();

            NetworkSnapshot.assertUnchangedSince(before);
        }
    }
}
