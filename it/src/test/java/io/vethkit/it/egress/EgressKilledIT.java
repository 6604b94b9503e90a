package io.vethkit.it.egress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vethkit.it.NetworkSnapshot;
import io.vethkit.it.ThrowawayNetns;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
class EgressKilledIT {
    private static final String CHANGING = "sendto,link,rename,unlink,mkdir,fsync,write";
    private static final int KILLED = 128 + 9;

    @ParameterizedTest
    @CsvSource({"ADD, false", "ADD, true", "DEL, true"})
    void leavesNothingWhereverItIsKilledOnceDelFollows(String verb, boolean isV6) throws Exception {
        try (EgressNode node = EgressNode.withBuiltIn(isV6)) {
            String netns = node.newPod();
            node.add("first", netns);
            node.delete("first", netns);
            NetworkSnapshot before = NetworkSnapshot.take();
            List<String> files = node.stateFiles();
            prepare(node, verb, netns);
            List<Moment> moments = moments(node, verb, netns);
            node.delete("c1", netns);

            for (Moment moment : moments) {
                prepare(node, verb, netns);
                String injection = "inject=" + moment.call + ":signal=KILL:when=" + moment.number;
                int status = run(node, verb, netns, "-e", injection, "-o", "/dev/null");
                assertEquals(KILLED, status, verb + " at " + moment);
                node.delete("c1", netns);

                NetworkSnapshot.assertUnchangedSince(before);
                assertEquals(files, node.stateFiles(), moment.toString());
            }
        }
    }

    private static void prepare(EgressNode node, String verb, String netns) throws IOException {
        if (verb.equals("DEL")) {
            node.add("c1", netns);
        }
    }

    /** Returns each changing system call that the verb makes when nobody kills it. */
    private static List<Moment> moments(EgressNode node, String verb, String netns)
            throws Exception {
        Path log = Files.createTempFile("vethkit-it", ".strace");
        try {
            int status = run(node, verb, netns, "-e", "trace=" + CHANGING, "-o", log.toString());
            assertEquals(0, status);
            // strace counts in each thread; sysctls in the pod are written by threads of their own
            Map<String, Integer> ofThreads = new TreeMap<>();
            Map<String, Integer> counts = new TreeMap<>();
            for (String line : Files.readAllLines(log)) {
                int call = line.indexOf(' ') + 1;
                int open = line.indexOf('(');
                if (open > call && line.charAt(call) != '<') {
                    int count = ofThreads.merge(line.substring(0, open), 1, Integer::sum);
                    counts.merge(line.substring(call, open).strip(), count, Math::max);
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

    /**
     * Runs the executable, which knows by the configuration's type that it is called for egress.
     */
    private static int run(EgressNode node, String verb, String netns, String... strace)
            throws Exception {
        List<String> line = new ArrayList<>(List.of("strace", "-f", "--seccomp-bpf"));
        line.addAll(List.of(strace));
        line.addAll(List.of(System.getProperty("java.home") + "/bin/java", "-XX:-UsePerfData"));
        line.addAll(List.of("-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED"));
        line.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.vethkit.cni.Main"));
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
        builder.environment().putAll(EgressNode.variables(verb, "c1", netns));
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        Path conf = Files.createTempFile("vethkit-it", ".json");
        try {
            Files.writeString(conf, node.conf(",\"prevResult\":" + node.previous(netns)));
            return builder.redirectInput(conf.toFile()).start().waitFor();
        } finally {
            Files.delete(conf);
        }
    }

    /** The {@code number}-th system call {@code call} of a run. */
    private record Moment(String call, int number) {}
}
