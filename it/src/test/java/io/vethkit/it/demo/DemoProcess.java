package io.vethkit.it.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import io.vethkit.netns.NetworkNamespace;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** {@code vethkit demo} as a process. */
final class DemoProcess implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 240;

    private final Process process;
    private final Path output;

    /** Starts it; what it says goes to a file in {@code directory}. */
    DemoProcess(Path directory, String... arguments) throws IOException {
        output = Files.createTempFile(directory, "demo", ".out");
        // as ./vethkit starts it
        List<String> line = new ArrayList<>(List.of(java(), "-Dvethkit.modules=" + modules()));
        line.addAll(List.of("-jar", built("vethkit-cli.jar"), "demo"));
        line.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
        process = builder.redirectOutput(output.toFile()).start();
    }

    static String java() {
        return System.getProperty("java.home") + "/bin/java";
    }

    /** Returns the directory of the modules the plugin is made of. */
    static String modules() {
        return built("lib");
    }

    private static String built(String name) {
        return System.getProperty("vethkit.root") + "/cli/target/" + name;
    }

    /** Waits until it says {@code text}. */
    DemoProcess awaitText(String text) throws IOException {
        await(() -> said().contains(text) || !process.isAlive(), "\"" + text + "\"");
        assertTrue(said().contains(text), said());
        return this;
    }

    /** Waits for its end. Returns what it said. */
    String awaitEnd(int status) throws IOException {
        await(() -> !process.isAlive(), "the end");
        assertEquals(status, process.exitValue(), said());
        return said();
    }

    JsonObject awaitReport(int status) throws IOException {
        return JsonParser.parseString(awaitEnd(status)).getAsJsonObject();
    }

    /** SIGTERM. */
    DemoProcess terminate() {
        process.destroy();
        return this;
    }

    /** SIGKILL. */
    DemoProcess kill() {
        process.destroyForcibly();
        return this;
    }

    private String said() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns namespaces, mounts, directories and processes that bear its name. */
    List<String> leftovers() throws IOException {
        String name = "vk-demo-" + process.pid();
        List<String> left = new ArrayList<>();
        NetworkNamespace.list().stream().filter(each -> each.startsWith(name)).forEach(left::add);
        Files.readAllLines(Path.of("/proc/self/mounts")).stream()
                .filter(mount -> mount.contains(name))
                .forEach(left::add);
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            files.map(Path::toString).filter(file -> file.contains(name)).forEach(left::add);
        }
        ProcessHandle.allProcesses()
                .map(each -> each.info().commandLine().orElse(""))
                .filter(line -> line.contains(name))
                .forEach(left::add);
        return left;
    }

    /** A process that was killed may take a moment. */
    void assertNothingIsLeft() throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        while (!leftovers().isEmpty() && System.nanoTime() < deadline) {
            pause();
        }
        assertEquals(List.of(), leftovers());
    }

    private interface Condition {
        boolean holds();
    }

    private void await(Condition condition, String what) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.holds()) {
            assertTrue(System.nanoTime() < deadline, () -> what + " does not come: " + said());
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
    }
}
