package io.vethkit.cli.install;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program run to its end in the network namespace of the calling thread.
 *
 * @param status the exit status
 * @param output what it wrote to standard output
 * @param errors what it wrote to standard error
 */
record Tool(int status, String output, String errors) {
    private static final long LIMIT_SECONDS = 120;

    /**
     * Runs {@code command} with {@code environment} alone.
     *
     * @param scratch a directory for its standard streams
     */
    static Tool run(
            List<String> command, Map<String, String> environment, String input, Path scratch)
            throws IOException {
        Path in = Files.writeString(scratch.resolve("stdin"), input);
        Path out = scratch.resolve("stdout");
        Path err = scratch.resolve("stderr");
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process =
                builder.directory(scratch.toFile())
                        .redirectInput(in.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start();
        int status = await(process, command);
        return new Tool(status, read(out), read(err));
    }

    private static int await(Process process, List<String> command) throws IOException {
        try {
            if (process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                return process.exitValue();
            }
            throw new IOException(command.get(0) + " took over " + LIMIT_SECONDS + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException(command.get(0));
        } finally {
            process.destroyForcibly();
        }
    }

    private static String read(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    /** Returns this if the program succeeded, or else throws what it said. */
    Tool orThrow(String what) throws IOException {
        if (status != 0) {
            throw new IOException(
                    what + " failed, status " + status + ": " + (errors + output).strip());
        }
        return this;
    }
}
