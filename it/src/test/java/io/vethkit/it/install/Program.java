package io.vethkit.it.install;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program that runs in an environment of its own, in the namespace of the calling thread. */
record Program(List<String> command, Map<String, String> environment, File directory) {
    private static final int PATIENCE_SECONDS = 240;

    /** What a program came to. */
    record Outcome(int status, String output, String errors) {}

    static Program of(List<String> command, Map<String, String> environment) {
        return new Program(command, environment, new File("/"));
    }

    /** Starts it. Its standard streams are files beside {@code streams}. */
    Process start(Path streams, String input) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory);
        builder.environment().clear();
        builder.environment().putAll(environment);
        Path in = Files.writeString(Path.of(streams + ".in"), input);
        return builder.redirectInput(in.toFile())
                .redirectOutput(new File(streams + ".out"))
                .redirectError(new File(streams + ".err"))
                .start();
    }

    Outcome run(String input) throws IOException {
        Path streams = Files.createTempFile("vethkit-it", "");
        try {
            return await(start(streams, input), streams);
        } finally {
            for (String suffix : List.of("", ".in", ".out", ".err")) {
                Files.deleteIfExists(Path.of(streams + suffix));
            }
        }
    }

    static Outcome await(Process process, Path streams) throws IOException {
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("hangs: " + process.info());
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return new Outcome(process.exitValue(), read(streams + ".out"), read(streams + ".err"));
    }

    private static String read(String file) throws IOException {
        return Files.readString(Path.of(file), StandardCharsets.UTF_8);
    }
}
