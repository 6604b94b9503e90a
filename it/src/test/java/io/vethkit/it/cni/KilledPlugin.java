package io.vethkit.it.cni;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Calls of the plugin, each a process in the namespace of the calling thread, which strace kills at
 * a system call that changes anything: before the call happens.
 *
 * @param variables the environment, but for the command
 */
public record KilledPlugin(Map<String, String> variables) {
    private static final String CHANGING = "sendto,link,rename,unlink,mkdir,fsync,write";
    private static final int KILLED = 128 + 9;

    /** Calls about the container {@code id}, whose namespace is at {@code netns}. */
    public KilledPlugin(String id, String netns) {
        this(
                Map.of(
                        "CNI_CONTAINERID",
                        id,
                        "CNI_NETNS",
                        netns,
                        "CNI_IFNAME",
                        "eth0",
                        "CNI_PATH",
                        "/usr/lib/cni"));
    }

    /** The {@code number}-th system call {@code call} of a thread. */
    public record Moment(String call, int number) {}

    /** Returns each changing system call that the verb makes when nobody kills it. */
    public List<Moment> moments(String command, String conf) throws Exception {
        Path log = Files.createTempFile("vethkit-it", ".strace");
        try {
            int status = run(command, conf, "-e", "trace=" + CHANGING, "-o", log.toString());
            assertEquals(0, status);
            return moments(Files.readAllLines(log));
        } finally {
            Files.delete(log);
        }
    }

    private static List<Moment> moments(List<String> log) {
        // strace counts in each thread; sysctls in a pod are written by threads of their own
        Map<String, Integer> ofThreads = new TreeMap<>();
        Map<String, Integer> counts = new TreeMap<>();
        for (String line : log) {
            String call = line.replaceFirst("^\\d+ +", "");
            int open = call.indexOf('(');
            if (open > 0 && Character.isLetter(call.charAt(0))) { // not resumed, and named
                String name = call.substring(0, open);
                String thread = line.substring(0, line.indexOf(' '));
                counts.merge(name, ofThreads.merge(thread + name, 1, Integer::sum), Math::max);
            }
        }
        assertTrue(counts.getOrDefault("sendto", 0) >= 2, counts.toString());
        assertTrue(counts.size() >= 3, counts.toString());
        List<Moment> moments = new ArrayList<>();
        counts.forEach((name, count) -> {
            for (int n = 1; n <= count; n++) {
                moments.add(new Moment(name, n));
            }
        });
        return moments;
    }

    /** Kills the verb at that moment. */
    public void kill(String command, String conf, Moment moment) throws Exception {
        String injection = "inject=" + moment.call + ":signal=KILL:when=" + moment.number;

        int status = run(command, conf, "-e", injection, "-o", "/dev/null");

        assertEquals(KILLED, status, command + " at " + moment);
    }

    private int run(String command, String conf, String... strace)
            throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of("strace", "-f", "--seccomp-bpf"));
        line.addAll(List.of(strace));
        line.addAll(List.of(System.getProperty("java.home") + "/bin/java", "-XX:-UsePerfData"));
        line.addAll(List.of("-Xint", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"));
        line.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.vethkit.cni.Main"));
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
        builder.environment().putAll(variables);
        builder.environment().put("CNI_COMMAND", command);
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        Path file = Files.createTempFile("vethkit-it", ".json");
        try {
            Files.writeString(file, conf);
            return builder.redirectInput(file.toFile()).start().waitFor();
        } finally {
            Files.delete(file);
        }
    }
}
