package io.vethkit.it.cni;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import io.vethkit.it.ThrowawayNetns;
import io.vethkit.it.Tool;
import io.vethkit.it.cni.CniNode.Answer;
import io.vethkit.netns.NetworkNamespace;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The calls of the table of upstream behaviour (reference/cni.md, A7), row by row: the same outcome
 * where upstream is right, a better one where the table shows a fault.
 */
@ExtendWith(ThrowawayNetns.class)
class UpstreamTableIT {
    // rows: unknown or lower-case verb; id missing, a/b, .a; ifname missing, 16 characters, a/b
    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            textBlock =
                    """
                    CNI_COMMAND=add > unknown CNI_COMMAND: add
                    CNI_COMMAND=PLUG > unknown CNI_COMMAND: PLUG
                    CNI_CONTAINERID= > required env variables [CNI_CONTAINERID] missing
                    CNI_CONTAINERID=a/b > CNI_CONTAINERID is "a/b": it must start with a letter or digit and hold only those and _ . -
                    CNI_CONTAINERID=.a > CNI_CONTAINERID is ".a": it must start with a letter or digit and hold only those and _ . -
                    CNI_IFNAME= > required env variables [CNI_IFNAME] missing
                    CNI_IFNAME=eth0567890123456 > CNI_IFNAME is "eth0567890123456": it must be 1 to 15 bytes, not . or .., without / and : and white space
                    CNI_IFNAME=a/b > CNI_IFNAME is "a/b": it must be 1 to 15 bytes, not . or .., without / and : and white space
                    CNI_NETNS= > required env variables [CNI_NETNS] missing
                    CNI_PATH= > required env variables [CNI_PATH] missing
                    """)
    void refusesAWrongEnvironment(String variable, String msg) throws IOException {
        try (CniNode node = new CniNode()) {
            Unchanged unchanged = Unchanged.since(node);
            String[] pair = variable.split("=", 2);

            Answer answer =
                    node.call(Map.of(pair[0], pair[1]), "ADD", "c1", "/run/netns/x", node.conf(""));

            assertEquals("4: " + msg, answer.error());
            unchanged.check();
        }
    }

    // row: several missing
    @Test
    void namesAllMissingVariablesAtOnce() throws IOException {
        try (CniNode node = new CniNode()) {
            Map<String, String> none = new HashMap<>();
            for (String name : List.of("CONTAINERID", "NETNS", "IFNAME", "PATH")) {
                none.put("CNI_" + name, "");
            }

            Answer answer = node.call(none, "ADD", "", "", node.conf(""));

            assertEquals(
                    "4: required env variables [CNI_CONTAINERID,CNI_NETNS,CNI_IFNAME,CNI_PATH]"
                            + " missing",
                    answer.error());
        }
    }

    // rows: empty stdin, text, array
    @ParameterizedTest
    @ValueSource(strings = {"", "text", "[]", "null", "{", "{} {}"})
    void refusesWhatIsNoObject(String conf) throws IOException {
        try (CniNode node = new CniNode()) {
            Unchanged unchanged = Unchanged.since(node);

            assertEquals(6, node.call(Map.of(), "ADD", "c1", node.newPod(), conf).code());
            assertEquals(6, node.call(Map.of(), "DEL", "c1", "", conf).code());

            unchanged.check();
        }
    }

    // rows: name missing, with blank
    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            textBlock =
                    """
                    "name":"net" > "nome":"net" > name is missing: it must name the network
                    "name":"net" > "name":"a b" > name is "a b": it must start with a letter or digit and hold only those and _ . -
                    """)
    void refusesAWrongName(String right, String wrong, String msg) throws IOException {
        try (CniNode node = new CniNode()) {
            Unchanged unchanged = Unchanged.since(node);
            String conf = node.conf("").replace(right, wrong);

            assertEquals(
                    "7: " + msg, node.call(Map.of(), "ADD", "c1", node.newPod(), conf).error());
            assertEquals("7: " + msg, node.call(Map.of(), "DEL", "c1", "", conf).error());

            unchanged.check();
        }
    }

    // row: version 9.9.9
    @ParameterizedTest
    @ValueSource(strings = {"ADD", "DEL", "CHECK"})
    void refusesAVersionItDoesNotKnow(String verb) throws IOException {
        try (CniNode node = new CniNode()) {
            node.version = "9.9.9";
            Unchanged unchanged = Unchanged.since(node);

            Answer answer = node.call(verb, "c1", node.newPod(), "");

            assertEquals(1, answer.code());
            assertTrue(
                    answer.details().contains("\"0.4.0\" \"1.0.0\" \"1.1.0\""), answer.details());
            unchanged.check();
        }
    }

    // row: no cniVersion
    @Test
    void answersInTheOldestFormatIfNoVersionIsGiven() throws IOException {
        try (CniNode node = new CniNode()) {
            String conf = node.conf("").replace("\"cniVersion\":\"1.1.0\",", "");
            String netns = node.newPod();

            JsonObject result = node.call(Map.of(), "ADD", "c1", netns, conf).result();

            assertEquals(
                    "{\"cniVersion\":\"0.1.0\",\"ip4\":{\"ip\":\"10.0.0.16/32\","
                            + "\"gateway\":\"169.254.1.1\",\"routes\":[{\"dst\":\"0.0.0.0/0\","
                            + "\"gw\":\"169.254.1.1\"}]},\"dns\":{}}",
                    result.toString());
            assertEquals("", node.call(Map.of(), "DEL", "c1", netns, conf).success());
            assertEquals(List.of(), node.stateFiles());
        }
    }

    // row: netns path missing or not an nsfs file (ADD)
    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            textBlock =
                    """
                    /run/netns/nosuch > open /run/netns/nosuch: ENOENT: No such file or directory
                    /etc/passwd > is not a network namespace
                    /proc/self/ns/mnt > is not a network namespace
                    /run/netns > is not a network namespace
                    """)
    void refusesWhatIsNoNamespace(String path, String reason) throws IOException {
        try (CniNode node = new CniNode()) {
            Unchanged unchanged = Unchanged.since(node);

            Answer answer = node.call("ADD", "c1", path, "");

            assertEquals("4: CNI_NETNS: \"" + path + "\" " + reason, answer.error());
            unchanged.check();
        }
    }

    // row: same on DEL
    @ParameterizedTest
    @ValueSource(strings = {"", "/run/netns/nosuch", "/etc/passwd", "/proc/thread-self/ns/net"})
    void deletesWhateverTheNamespaceIs(String path) throws IOException {
        try (CniNode node = new CniNode()) {
            Unchanged unchanged = Unchanged.since(node);
            node.add("c1", node.newPod());

            node.delete("c1", path);

            unchanged.check();
        }
    }

    // row: own netns
    @ParameterizedTest
    @ValueSource(strings = {"ADD", "CHECK"})
    void refusesItsOwnNamespace(String verb) throws IOException {
        try (CniNode node = new CniNode()) {
            String result = node.add("c1", node.newPod()).toString();
            Unchanged unchanged = Unchanged.since(node);
            String id = verb.equals("ADD") ? "c2" : "c1";

            Answer answer =
                    node.call(verb, id, "/proc/thread-self/ns/net", ",\"prevResult\":" + result);

            assertEquals(
                    "4: CNI_NETNS: \"/proc/thread-self/ns/net\" is the network namespace of this"
                            + " plugin",
                    answer.error());
            unchanged.check();
        }
    }

    // A2, CNI_NETNS_OVERRIDE: then the node's default route is the pod's too, and in the way
    @Test
    void undoesAllInItsOwnNamespaceIfTheCallerInsists() throws IOException {
        try (CniNode node = new CniNode()) {
            Unchanged unchanged = Unchanged.since(node);
            Map<String, String> insisting =
                    Map.of("CNI_NETNS_OVERRIDE", "true", "CNI_IFNAME", "x0");
            String own = "/proc/thread-self/ns/net";

            Answer answer = node.call(insisting, "ADD", "c1", own, node.conf(""));

            assertEquals(5, answer.code());
            assertTrue(answer.error().contains("EEXIST"), answer.error());
            unchanged.check();
        }
    }

    // row: same id+if twice; here also into another namespace
    @Test
    void refusesAnAttachmentThatIsThereAndKeepsIt() throws IOException {
        try (CniNode node = new CniNode()) {
            String netns = node.newPod();
            String other = node.newPod();
            JsonObject result = node.add("c1", netns);
            Unchanged unchanged = Unchanged.since(node);

            Answer same = node.call("ADD", "c1", netns, "");
            Answer elsewhere = node.call("ADD", "c1", other, "");

            assertEquals(
                    "4: CNI_IFNAME: \"eth0\": the container is attached to network net already",
                    same.error());
            assertEquals(
                    "4: CNI_CONTAINERID: \"c1\": the container is attached to network net already,"
                            + " in another namespace",
                    elsewhere.error());
            unchanged.check();
            assertEquals(
                    "", node.call("CHECK", "c1", netns, ",\"prevResult\":" + result).success());
        }
    }

    // row: other id, ifname exists
    @Test
    void refusesAnInterfaceThatIsThereAndTakesNoAddress() throws IOException {
        try (CniNode node = new CniNode()) {
            String netns = node.newPod();
            CniNode.in(netns, "ip", "link", "add", "eth0", "type", "bridge");
            Unchanged unchanged = Unchanged.since(node);

            Answer answer = node.call("ADD", "c1", netns, "");

            assertEquals(
                    "4: CNI_IFNAME: \"eth0\": an interface of that name is in " + netns,
                    answer.error());
            unchanged.check();
        }
    }

    // row: CNI_ARGS without = / unknown key
    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            textBlock =
                    """
                    IP > CNI_ARGS: "IP": it must be KEY=VALUE
                    A=b > CNI_ARGS: "A=b": the key is unknown, and IgnoreUnknown=1 is not given
                    IP=x > CNI_ARGS: "IP=x": the value must be IP addresses, separated by commas
                    MAC=01:00:5e:00:00:01 > CNI_ARGS: "MAC=01:00:5e:00:00:01": the value must be the MAC address of an interface
                    """)
    void refusesWrongArguments(String args, String msg) throws IOException {
        try (CniNode node = new CniNode()) {
            String netns = node.newPod();
            Unchanged unchanged = Unchanged.since(node);
            Map<String, String> wrong = Map.of("CNI_ARGS", args);

            Answer answer = node.call(wrong, "ADD", "c1", netns, node.conf(""));

            assertEquals("4: " + msg, answer.error());
            unchanged.check();
            assertEquals("", node.call(wrong, "DEL", "c1", netns, node.conf("")).success());
        }
    }

    @Test
    void ignoresUnknownArgumentsIfAsked() throws IOException {
        try (CniNode node = new CniNode()) {
            Map<String, String> args = Map.of("CNI_ARGS", "A=b;IgnoreUnknown=1");

            node.call(args, "ADD", "c1", node.newPod(), node.conf("")).success();
        }
    }

    // row: CHECK without prevResult; route gone; masquerade rules gone (CheckIT has every object)
    @Test
    void seesThatTheTranslationIsGone() throws IOException {
        try (CniNode node = CniNode.withSecondaryEni()) {
            String netns = node.newPod();
            JsonObject result = node.add("c1", netns);
            Tool.nft("delete", "table", "ip", "aws-cni");

            Answer answer = node.call("CHECK", "c1", netns, ",\"prevResult\":" + result);

            assertEquals("101: table ip aws-cni is missing", answer.error());
        }
    }

    // A5: a result so far is added to, never forgotten
    @Test
    void addsToTheResultOfThePluginBefore() throws IOException {
        try (CniNode node = new CniNode()) {
            String before =
                    "{\"cniVersion\":\"1.1.0\",\"interfaces\":[{\"name\":\"br0\"},{\"name\":\"x1\","
                            + "\"sandbox\":\"/run/netns/p\"}],\"ips\":[{\"interface\":1,"
                            + "\"address\":\"192.0.2.7/24\"}],\"routes\":[{\"dst\":\"192.0.2.0/25\"}],"
                            + "\"dns\":{\"domain\":\"before\"}}";
            String netns = node.newPod();

            JsonObject result = node.call("ADD", "c1", netns, ",\"prevResult\":" + before).result();

            assertEquals(4, result.getAsJsonArray("interfaces").size());
            assertEquals(
                    "[{\"interface\":1,\"address\":\"192.0.2.7/24\"},{\"interface\":3,"
                            + "\"address\":\"10.0.0.16/32\",\"gateway\":\"169.254.1.1\"}]",
                    result.get("ips").toString());
            assertEquals(
                    "[{\"dst\":\"192.0.2.0/25\"},{\"dst\":\"0.0.0.0/0\",\"gw\":\"169.254.1.1\"}]",
                    result.get("routes").toString());
            assertEquals("{\"domain\":\"before\"}", result.get("dns").toString());
            assertEquals(
                    "", node.call("CHECK", "c1", netns, ",\"prevResult\":" + result).success());
        }
    }

    // A4: every format a runtime may ask for
    @ParameterizedTest
    @ValueSource(strings = {"0.1.0", "0.2.0", "0.3.0", "0.3.1", "0.4.0", "1.0.0", "1.1.0"})
    void answersAndDeletesInEveryVersion(String version) throws IOException {
        try (CniNode node = new CniNode()) {
            node.version = version;
            Unchanged unchanged = Unchanged.since(node);
            String netns = node.newPod();

            JsonObject result = node.add("c1", netns);

            assertEquals(version, result.get("cniVersion").getAsString());
            assertTrue(result.toString().contains("\"10.0.0.16/32\""), result.toString());
            assertEquals(
                    version.startsWith("0.3") || version.startsWith("0.4"),
                    result.toString().contains("\"version\":\"4\""),
                    result.toString());
            node.call("DEL", "c1", netns, ",\"prevResult\":" + result).success();
            unchanged.check();
        }
    }

    // row: DEL twice / unknown id
    @Test
    void deletesTwiceAndWhatItNeverAdded() throws IOException {
        try (CniNode node = new CniNode()) {
            Unchanged unchanged = Unchanged.since(node);
            String netns = node.newPod();
            node.delete("unknown", netns);
            node.add("c1", netns);

            node.delete("c1", netns);
            node.delete("c1", netns);
            node.delete("c1", "");

            unchanged.check();
        }
    }

    // row: DEL with empty netns, then netns deleted
    @Test
    void leavesNoTranslationBehind() throws IOException {
        try (CniNode node = CniNode.withSecondaryEni()) {
            node.add("first", node.newPod());
            Unchanged unchanged = Unchanged.since(node);
            node.add("c1", node.newPod());

            node.delete("c1", "");
            NetworkNamespace.delete(node.pods.get(1));

            unchanged.check();
        }
    }

    // rows of A1: what a version does not know
    @ParameterizedTest
    @CsvSource({"CHECK, 0.3.1", "GC, 1.0.0", "STATUS, 1.0.0"})
    void refusesAVerbThatTheVersionDoesNotHave(String verb, String version) throws IOException {
        try (CniNode node = new CniNode()) {
            node.version = version;

            Answer answer = node.call(verb, "c1", "/run/netns/x", ",\"prevResult\":{}");

            assertEquals("1: config version does not allow " + verb, answer.error());
        }
    }

    // row of A2: no verb
    @Test
    void introducesItselfWithoutAVerb() throws IOException {
        try (CniNode node = new CniNode()) {
            Answer answer = node.call("", "", "", "");

            assertEquals("", answer.success());
            assertTrue(answer.stderr().contains("1.1.0"), answer.stderr());
        }
    }

    @Test
    void tellsItsVersionsWithoutInput() throws IOException {
        try (CniNode node = new CniNode()) {
            Answer answer = node.call(Map.of(), "VERSION", "", "", "");

            assertEquals(
                    JsonParser.parseString(
                            "{\"cniVersion\":\"1.1.0\",\"supportedVersions\":[\"0.1.0\",\"0.2.0\","
                                    + "\"0.3.0\",\"0.3.1\",\"0.4.0\",\"1.0.0\",\"1.1.0\"]}"),
                    answer.result());
        }
    }
}
