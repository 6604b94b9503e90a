package io.vethkit.it.cni;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;

import io.vethkit.it.ThrowawayNetns;
import io.vethkit.it.Tool;
import io.vethkit.it.cni.CniNode.Answer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Addresses from other IPAM plugins: Debian's host-local and static, and scripts that misbehave.
 */
@ExtendWith(ThrowawayNetns.class)
class DelegationIT {
    private static final String GIVES_16 =
            "echo '{\"cniVersion\":\"1.1.0\",\"ips\":[{\"address\":\"10.0.0.16/24\"}]}'";

    @TempDir Path scratch;

    @Test
    void wiresAPodWithAnAddressOfHostLocalAndGivesItBack() throws IOException {
        try (CniNode node = withHostLocal()) {
            String netns = node.newPod();
            Unchanged unchanged = Unchanged.since(node);

            JsonObject result = node.add("c1", netns);

            assertTrue(result.toString().contains("\"address\":\"10.0.0.20/32\""), "" + result);
            assertEquals(List.of("10.0.0.20"), leases());
            CniNode.in(netns, "ping", "-c1", "-W2", "10.0.0.4");
            check(node, netns, result).success();
            node.delete("c1", "");
            node.delete("c1", netns);
            node.delete("c1", "");
            unchanged.check();
            assertEquals(List.of(), leases());
        }
    }

    @Test
    void failsCheckIfHostLocalHasLostTheAddress() throws IOException {
        try (CniNode node = withHostLocal()) {
            String netns = node.newPod();
            JsonObject result = node.add("c1", netns);
            Files.delete(scratch.resolve("net/10.0.0.20"));

            Answer answer = check(node, netns, result);

            assertEquals(
                    "100: plugin host-local, CHECK: host-local: Failed to find address added by"
                            + " container c1",
                    answer.error());
        }
    }

    @Test
    void takesAnAddressOfStatic() throws IOException {
        try (CniNode node = new CniNode()) {
            node.version = "1.0.0";
            node.ipam = "{\"type\":\"static\",\"addresses\":[{\"address\":\"10.0.0.40/24\"}]}";
            Unchanged unchanged = Unchanged.since(node);
            String netns = node.newPod();

            JsonObject result = node.add("c1", netns);

            assertTrue(result.toString().contains("\"10.0.0.40/32\""), "" + result);
            check(node, netns, result).success();
            node.delete("c1", netns);
            unchanged.check();
        }
    }

    @Test
    void tellsWhatHostLocalSaysWhenItsRangeIsUsedUp() throws IOException {
        try (CniNode node = withHostLocal()) {
            node.ipam = node.ipam.replace("10.0.0.29", "10.0.0.20");
            node.add("c1", node.newPod());
            Unchanged unchanged = Unchanged.since(node);

            Answer answer = node.call("ADD", "c2", node.newPod(), "");

            assertEquals(100, answer.code());
            assertTrue(answer.error().contains("no IP addresses available"), answer.error());
            unchanged.check();
            assertEquals(List.of("10.0.0.20"), leases());
        }
    }

    // Debian's host-local speaks up to 1.0.0
    @ParameterizedTest
    @CsvSource({"STATUS", "ADD"})
    void saysThatHostLocalIsTooOld(String verb) throws IOException {
        try (CniNode node = withHostLocal()) {
            node.version = "1.1.0";
            Unchanged unchanged = Unchanged.since(node);

            Answer answer = node.call(verb, "c1", node.newPod(), "");

            assertEquals(1, answer.status());
            assertTrue(answer.error().contains("plugin host-local, " + verb), answer.error());
            unchanged.check();
            assertEquals(List.of(), leases());
            assertEquals("", node.call("DEL", "c1", "", "").success());
        }
    }

    @Test
    void forwardsEveryVerbWithTheWholeRequest() throws IOException {
        try (CniNode node = withScript(GIVES_16)) {
            String netns = node.newPod();

            JsonObject result = call(node, "ADD", netns, "").result();
            call(node, "CHECK", netns, ",\"prevResult\":" + result).success();
            call(node, "STATUS", netns, "").success();
            call(node, "DEL", "", "").success();

            assertEquals(
                    List.of(
                            "ADD c1 " + netns + " eth0 net",
                            "CHECK c1 " + netns + " eth0 net",
                            "STATUS c1 " + netns + " eth0 net",
                            "DEL c1  eth0 net"),
                    calls());
        }
    }

    @Test
    void collectsWithADelForEachAndThenForwardsGc() throws IOException {
        try (CniNode node = withScript(GIVES_16)) {
            Unchanged unchanged = Unchanged.since(node);
            call(node, "ADD", node.newPod(), "").success();
            Files.delete(scratch.resolve("calls"));

            Answer answer =
                    node.call(
                            Map.of("CNI_PATH", scratch.toString(), "CNI_IFNAME", ""),
                            "GC",
                            "",
                            "",
                            node.conf(",\"cni.dev/valid-attachments\":null"));

            assertEquals("", answer.success());
            assertEquals(List.of("DEL c1  eth0 net", "GC    net"), calls());
            unchanged.check();
        }
    }

    // the specification: a failed ADD of the delegate is followed by a DEL of it, once
    @Test
    void callsDelAfterAFailedAdd() throws IOException {
        String fails = "echo '{\"code\":11,\"msg\":\"later\",\"details\":\"much\"}'; exit 1";
        try (CniNode node = withScript(fails)) {
            Unchanged unchanged = Unchanged.since(node);
            String netns = node.newPod();

            Answer answer = call(node, "ADD", netns, "");

            assertEquals("11: plugin script, ADD: later", answer.error());
            assertEquals("much", answer.details());
            assertEquals(
                    List.of("ADD c1 " + netns + " eth0 net", "DEL c1 " + netns + " eth0 net"),
                    calls());
            unchanged.check();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            textBlock =
                    """
                    echo > 6: plugin script, ADD: its result is not JSON: it is empty
                    echo nonsense > 6: plugin script, ADD: its result is not JSON: it is malformed at line 1 column 1 path $
                    exit 3 > 100: plugin script, ADD: no error message: exit status 3
                    kill -9 $$ > 100: plugin script, ADD: no error message: exit status 137 (signal 9)
                    echo '{"cniVersion":"1.1.0"}' > 2: ipam.type "script" gave 0 addresses of IPv4; this plugin takes exactly one
                    echo '{"ips":[{"address":"10.0.0.16/24"},{"address":"10.0.0.17/24"}]}' > 2: ipam.type "script" gave 2 addresses of IPv4; this plugin takes exactly one
                    echo '{"ips":[{"address":"fd00::1/64"}]}' > 2: ipam.type "script" gave 0 addresses of IPv4; this plugin takes exactly one
                    echo '{"ips":[{"address":"x"}]}' > 6: result of plugin script.ips[0].address is "x": it must be an address with a prefix length, like 10.0.2.4/24
                    """)
    void givesBackWhatItCannotUse(String behaviour, String error) throws IOException {
        try (CniNode node = withScript(behaviour)) {
            Unchanged unchanged = Unchanged.since(node);
            String netns = node.newPod();

            Answer answer = call(node, "ADD", netns, "");

            assertEquals(error, answer.error());
            assertEquals("DEL c1 " + netns + " eth0 net", calls().getLast());
            assertEquals(2, calls().size());
            unchanged.check();
        }
    }

    @Test
    void givesBackTheAddressIfThePodCannotBeWired() throws IOException {
        try (CniNode node = withScript(GIVES_16)) {
            String netns = node.newPod();
            CniNode.in(netns, "ip", "link", "set", "lo", "up");
            CniNode.in(netns, "ip", "route", "add", "blackhole", "default");
            Unchanged unchanged = Unchanged.since(node);

            Answer answer = call(node, "ADD", netns, "");

            assertEquals(5, answer.code());
            assertTrue(answer.error().contains("add route 0.0.0.0/0"), answer.error());
            assertEquals("DEL c1 " + netns + " eth0 net", calls().getLast());
            unchanged.check();
            assertEquals("lo", namesOfLinks(netns));
        }
    }

    // ptp releases it before, and another pod may get it while the old veth is there
    @Test
    void givesTheAddressBackWhenTheLinkIsGone() throws IOException {
        String notes = "if [ $CNI_COMMAND = DEL ]; then ip -o link show type veth > $0.links; fi; ";
        try (CniNode node = withScript(notes + GIVES_16)) {
            call(node, "ADD", node.newPod(), "").success();
            String veth = DescribedPod.onRecord(node, "c1").hostVeth();
            assertTrue(Tool.ip("link").contains(veth));

            call(node, "DEL", "", "").success();

            String links = Files.readString(scratch.resolve("script.links"));
            assertTrue(links.contains("eth0") && !links.contains(veth), links);
        }
    }

    @Test
    void keepsTheAttachmentOnRecordUntilTheDelegateTakesTheAddressBack() throws IOException {
        String failsOnce =
                "if [ $CNI_COMMAND = DEL ] && ! [ -e \"$0.failed\" ]; then"
                        + " touch \"$0.failed\"; echo '{\"code\":11,\"msg\":\"later\"}'; exit 1; fi; ";
        try (CniNode node = withScript(failsOnce + GIVES_16)) {
            Unchanged unchanged = Unchanged.since(node);
            call(node, "ADD", node.newPod(), "").success();

            Answer first = call(node, "DEL", "", "");

            assertEquals("11: plugin script, DEL: later", first.error());
            assertEquals(List.of("attachments/net/c1:eth0"), node.stateFiles());
            assertEquals("", call(node, "DEL", "", "").success());
            unchanged.check();
        }
    }

    @Test
    void namesADelegateThatIsMissing() throws IOException {
        try (CniNode node = new CniNode()) {
            node.ipam = "{\"type\":\"nosuch\"}";
            Unchanged unchanged = Unchanged.since(node);
            String msg =
                    "ipam.type is \"nosuch\": there is no such plugin in CNI_PATH, /usr/lib/cni";

            assertEquals("7: " + msg, node.call("ADD", "c1", node.newPod(), "").error());
            assertEquals("7: " + msg, node.call("DEL", "c1", "", "").error());
            assertEquals("50: " + msg, node.call("STATUS", "", "", "").error());

            unchanged.check();
        }
    }

    private CniNode withHostLocal() throws IOException {
        CniNode node = new CniNode();
        node.version = "1.0.0";
        node.ipam =
                "{\"type\":\"host-local\",\"dataDir\":\""
                        + scratch
                        + "\",\"ranges\":[[{\"subnet\":\"10.0.0.0/24\",\"rangeStart\":"
                        + "\"10.0.0.20\",\"rangeEnd\":\"10.0.0.29\"}]]}";
        return node;
    }

    /**
     * A node whose addresses come from a script that notes its calls; it succeeds at all but ADD.
     */
    private CniNode withScript(String add) throws IOException {
        CniNode node = new CniNode();
        node.ipam = "{\"type\":\"script\"}";
        Path script = scratch.resolve("script");
        Files.writeString(
                script,
                "#!/bin/sh\nname=$(jq -r .name)\n"
                        + "echo \"$CNI_COMMAND $CNI_CONTAINERID $CNI_NETNS $CNI_IFNAME $name\""
                        + " >> \"${0%/*}/calls\"\n"
                        + (add.startsWith("if") ? "" : "[ $CNI_COMMAND = ADD ] || exit 0\n")
                        + add
                        + "\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        return node;
    }

    private Answer call(CniNode node, String command, String netns, String more) {
        Map<String, String> path = Map.of("CNI_PATH", scratch + ":/usr/lib/cni");
        return node.call(path, command, "c1", netns, node.conf(more));
    }

    private static Answer check(CniNode node, String netns, JsonObject result) {
        return node.call("CHECK", "c1", netns, ",\"prevResult\":" + result);
    }

    private List<String> calls() throws IOException {
        return Files.readAllLines(scratch.resolve("calls"));
    }

    /** What host-local has given out. */
    private List<String> leases() throws IOException {
        Path directory = scratch.resolve("net");
        if (!Files.exists(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("10."))
                    .toList();
        }
    }

    private static String namesOfLinks(String netns) throws IOException {
        return Tool.run("sh", "-c", "nsenter --net=" + netns + " ip -br link | cut -d' ' -f1");
    }
}
