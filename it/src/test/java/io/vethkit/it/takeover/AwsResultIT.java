package io.vethkit.it.takeover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonObject;

import io.vethkit.it.NetworkSnapshot;
import io.vethkit.it.ThrowawayNetns;
import io.vethkit.it.Tool;
import io.vethkit.it.cni.CniNode;
import io.vethkit.netns.NetworkNamespace;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Results in the shape of Amazon's plugin, and that plugin's DEL of what ours made. */
@ExtendWith(ThrowawayNetns.class)
class AwsResultIT {
    private static final String POD = "K8S_POD_NAMESPACE=default;K8S_POD_NAME=sample-pod";

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            textBlock =
                    """
                    0.4.0 > {"cniVersion":"0.4.0","interfaces":[{"name":"enicc21c2d7785"},{"name":"eth0","mac":"2","sandbox":"NETNS"},{"name":"dummycc21c2d7785","mac":"0","sandbox":"1"}],"ips":[{"version":"4","interface":1,"address":"10.0.1.16/32"}],"dns":{}}
                    1.0.0 > {"cniVersion":"1.0.0","interfaces":[{"name":"enicc21c2d7785"},{"name":"eth0","mac":"2","sandbox":"NETNS"},{"name":"dummycc21c2d7785","mac":"0","sandbox":"1"}],"ips":[{"interface":1,"address":"10.0.1.16/32"}]}
                    1.1.0 > {"cniVersion":"1.1.0","interfaces":[{"name":"enicc21c2d7785"},{"name":"eth0","mac":"2","sandbox":"NETNS"},{"name":"dummycc21c2d7785","mac":"0","sandbox":"1"}],"ips":[{"interface":1,"address":"10.0.1.16/32"}]}
                    """)
    void hasNumbersWhereAmazonsHas(String version, String golden) throws IOException {
        try (CniNode node = node()) {
            node.version = version;
            String netns = node.newPod();

            JsonObject result = add(node, netns, "10.0.1.16", "");

            assertEquals(golden.replace("NETNS", netns), result.toString());
            AmazonPod pod = AmazonPod.of("sample-pod", netns, "10.0.1.16", 1);
            assertEquals(AmazonResult.of(pod, version).toString(), result.toString());
        }
    }

    @Test
    void saysThatThePrimaryEniHasTheTableMain() throws IOException {
        try (CniNode node = node()) {
            String netns = node.newPod();

            JsonObject result = add(node, netns, "10.0.0.16", "");

            AmazonPod pod = AmazonPod.of("sample-pod", netns, "10.0.0.16", 0);
            assertEquals(AmazonResult.of(pod, "1.0.0").toString(), result.toString());
        }
    }

    @Test
    void hasTwoEntriesForEachOfSeveralInterfaces() throws IOException {
        try (CniNode node = multiNicNode()) {
            String netns = node.newPod();

            JsonObject result = addMultiNic(node, netns);

            AmazonPod.Ip first = new AmazonPod.Ip("10.0.0.16", 0, 0);
            AmazonPod.Ip second = new AmazonPod.Ip("10.0.1.16", 1, 0);
            AmazonPod pod = AmazonPod.of("sample-pod", netns, first, second);
            assertEquals(AmazonResult.of(pod, "1.0.0").toString(), result.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.16", "10.0.1.16"})
    void letsAmazonsPluginDeleteOurs(String address) throws IOException {
        try (CniNode node = node()) {
            NetworkSnapshot before = afterFirst(node);
            String netns = node.newPod();
            JsonObject result = add(node, netns, address, "");

            new AmazonDel(result, "eth0").run();
            deleteNamespace(netns);

            NetworkSnapshot.assertUnchangedSince(before);
        }
    }

    @Test
    void letsAmazonsPluginDeleteOursOnEveryCard() throws IOException {
        try (CniNode node = multiNicNode()) {
            NetworkSnapshot before = afterFirst(node);
            String netns = node.newPod();
            JsonObject result = addMultiNic(node, netns);

            new AmazonDel(AmazonResult.withEgress(result, netns), "eth0").run();
            deleteNamespace(netns);

            NetworkSnapshot.assertUnchangedSince(before);
        }
    }

    // the fixture above could not fail otherwise
    @Test
    void isNeededByAmazonsPlugin() throws IOException {
        try (CniNode node = node()) {
            node.extra = node.extra.replace(",\"resultCompatibility\":\"aws\"", "");

            JsonObject result = add(node, node.newPod(), "10.0.1.16", "");

            assertThrows(NullPointerException.class, () -> new AmazonDel(result, "eth0").run());
        }
    }

    @Test
    void isAcceptedByOurOwnVerbs() throws IOException {
        try (CniNode node = node()) {
            NetworkSnapshot before = afterFirst(node);
            String netns = node.newPod();
            String result = ",\"prevResult\":" + add(node, netns, "10.0.1.16", "");

            assertEquals("", node.call("CHECK", "c1", netns, result).success());
            assertEquals("", node.call("DEL", "c1", netns, result).success());

            NetworkSnapshot.assertUnchangedSince(before);
        }
    }

    @Test
    void servesOurDelWhenTheRecordIsLost() throws IOException {
        try (CniNode node = node()) {
            NetworkSnapshot before = afterFirst(node);
            String netns = node.newPod();
            String result = ",\"prevResult\":" + add(node, netns, "10.0.1.16", "");
            Tool.run("rm", node.stateDir + "/attachments/net/c1:eth0");

            assertEquals("", node.call("CHECK", "c1", netns, result).success());
            assertEquals("", node.call("DEL", "c1", netns, result).success());

            NetworkSnapshot.assertUnchangedSince(before);
            assertEquals(
                    "10.0.1.16",
                    add(node, node.newPod(), "10.0.1.16", "")
                            .getAsJsonArray("ips")
                            .get(0)
                            .getAsJsonObject()
                            .get("address")
                            .getAsString()
                            .replace("/32", ""));
        }
    }

    private static CniNode node() throws IOException {
        CniNode node = CniNode.withSecondaryEni();
        Tool.ip("link", "set", "eth1", "up");
        node.version = "1.0.0";
        node.extra += ",\"resultCompatibility\":\"aws\"";
        return node;
    }

    private static CniNode multiNicNode() throws IOException {
        CniNode node = node();
        node.extra =
                node.extra
                        .replace("\"deviceNumber\":1", "\"networkCard\":1,\"deviceNumber\":0")
                        .replace("\"node\":{", "\"node\":{\"multiNic\":true,");
        return node;
    }

    /** Has the node set up by a first pod, which goes. */
    private static NetworkSnapshot afterFirst(CniNode node) throws IOException {
        String netns = node.newPod();
        node.call(Map.of(), "ADD", "first", netns, node.conf("")).success();
        node.delete("first", netns);
        return NetworkSnapshot.take();
    }

    private static JsonObject addMultiNic(CniNode node, String netns) {
        String annotation =
                ",\"runtimeConfig\":{\"io.kubernetes.cri.pod-annotations\":"
                        + "{\"k8s.amazonaws.com/nicConfig\":\"multi-nic-attachment\"}}";
        return add(node, netns, "10.0.0.16;IP=10.0.1.16", annotation);
    }

    private static JsonObject add(CniNode node, String netns, String address, String more) {
        String args = POD + ";IP=" + address;
        return node.call(Map.of("CNI_ARGS", args), "ADD", "c1", netns, node.conf(more)).result();
    }

    private static void deleteNamespace(String netns) throws IOException {
        NetworkNamespace.delete(Path.of(netns).getFileName().toString());
        while (Tool.ip("-o", "link", "show", "type", "veth").contains("enicc21c2d7785")) {
            Thread.onSpinWait(); // namespaces go in the background
        }
    }
}
