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

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Many calls at once: in threads whose namespace is the node's, and in processes. */
@ExtendWith(ThrowawayNetns.class)
class ConcurrencyIT {
    private static final int CALLERS = 8;

    @Test
    void gives200PodsOneAddressEachAndTakesThemBack() throws Exception {
        try (CniNode node = roomyNode()) {
            node.add("first", node.newPod());
            Unchanged unchanged = Unchanged.since(node);
            List<String> netns = newPods(node, 200);

            Set<String> addresses = new HashSet<>();
            for (JsonObject result : each(netns, i -> node.add("c" + i, netns.get(i)))) {
                addresses.add(addressIn(result));
            }

            assertEquals(200, addresses.size());
            assertEquals(201, Tool.ip("rule", "show", "pref", "512").lines().count());
            each(netns, i -> node.call("DEL", "c" + i, netns.get(i), "").success());
            unchanged.check();
        }
    }

    @Test
    void setsTheNodeUpOnceForManyFirstCallers() throws Exception {
        try (CniNode node = roomyNode()) {
            List<String> netns = newPods(node, CALLERS);

            each(netns, i -> node.add("c" + i, netns.get(i)));

            assertEquals(1, Tool.ip("rule", "show", "pref", "1024").lines().count());
            each(netns, i -> node.call("DEL", "c" + i, "", "").success());
            assertEquals(List.of("node-record/net", "node/net"), node.stateFiles());
        }
    }

    @Test
    void addsDeletesAndCollectsAtOnce() throws Exception {
        try (CniNode node = roomyNode()) {
            node.add("first", node.newPod());
            Unchanged unchanged = Unchanged.since(node);
            List<String> netns = newPods(node, 60);
            StringBuilder valid =
                    new StringBuilder("{\"containerID\":\"first\",\"ifname\":\"eth0\"}");
            for (int i = 0; i < netns.size(); i++) {
                valid.append(",{\"containerID\":\"c").append(i).append("\",\"ifname\":\"eth0\"}");
            }
            String list = ",\"cni.dev/valid-attachments\":[" + valid + "]";

            each(
                    netns,
                    i -> {
                        JsonObject result = node.add("c" + i, netns.get(i));
                        if (i % 15 == 0) {
                            node.call("GC", "", "", list).success();
                        }
                        String previous = ",\"prevResult\":" + result;
                        node.call("CHECK", "c" + i, netns.get(i), previous).success();
                        return node.call("DEL", "c" + i, i % 2 == 0 ? "" : netns.get(i), "")
                                .success();
                    });

            unchanged.check();
        }
    }

    // a runtime may not do it, but one whose call timed out does: only one may have the pod
    @Test
    void lets8CallersOfOneAttachmentHaveOneInterface() throws Exception {
        try (CniNode node = roomyNode()) {
            node.add("first", node.newPod());
            Unchanged unchanged = Unchanged.since(node);
            String netns = node.newPod();
            List<String> same = Collections.nCopies(CALLERS, netns);

            int successes = 0;
            for (Answer answer : each(same, i -> node.call("ADD", "c1", netns, ""))) {
                successes += answer.status() == 0 ? 1 : 0;
                assertTrue(answer.status() == 0 || answer.code() == 4, answer.stdout());
            }

            assertEquals(1, successes);
            assertEquals(2, Tool.ip("rule", "show", "pref", "512").lines().count());
            each(same, i -> node.call("DEL", "c1", "", "").success());
            unchanged.check();
        }
    }

    @Test
    void deletesWhatIsBeingAdded() throws Exception {
        try (CniNode node = roomyNode()) {
            node.add("first", node.newPod());
            Unchanged unchanged = Unchanged.since(node);
            List<String> netns = newPods(node, 20);
            List<String> twice = new ArrayList<>(netns);
            twice.addAll(netns);

            each(
                    twice,
                    i -> node.call(i % 2 == 0 ? "ADD" : "DEL", "c" + i / 2, twice.get(i / 2), ""));

            for (int i = 0; i < twice.size(); i++) {
                node.delete("c" + i / 2, "");
            }
            unchanged.check();
        }
    }

    @Test
    void lets2SandboxesOfOnePodFightForItsHostInterface() throws Exception {
        try (CniNode node = roomyNode()) {
            node.add("first", node.newPod());
            Unchanged unchanged = Unchanged.since(node);
            List<String> netns = newPods(node, CALLERS);
            Map<String, String> web =
                    Map.of("CNI_ARGS", "K8S_POD_NAMESPACE=default;K8S_POD_NAME=web");

            each(netns, i -> node.call(web, "ADD", "c" + i, netns.get(i), node.conf("")));

            assertTrue(Tool.ip("-br", "link").contains("eni"), "one has it");
            each(netns, i -> node.call("DEL", "c" + i, "", "").success());
            unchanged.check();
        }
    }

    @Test
    void serves24ProcessesThatAdd8AtATime() throws Exception {
        try (CniNode node = roomyNode()) {
            node.add("first", node.newPod());
            Unchanged unchanged = Unchanged.since(node);
            List<String> netns = newPods(node, 24);

            Set<String> addresses = new HashSet<>();
            for (String output : each(netns, i -> process(node, "ADD", "p" + i, netns.get(i)))) {
                addresses.add(addressIn(JsonParser.parseString(output).getAsJsonObject()));
            }

            assertEquals(24, addresses.size());
            each(netns, i -> node.call("DEL", "p" + i, "", "").success());
            unchanged.check();
        }
    }

    private static CniNode roomyNode() throws Exception {
        CniNode node = new CniNode();
        node.ipam = "{\"type\":\"vethkit\",\"ranges\":[[{\"subnet\":\"10.0.4.0/22\"}]]}";
        node.extra = ",\"node\":{\"vpcCidrs\":[\"10.0.0.0/16\"]}";
        return node;
    }

    private static List<String> newPods(CniNode node, int count) throws Exception {
        List<String> netns = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            netns.add(node.newPod());
        }
        return netns;
    }

    private static String addressIn(JsonObject result) {
        return result.getAsJsonArray("ips").get(0).getAsJsonObject().get("address").getAsString();
    }

    /** Runs {@code Main} in a JVM of its own, in the namespace of the calling thread. */
    private static String process(CniNode node, String command, String id, String netns)
            throws Exception {
        return Tool.feed(
                node.conf(""),
                "env",
                "CNI_COMMAND=" + command,
                "CNI_CONTAINERID=" + id,
                "CNI_NETNS=" + netns,
                "CNI_IFNAME=eth0",
                "CNI_PATH=/usr/lib/cni",
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "io.vethkit.cni.Main");
    }

    private interface Call<T> {
        T of(int index) throws Exception;
    }

    /** Calls for each of {@code pods}, as many at once as there are callers, on this node. */
    private static <T> List<T> each(List<String> pods, Call<T> call) throws Exception {
        List<Future<T>> futures = new ArrayList<>();
        List<T> results = new ArrayList<>();
        try (NetworkNamespace node = NetworkNamespace.current();
                ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
            for (int i = 0; i < pods.size(); i++) {
                int index = i;
                Callable<T> there = () -> call.of(index);
                futures.add(callers.submit(() -> node.call(there)));
            }
            for (Future<T> future : futures) {
                results.add(future.get());
            }
        }
        return results;
    }
}
