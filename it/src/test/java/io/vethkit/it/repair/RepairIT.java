package io.vethkit.it.repair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import io.vethkit.it.NetworkSnapshot;
import io.vethkit.it.ThrowawayNetns;
import io.vethkit.it.Tool;
import io.vethkit.it.cni.CniNode;
import io.vethkit.netns.NetworkNamespace;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** diff, plan, explain and repair, for a node and a pod made by real calls of the plugin. */
@ExtendWith(ThrowawayNetns.class)
class RepairIT {
    private static String dir(CniNode node) {
        return "--state-dir=" + node.stateDir;
    }

    private static String addPod(CniNode node) throws IOException {
        String netns = node.newPod();
        node.call("ADD", "c1", netns, "").result();
        return netns;
    }

    @Test
    void findsNothingWhereNothingIsBroken() throws IOException {
        try (CniNode node = CniNode.withSecondaryEni()) {
            addPod(node);

            Vethkit.Answer answer = Vethkit.run("diff", "--pods", dir(node));

            assertEquals("1 node, 1 attachment on record: 0 differences\n", answer.out());
            assertEquals(0, answer.status());
            assertEquals(
                    "# 1 node, 1 attachment on record: nothing to do\n",
                    Vethkit.run("plan", "--pods", dir(node)).out());
        }
    }

    @Test
    void findsNothingWhereNothingIsOnRecord(@TempDir Path empty) {
        Vethkit.Answer answer = Vethkit.run("diff", "--state-dir=" + empty);

        assertEquals("0 nodes, 0 attachments on record: 0 differences\n", answer.out());
        assertEquals(0, answer.status());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ip rule flush; ip rule add lookup main pref 32766",
                "ip link set eth1 down",
                "ip route flush table 2",
                "ip addr flush dev eth1",
                "nft flush ruleset",
                "nft delete table ip aws-cni",
                "sysctl -qw net.ipv4.ip_forward=0",
                "PODNS ip link del eth0",
                "PODNS ip addr flush dev eth0",
                "PODNS ip route flush table main",
                "PODNS ip neigh flush dev eth0 nud permanent",
            })
    void namesPlansAndRepairsWhatIsBroken(String command) throws IOException {
        try (CniNode node = CniNode.withSecondaryEni()) {
            String netns = addPod(node);

            Tool.run("sh", "-c", command.replace("PODNS", "nsenter --net=" + netns));

            Vethkit.Answer differences = Vethkit.run("diff", "--pods", dir(node));
            assertEquals(1, differences.status(), differences.out());
            String first = differences.out().lines().findFirst().orElseThrow();
            assertTrue(
                    Vethkit.run("plan", "--pods", dir(node)).out().startsWith("# " + first), first);
            Vethkit.Answer dry = Vethkit.run("repair", "--dry-run", "--pods", dir(node));
            assertTrue(dry.out().contains(first), dry.out());
            assertEquals(1, Vethkit.run("diff", "--pods", dir(node)).status());

            Vethkit.Answer repair = Vethkit.run("repair", "--pods", dir(node));

            assertTrue(repair.out().contains("repaired  "), repair.out());
            assertTrue(repair.out().endsWith(", 0 left\n"), repair.out());
            assertEquals(0, repair.status());
            assertEquals(0, Vethkit.run("diff", "--pods", dir(node)).status());
        }
    }

    @Test
    void plansCommandsThatPutItRight() throws IOException {
        try (CniNode node = CniNode.withSecondaryEni()) {
            String netns = addPod(node);
            Tool.run("sh", "-c", "ip rule del pref 512; ip link set eth1 down; nft flush ruleset");
            Tool.run("nsenter", "--net=" + netns, "ip", "link", "del", "eth0");

            String plan = Vethkit.run("plan", "--pods", dir(node)).out();
            Tool.feed(plan.replace("/net/ipv", "/net/ipv"), "sh", "-e");

            String rest = Vethkit.run("plan", "--pods", dir(node)).out();
            Tool.feed(rest, "sh", "-e"); // what the kernel made along with it
            assertEquals("", differences(node));
        }
    }

    private static String differences(CniNode node) {
        Vethkit.Answer answer = Vethkit.run("diff", "--pods", dir(node));
        return answer.status() == 0 ? "" : answer.out();
    }

    @Test
    void repairsOnlyWhatItIsToldTo() throws IOException {
        try (CniNode node = CniNode.withSecondaryEni()) {
            addPod(node);
            Tool.run("sh", "-c", "ip rule del pref 512; ip rule del pref 1024");

            Vethkit.Answer ofPod = Vethkit.run("repair", dir(node), "c1");
            assertTrue(ofPod.out().endsWith("1 repaired, 0 failed, 0 given up, 0 left\n"));

            Vethkit.Answer rest = Vethkit.run("diff", dir(node), "node");
            assertTrue(rest.out().contains("priority 1024"), rest.out());
            assertEquals(2, Vethkit.run("diff", dir(node), "unknown").status());
        }
    }

    @Test
    void saysInJsonWhatItDid() throws IOException {
        try (CniNode node = CniNode.withSecondaryEni()) {
            addPod(node);
            Tool.ip("rule", "del", "pref", "1024");

            List<JsonObject> lines =
                    Vethkit.run("repair", "--json", dir(node))
                            .out()
                            .lines()
                            .map(line -> JsonParser.parseString(line).getAsJsonObject())
                            .toList();

            assertEquals(
                    List.of("differs", "repaired", "summary"),
                    lines.stream().map(line -> line.get("event").getAsString()).toList());
            assertEquals("node/net", lines.get(0).get("name").getAsString());
            assertEquals(0, lines.get(2).get("left").getAsInt());
        }
    }

    @Test
    void explainsWhatIsDescribedWithoutLookingAtTheKernel() throws IOException {
        try (CniNode node = CniNode.withSecondaryEni()) {
            addPod(node);
            Tool.nft("flush", "ruleset");

            String all = Vethkit.run("explain", dir(node)).out();
            String pod = Vethkit.run("explain", dir(node), "c1").out();

            assertTrue(all.startsWith("node/net\n  on the node\n    # eth0 is there"), all);
            assertTrue(all.contains("chain AWS-SNAT-CHAIN-0 {"), all);
            assertTrue(pod.startsWith("pod/net/c1:eth0, in " + node.path(0)), pod);
            assertTrue(
                    pod.contains(
                            "    # packets to the pod find its cable, whatever ENI they came by\n"
                                    + "    ip rule add from all to 10.0.0.16/32 table 254"),
                    pod);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"iptables-nft", "iptables-legacy"})
    void repairsChainsOfIptablesAsThePlanTypedDoes(String backend) throws IOException {
        try (CniNode node = CniNode.withSecondaryEni()) {
            node.extra =
                    node.extra.replace(
                            "\"node\":{", "\"node\":{\"filterBackend\":\"" + backend + "\",");
            addPod(node);
            assertEquals(0, Vethkit.run("diff", dir(node)).status());
            Tool.run(backend, "-w", "-t", "nat", "-F", "POSTROUTING");

            Vethkit.Answer broken = Vethkit.run("diff", dir(node));
            Vethkit.Answer repair = Vethkit.run("repair", dir(node));

            assertEquals(1, broken.status(), broken.out());
            assertTrue(repair.out().endsWith(", 0 left\n"), repair.out());
            assertEquals(0, Vethkit.run("diff", dir(node)).status());

            Tool.run(backend, "-w", "-t", "nat", "-F", "POSTROUTING");
            Tool.run("sh", "-ec", Vethkit.run("plan", dir(node)).out());

            assertEquals(0, Vethkit.run("diff", dir(node)).status());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"diff", "plan", "repair"})
    void leavesAloneWhatIsOnRecordForAnotherNamespace(String command) throws IOException {
        try (CniNode node = CniNode.withSecondaryEni()) {
            addPod(node);

            String left =
                    NetworkNamespace.callInNew(() -> {
                        String before = NetworkSnapshot.take().toString();
                        Vethkit.Answer answer = Vethkit.run(command, dir(node));
                        assertEquals(1, answer.status());
                        assertTrue(
                                answer.err().contains(" is of another network namespace"),
                                answer.err());
                        assertEquals(before, NetworkSnapshot.take().toString());
                        return Vethkit.run("explain", dir(node)).out();
                    });

            assertEquals(Vethkit.run("explain", dir(node)).out(), left);
            assertEquals(0, Vethkit.run("diff", dir(node)).status());
        }
    }

    @Test
    void saysThatThereIsNoStateDirectory() {
        Vethkit.Answer answer = Vethkit.run("diff", "--state-dir=/nonexistent/vethkit");

        assertEquals(1, answer.status());
        assertTrue(answer.err().contains("there is no state directory /nonexistent/vethkit"));
        assertFalse(Files.exists(Path.of("/nonexistent")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mtu 1400", "down", "alias someone", "txqueuelen 7"})
    void plansWhatPutsALinkRightThatIsThere(String change) throws IOException {
        try (CniNode node = CniNode.withSecondaryEni()) {
            addPod(node);
            Tool.run("sh", "-ec", "ip link set " + hostVeth() + " " + change);
            assertEquals(1, Vethkit.run("diff", dir(node)).status());

            Tool.run("sh", "-ec", Vethkit.run("plan", dir(node)).out());

            assertEquals(0, Vethkit.run("diff", dir(node)).status());
        }
    }

    private static String hostVeth() throws IOException {
        return Tool.run(
                "sh", "-c", "ip -o link show type veth | grep -o 'eni[0-9a-f]*' | head -n1");
    }

    @Test
    void saysWhatItCannotRead() throws IOException {
        try (CniNode node = CniNode.withSecondaryEni()) {
            addPod(node);
            Path record = node.stateDir.resolve("attachments/net/c1:eth0");
            Files.writeString(record, "{damaged");

            Vethkit.Answer answer = Vethkit.run("diff", dir(node));

            assertTrue(answer.err().contains(record + ": "), answer.err());
            assertEquals("1 node, 0 attachments on record: 0 differences\n", answer.out());
            assertEquals(1, answer.status());
            assertEquals(1, Vethkit.run("plan", dir(node)).status());
            assertEquals(1, Vethkit.run("repair", dir(node)).status());
        }
    }
}
