package io.vethkit.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The real tools, run in the network namespace of the calling thread. */
public final class Tool {
    private static final int PATIENCE_SECONDS = 60;

    private Tool() {}

    /** {@code ip(8)}. Returns what it printed, without the space around it. */
    public static String ip(String... arguments) throws IOException {
        return with("ip", arguments);
    }

    /** {@code nft(8)}. Returns what it printed, without the space around it. */
    public static String nft(String... arguments) throws IOException {
        return with("nft", arguments);
    }

    private static String with(String tool, String... arguments) throws IOException {
        String[] command = new String[arguments.length + 1];
        command[0] = tool;
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        return run(command);
    }

    /**
     * Runs a command. Returns what it printed, without the space around it.
     *
     * @throws AssertionError with what it printed, if it fails
     */
    public static String run(String... command) throws IOException {
        return feed("", command);
    }

    /** As {@link #run}, with {@code input} on its standard input. */
    public static String feed(String input, String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String output =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(List.of(command) + " hangs: " + output);
            }
        } catch (InterruptedException e) {
            throw new AssertionError(List.of(command) + " was interrupted", e);
        }
        if (process.exitValue() != 0) {
            throw new AssertionError(List.of(command) + " failed: " + output);
        }
        return output;
    }
}
