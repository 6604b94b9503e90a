package io.vethkit.it.repair;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code vethkit repair --watch} as a process, in the namespace of the thread that starts it. */
final class WatchProcess implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 30;
    private static final long SILENCE_MILLIS = 400;

    private final Process process;
    private final List<String> said = new ArrayList<>();
    private final Thread reader;

    WatchProcess(Path stateDir, String... arguments) throws IOException {
        List<String> line = new ArrayList<>();
        line.add(System.getProperty("java.home") + "/bin/java");
        line.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData"));
        line.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp"));
        line.add(System.getProperty("java.class.path"));
        line.addAll(List.of("io.vethkit.cli.Main", "repair", "--watch", "--state-dir=" + stateDir));
        line.addAll(List.of(arguments));
        process = new ProcessBuilder(line).redirectErrorStream(true).start();
        reader = Thread.ofPlatform().daemon().start(this::read);
        await("watching");
        settle();
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            while (line != null) {
                say(line);
                line = lines.readLine();
            }
        } catch (IOException e) {
            say(e.toString()); // the test is over
        }
    }

    private synchronized void say(String line) {
        said.add(line);
        notifyAll();
    }

    /** Waits for a line that holds {@code text}. Returns the {@link System#nanoTime} then. */
    synchronized long await(String text) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (said.stream().noneMatch(line -> line.contains(text))) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            assertTrue(left > 0, "not said: " + text + " but " + said);
            pause(left);
        }
        return System.nanoTime();
    }

    /** Waits until nothing was said for a while. */
    synchronized void settle() {
        int before = -1;
        while (before != said.size()) {
            before = said.size();
            pause(SILENCE_MILLIS);
        }
    }

    @SuppressWarnings("WaitNotInLoop") // both callers loop
    private void pause(long millis) {
        try {
            wait(millis);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Returns what was said, without the times, and forgets it. */
    synchronized List<String> take() {
        List<String> taken = said.stream().map(line -> line.replaceFirst("^20\\S*Z ", "")).toList();
        said.clear();
        return taken;
    }

    /** Returns the processor time it has used, in milliseconds. */
    long cpuMillis() {
        return process.toHandle().info().totalCpuDuration().orElseThrow().toMillis();
    }

    long pid() {
        return process.pid();
    }

    /** SIGTERM. Returns its status. */
    int terminate() {
        process.toHandle().destroy(); // which leaves what it said to be read
        try {
            assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), "it does not end");
            reader.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
