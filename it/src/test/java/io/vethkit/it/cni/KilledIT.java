package io.vethkit.it.cni;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vethkit.it.NetworkSnapshot;
import io.vethkit.it.ThrowawayNetns;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The plugin's process, killed by strace at each system call that changes anything, one after the
 * other: before the call happens. What a later DEL leaves is nothing.
 */
@ExtendWith(ThrowawayNetns.class)
class KilledIT {
    private static final String CHANGING = "sendto,link,rename,unlink,mkdir,fsync,write";
    private static final int KILLED = 128 + 9;

    @Test
    void leavesNothingWhenAddIsKilledAndDelFollows() throws Exception {
        try (CniNode node = new CniNode()) {
            String netns = nodeThatIsSetUp(node);
            NetworkSnapshot before = NetworkSnapshot.take();
            List<String> files = node.stateFiles();
            List<Moment> moments = moments(node, "ADD", netns);
            node.delete("c1", netns);

            for (Moment moment : moments) {
                kill(node, "ADD", netns, moment);
                node.delete("c1", netns);

                NetworkSnapshot.assertUnchangedSince(before);
                assertEquals(files, node.stateFiles(), moment.toString());
            }
        }
    }

    @Test
    void leavesNothingWhenDelIsKilledAndDelFollows() throws Exception {
        try (CniNode node = new CniNode()) {
            String netns = nodeThatIsSetUp(node);
            NetworkSnapshot before = NetworkSnapshot.take();
            List<String> files = node.stateFiles();
            node.add("c1", netns);
            List<Moment> moments = moments(node, "DEL", netns);

            for (Moment moment : moments) {
                node.add("c1", netns);
                kill(node, "DEL", netns, moment);
                node.delete("c1", netns);

                NetworkSnapshot.assertUnchangedSince(before);
                assertEquals(files, node.stateFiles(), moment.toString());
            }
        }
    }

    @Test
    void addsAgainWhereAnAddWasKilledWithoutDel() throws Exception {
        try (CniNode node = new CniNode()) {
            String netns = nodeThatIsSetUp(node);
            NetworkSnapshot before = NetworkSnapshot.take();
            kill(node, "ADD", netns, new Moment("sendto", 2));

            node.add("c1", netns);
            node.delete("c1", netns);

            NetworkSnapshot.assertUnchangedSince(before);
        }
    }

    @Test
    void setsTheNodeUpAfterTheFirstAddWasKilled() throws Exception {
        try (CniNode node = new CniNode()) {
            node.extra = ",\"node\":{}";
            String netns = node.newPod();
            for (int n = 1; !node.stateFiles().contains("node/net"); n++) {
                kill(node, "ADD", netns, new Moment("sendto", n));
                node.delete("c1", netns);
            }

            String result = node.add("c1", netns).toString();

            String chained = ",\"prevResult\":" + result;
            assertEquals("", node.call("CHECK", "c1", netns, chained).success());
        }
    }

    private static String nodeThatIsSetUp(CniNode node) throws IOException {
        node.extra = ",\"node\":{}";
        String netns = node.newPod();
        node.add("first", netns);
        node.delete("first", netns);
        return netns;
    }

    /** Returns each changing system call that the verb makes when nobody kills it. */
    private static List<Moment> moments(CniNode node, String command, String netns)
            throws Exception {
        Path log = Files.createTempFile("vethkit-it", ".strace");
        try {
            int status = run(node, command, netns, "-e", "trace=" + CHANGING, "-o", log.toString());
            assertEquals(0, status);
            Map<String, Integer> counts = new TreeMap<>();
            for (String line : Files.readAllLines(log)) {
                String call = line.replaceFirst("^\\d+ +", "");
                int open = call.indexOf('(');
                if (open > 0 && !call.startsWith("<...")) {
                    counts.merge(call.substring(0, open), 1, Integer::sum);
                }
            }
            List<Moment> moments = new ArrayList<>();
            counts.forEach((name, count) -> {
                for (int n = 1; n <= count; n++) {
                    moments.add(new Moment(name, n));
                }
            });
            assertTrue(counts.getOrDefault("sendto", 0) >= 2, counts.toString());
            assertTrue(counts.getOrDefault("unlink", 0) >= 1, counts.toString());
            return moments;
        } finally {
            Files.delete(log);
        }
    }

    private static void kill(CniNode node, String command, String netns, Moment moment)
            throws Exception {
        String injection = "inject=" + moment.call + ":signal=KILL:when=" + moment.number;

        int status = run(node, command, netns, "-e", injection, "-o", "/dev/null");

        assertEquals(KILLED, status, command + " at " + moment);
    }

    private static int run(CniNode node, String command, String netns, String... strace)
            throws Exception {
        List<String> line = new ArrayList<>(List.of("strace", "-f", "--seccomp-bpf"));
        line.addAll(List.of(strace));
        line.addAll(List.of(System.getProperty("java.home") + "/bin/java", "-XX:-UsePerfData"));
        line.addAll(List.of("-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED"));
        line.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.vethkit.cni.Main"));
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
        builder.environment().put("CNI_COMMAND", command);
        builder.environment().put("CNI_CONTAINERID", "c1");
        builder.environment().put("CNI_NETNS", netns);
        builder.environment().put("CNI_IFNAME", "eth0");
        builder.environment().put("CNI_PATH", "/usr/lib/cni");
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        Path conf = Files.createTempFile("vethkit-it", ".json");
        try {
            Files.writeString(conf, node.conf(""));
            return builder.redirectInput(conf.toFile()).start().waitFor();
        } finally {
            Files.delete(conf);
        }
    }

    /** The {@code number}-th system call {@code call} of a run. */
    private record Moment(String call, int number) {}
}
