package io.vethkit.it.repair;

import static io.vethkit.linux.Socket.AF_INET;
import static io.vethkit.netlink.Netlink.NETLINK_ROUTE;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import io.vethkit.it.ThrowawayNetns;
import io.vethkit.it.Tool;
import io.vethkit.it.cni.CniNode;
import io.vethkit.netlink.NetlinkSocket;
import io.vethkit.netlink.route.Rule;
import io.vethkit.netlink.route.Rules;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** {@code vethkit repair --watch} beside real calls of the plugin and others who meddle. */
@ExtendWith(ThrowawayNetns.class)
class RepairWatchIT {
    private static void add(CniNode node, String id, String netns) {
        node.call("ADD", id, netns, "").result();
    }

    private static List<String> differences(CniNode node) {
        Vethkit.Answer answer = Vethkit.run("diff", "--pods", "--state-dir=" + node.stateDir);
        return answer.status() == 0 ? List.of() : answer.out().lines().toList();
    }

    @Test
    void healsWhatSomebodyBreaksAndEndsCleanly() throws IOException {
        try (CniNode node = CniNode.withSecondaryEni()) {
            add(node, "c1", node.newPod());
            try (WatchProcess watch = new WatchProcess(node.stateDir)) {
                Tool.run("sh", "-c", "ip rule flush && ip rule add lookup main pref 32766");
                watch.await("repaired  pod/net/c1:eth0: rule from all to 10.0.0.16/32");
                Tool.ip("link", "set", "eth1", "down");
                watch.await("repaired  node/net: route default via 10.0.1.1 dev eth1 table 2");
                Tool.nft("flush", "ruleset");
                watch.await("differs   node/net: table ip aws-cni is missing (by nft[");
                watch.await("repaired  node/net: table ip aws-cni");
                watch.settle();
                assertEquals(List.of(), differences(node));

                assertEquals(0, watch.terminate());

                String last = watch.take().getLast();
                assertTrue(last.endsWith(" 0 failed, 0 given up, 0 left"), last);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nft", "legacy"})
    void healsTheTablesOfIptables(String backend) throws IOException {
        String iptables = "iptables-" + backend;
        try (CniNode node = CniNode.withSecondaryEni()) {
            node.extra =
                    node.extra.replace(
                            "\"node\":{", "\"node\":{\"filterBackend\":\"" + iptables + "\",");
            add(node, "c1", node.newPod());
            try (WatchProcess watch = new WatchProcess(node.stateDir)) {
                Tool.run(iptables, "-w", "-t", "nat", "-F");
                watch.await("differs   node/net: rule 1 of chain ip nat POSTROUTING is missing");
                watch.await("repaired  node/net: rule 1 of chain ip nat POSTROUTING");
                Tool.run(iptables, "-w", "-t", "mangle", "-F");
                watch.await("repaired  node/net: rule 1 of chain ip mangle PREROUTING");
                watch.settle();
                assertEquals(List.of(), differences(node));

                assertEquals(0, watch.terminate());

                String last = watch.take().getLast();
                assertTrue(last.endsWith(" 0 failed, 0 given up, 0 left"), last);
            }
        }
    }

    @Test
    void followsPodsThatComeAndGoAndSaysNothingOfThat() throws IOException {
        try (CniNode node = CniNode.withSecondaryEni()) {
            try (WatchProcess watch = new WatchProcess(node.stateDir, "--pods")) {
                for (int i = 0; i < 8; i++) {
                    add(node, "c" + i, node.newPod());
                }
                for (int i = 0; i < 4; i++) {
                    node.call("DEL", "c" + i, node.path(i), "").success();
                }
                watch.settle();
                assertEquals(List.of("watching  " + node.stateDir), watch.take(), "no false alarm");

                CniNode.in(node.path(7), "ip", "link", "set", "eth0", "mtu", "1400");

                watch.await(
                        "differs   pod/net/c7:eth0: link eth0 has mtu 1400 instead of 9001"
                                + " in the pod");
                watch.await("repaired  pod/net/c7:eth0: link eth0 in the pod");
                watch.settle();
                assertEquals(List.of(), differences(node));
            }
        }
    }

    @Test
    void makesThePodsCableAgainWithItsInside() throws IOException {
        try (CniNode node = CniNode.withSecondaryEni()) {
            add(node, "c1", node.newPod());
            try (WatchProcess watch = new WatchProcess(node.stateDir)) {
                CniNode.in(node.path(0), "ip", "link", "del", "eth0");

                watch.await("repaired  pod/net/c1:eth0: link eni");
                watch.await("repaired  pod/net/c1:eth0: neighbour 169.254.1.1");
                watch.settle();
                assertEquals(List.of(), differences(node));
            }
        }
    }

    @Test
    void namesWhatBreaksInDryRunAndLeavesIt() throws IOException {
        try (CniNode node = CniNode.withSecondaryEni()) {
            add(node, "c1", node.newPod());
            try (WatchProcess watch = new WatchProcess(node.stateDir, "--dry-run", "--json")) {
                Tool.ip("rule", "del", "pref", "512");
                watch.await("\"differs\"");
                watch.settle();

                assertEquals(1, differences(node).size() - 1);

                assertEquals(0, watch.terminate());
                List<String> said = watch.take();
                JsonObject summary = JsonParser.parseString(said.getLast()).getAsJsonObject();
                assertEquals("summary", summary.get("event").getAsString());
                assertEquals(1, summary.get("left").getAsInt());
            }
        }
    }

    @Test
    void givesUpLoudlyWhatSomebodyRemovesAgainAndAgain() throws IOException {
        try (CniNode node = CniNode.withSecondaryEni()) {
            add(node, "c1", node.newPod());
            try (WatchProcess watch = new WatchProcess(node.stateDir)) {
                Tool.run(
                        "sh",
                        "-c",
                        "for i in $(seq 200); do ip rule del pref 512 2>/dev/null; sleep 0.01; done");

                watch.await("gave-up   pod/net/c1:eth0: rule from all to 10.0.0.16/32 table 254");
            }
        }
    }

    @Test
    void namesTheMiddleOfTwentyBreakagesWithinATenthOfASecond() throws IOException {
        Rule rule = Rule.lookup(AF_INET, 254, 1024).mark(0x80, 0x80).protocol(86);
        long[] micros = new long[20];
        try (CniNode node = CniNode.withSecondaryEni();
                NetlinkSocket socket = NetlinkSocket.open(NETLINK_ROUTE)) {
            add(node, "c1", node.newPod());
            try (WatchProcess watch = new WatchProcess(node.stateDir, "--dry-run")) {
                for (int i = 0; i < micros.length; i++) {
                    long start = System.nanoTime();
                    socket.execute(Rules.deleting(rule));
                    micros[i] = (watch.await("differs   node/net: rule") - start) / 1000;
                    socket.execute(Rules.adding(rule));
                    watch.await("restored  node/net: rule");
                    watch.take();
                }
            }
        }
        Arrays.sort(micros);
        assertTrue(micros[10] < 100_000, Arrays.toString(micros));
    }

    @Test
    void usesNoProcessorWhileNothingHappens() throws IOException, InterruptedException {
        try (CniNode node = CniNode.withSecondaryEni()) {
            add(node, "c1", node.newPod());
            try (WatchProcess watch = new WatchProcess(node.stateDir, "--pods")) {
                Thread.sleep(1500); // the JVM's own aftermath of starting
                long before = watch.cpuMillis();

                Thread.sleep(3000);

                long used = watch.cpuMillis() - before;
                assertTrue(used <= 30, used + " ms in 3 s");
            }
        }
    }
}
