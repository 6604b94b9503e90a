package io.vethkit.it.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program of ours in a JVM of its own, whose system calls strace(1) tampers with. */
public final class Injected {
    private static final int PATIENCE_SECONDS = 120;

    private Injected() {}

    /**
     * Runs {@code main} in the network and mount namespace of the calling thread. Returns what it
     * printed and, in the last line, its exit status.
     *
     * @param injection as strace's {@code -e inject=}; counts are per thread
     */
    public static List<String> run(Class<?> main, String injection, String... arguments)
            throws IOException {
        List<String> line = new ArrayList<>();
        // not with --seccomp-bpf, which loses injected signals (strace 6.1)
        line.addAll(List.of("strace", "-f", "-qq", "-o", "/dev/null"));
        line.addAll(List.of("-e", "trace=" + injection.substring(0, injection.indexOf(':'))));
        line.addAll(List.of("-e", "inject=" + injection));
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(List.of("-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED"));
        line.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        line.addAll(List.of(arguments));
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        process.getOutputStream().close();
        byte[] output = process.getInputStream().readAllBytes();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(line + " hangs");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(line + " was interrupted", e);
        }
        List<String> lines =
                new ArrayList<>(new String(output, StandardCharsets.UTF_8).lines().toList());
        lines.add("exit " + process.exitValue());
        return lines;
    }
}
