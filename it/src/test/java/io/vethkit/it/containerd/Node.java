package io.vethkit.it.containerd;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A machine's worth of namespaces (network, mounts, processes) that is gone, with all that ran in
 * it, when it is closed or when this JVM ends in whatever way.
 *
 * <p>Its own are {@code /run}, {@code /etc/cni}, {@code /opt/cni} and {@code /var/lib/cni}; writes
 * to {@code /etc}, {@code /opt} and {@code /var/lib} stay inside.
 */
final class Node implements AutoCloseable {
    private static final String LIMIT_SECONDS = "120";

    private final String name;
    private final Process supervisor;
    private final long pid;

    private Node(String name, Process supervisor, long pid) {
        this.name = name;
        this.supervisor = supervisor;
        this.pid = pid;
    }

    static Node start(String name) throws IOException {
        Process supervisor =
                new ProcessBuilder("setsid", "bash", resource("node.sh").toString(), name)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        BufferedReader ready = supervisor.inputReader();
        String pid = ready.readLine();
        if (pid == null) {
            throw new IOException("node " + name + " did not start");
        }
        return new Node(name, supervisor, Long.parseLong(pid));
    }

    static Path resource(String name) {
        try {
            return Path.of(Node.class.getResource("/containerd/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    /** Its name, which is also the control group that everything in it must lie under. */
    String name() {
        return name;
    }

    /** The path by which this JVM sees a file of the node. */
    Path path(String absolute) {
        return Path.of("/proc/" + pid + "/root" + absolute);
    }

    /** Runs a command to its end and returns what it wrote to standard output. */
    String run(String... command) throws IOException {
        Outcome outcome = tryToRun(command);
        if (outcome.status() != 0) {
            throw new IOException(
                    String.join(" ", command)
                            + ": status "
                            + outcome.status()
                            + ": "
                            + outcome.errors());
        }
        return outcome.output();
    }

    /** Runs a command to its end, however it ends. */
    Outcome tryToRun(String... command) throws IOException {
        List<String> limited = new ArrayList<>(List.of("timeout", "-k", "1", LIMIT_SECONDS));
        limited.addAll(List.of(command));
        Process process = builder(limited).start();
        process.getOutputStream().close();
        CompletableFuture<String> errors =
                CompletableFuture.supplyAsync(() -> text(process.getErrorStream()));
        String output = text(process.getInputStream());
        try {
            return new Outcome(process.waitFor(), output, errors.join());
        } catch (InterruptedException e) {
            throw new InterruptedIOException(command[0]);
        }
    }

    private static String text(InputStream stream) {
        try {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a command that stays, its output appended to a file of this JVM's side. */
    Process startService(File log, String... command) throws IOException {
        return builder(List.of(command))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start();
    }

    private ProcessBuilder builder(List<String> command) {
        List<String> line =
                new ArrayList<>(
                        List.of("nsenter", "-t", Long.toString(pid), "-n", "-m", "-p", "--"));
        line.addAll(command);
        return new ProcessBuilder(line);
    }

    @Override
    public void close() {
        try {
            supervisor.getOutputStream().close();
            if (!supervisor.waitFor(10, TimeUnit.SECONDS) || supervisor.exitValue() != 0) {
                throw new IOException("node " + name + " left something behind");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** How a command ended. */
    record Outcome(int status, String output, String errors) {}
}
