package io.vethkit.it.cni;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vethkit.it.ThrowawayNetns;
import io.vethkit.it.Tool;
import io.vethkit.it.cni.CniNode.Answer;
import io.vethkit.netns.NetworkNamespace;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;

/** GC: what no valid attachment needs goes, and nothing else. */
@ExtendWith(ThrowawayNetns.class)
class CollectIT {
    private static final String ALL = "cni.dev/valid-attachments";

    // table A7 has "success, nothing is removed" for upstream; null is what runtimes send for none
    @ParameterizedTest
    @ValueSource(strings = {"[]", "null"})
    void removesAllIfNothingIsValid(String none) throws IOException {
        try (CniNode node = CniNode.withSecondaryEni()) {
            node.add("first", node.newPod());
            node.delete("first", "");
            Unchanged unchanged = Unchanged.since(node);
            node.add("c1", node.newPod());
            node.add("c2", node.newPod());

            assertEquals("", collect(node, ALL, none).success());

            unchanged.check();
        }
    }

    @Test
    void removesNothingIfTheListIsAbsent() throws IOException {
        try (CniNode node = new CniNode()) {
            node.add("c1", node.newPod());
            Unchanged unchanged = Unchanged.since(node);

            Answer answer = node.call("GC", "", "", "");

            assertEquals(
                    "7: cni.dev/valid-attachments is missing: GC needs the list of what to keep",
                    answer.error());
            unchanged.check();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {ALL, "cni.dev/attachments"})
    void keepsWhatIsValid(String name) throws IOException {
        try (CniNode node = new CniNode()) {
            node.add("c1", node.newPod());
            Unchanged unchanged = Unchanged.since(node);
            node.add("c2", node.newPod());

            assertEquals("", collect(node, name, listOf("c1", "eth0")).success());

            unchanged.check();
            assertTrue(CniNode.in(node.path(0), "ping", "-c1", "-W2", "10.0.0.4").contains("ttl"));
        }
    }

    @Test
    void goesByTheInterfaceToo() throws IOException {
        try (CniNode node = new CniNode()) {
            Unchanged unchanged = Unchanged.since(node);
            node.add("c1", node.newPod());

            assertEquals("", collect(node, ALL, listOf("c1", "net1")).success());

            unchanged.check();
        }
    }

    @Test
    void keepsWhatIsValidThoughItIsOffTheRecord() throws IOException {
        try (CniNode node = new CniNode()) {
            node.add("c1", node.newPod());
            Files.delete(node.stateDir.resolve("attachments/net/c1:eth0"));
            Unchanged unchanged = Unchanged.since(node);

            assertEquals("", collect(node, ALL, listOf("c1", "eth0")).success());

            unchanged.check();
        }
    }

    @Test
    void removesWhatIsOffTheRecord() throws IOException {
        try (CniNode node = CniNode.withSecondaryEni()) {
            node.add("first", node.newPod());
            Unchanged unchanged = Unchanged.since(node);
            node.add("c1", node.newPod());
            node.call(Map.of("CNI_ARGS", "IP=10.0.1.16"), "ADD", "c2", node.newPod(), node.conf(""))
                    .success();
            Tool.run("sh", "-c", "rm " + node.stateDir + "/attachments/net/c?:eth0");
            Tool.ip(
                    "rule",
                    "add",
                    "pref",
                    "512",
                    "to",
                    "10.0.0.30",
                    "lookup",
                    "main",
                    "proto",
                    "86");
            Tool.ip(
                    "rule",
                    "add",
                    "pref",
                    "1536",
                    "from",
                    "10.0.1.30",
                    "lookup",
                    "2",
                    "proto",
                    "86");
            Tool.run("sh", "-c", "printf gone:eth0 > " + node.stateDir + "/ipam/net/10.0.0.31");
            Tool.run("sh", "-c", "printf x:eth0 > " + node.stateDir + "/ipam/net/.x:eth0.tmp");

            assertEquals("", collect(node, ALL, listOf("first", "eth0")).success());

            unchanged.check();
        }
    }

    @Test
    void removesWhoseNamespaceIsGone() throws IOException {
        try (CniNode node = new CniNode()) {
            Unchanged unchanged = Unchanged.since(node);
            node.add("c1", node.newPod());
            NetworkNamespace.delete(node.pods.get(0));

            assertEquals("", collect(node, ALL, "[]").success());

            unchanged.check();
        }
    }

    @Test
    void leavesOtherNetworksAlone() throws IOException {
        try (CniNode node = new CniNode();
                CniNode elsewhere = new CniNode(node)) {
            node.network = "other";
            node.ipam = CniNode.RANGES.replace("10.0.0.16", "10.0.0.24");
            node.add("c1", node.newPod());
            node.network = "net";
            elsewhere.network = "third";
            elsewhere.ipam = CniNode.RANGES.replace("10.0.0.16", "10.0.0.20");
            elsewhere.add("c3", elsewhere.newPod());
            Unchanged unchanged = Unchanged.since(node);
            Unchanged unchangedElsewhere = Unchanged.since(elsewhere);
            node.ipam = CniNode.RANGES;
            node.add("c2", node.newPod());

            assertEquals("", collect(node, ALL, "[]").success());

            unchanged.check();
            unchangedElsewhere.check();
        }
    }

    @Test
    void leavesOthersLinksAndRulesAlone() throws IOException {
        try (CniNode node = new CniNode()) {
            Tool.ip("link", "add", "eni00000000001", "type", "veth", "peer", "name", "eni2");
            Tool.ip("link", "set", "eni2", "alias", "of somebody else");
            Tool.ip("rule", "add", "pref", "512", "to", "10.0.0.30", "lookup", "main");
            Tool.ip(
                    "rule",
                    "add",
                    "pref",
                    "600",
                    "to",
                    "10.0.0.30",
                    "lookup",
                    "main",
                    "proto",
                    "86");
            Tool.ip("route", "add", "10.0.0.30", "dev", "eth0");
            node.add("c1", node.newPod());
            node.delete("c1", "");
            Unchanged unchanged = Unchanged.since(node);

            assertEquals("", collect(node, ALL, "[]").success());

            unchanged.check();
        }
    }

    @Test
    void goesOnBehindWhatFailsAndReportsIt() throws IOException {
        try (CniNode node = new CniNode()) {
            node.add("c1", node.newPod());
            node.add("c2", node.newPod());
            Files.createDirectory(node.stateDir.resolve("attachments/net/a:eth0")); // unreadable
            Tool.run("rm", "-r", node.stateDir + "/attachments/net/c2:eth0");

            Answer answer = collect(node, ALL, "[]");

            assertEquals(5, answer.code());
            assertTrue(answer.error().contains("a:eth0"), answer.error());
            assertEquals(List.of(), node.stateFiles());
            assertEquals("", Tool.ip("rule", "show", "pref", "512"));
            Files.delete(node.stateDir.resolve("attachments/net/a:eth0"));
            assertEquals("", collect(node, ALL, "[]").success());
        }
    }

    private static String listOf(String id, String ifName) {
        return "[{\"containerID\":\"" + id + "\",\"ifname\":\"" + ifName + "\"}]";
    }

    private static Answer collect(CniNode node, String name, String list) {
        return node.call("GC", "", "", ",\"" + name + "\":" + list);
    }
}
