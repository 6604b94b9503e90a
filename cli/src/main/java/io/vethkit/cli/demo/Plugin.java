package io.vethkit.cli.demo;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;

import io.vethkit.netns.NetworkNamespace;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The installed executable, called as a container runtime on the node calls it: a new process in
 * the node's namespace for each verb.
 *
 * <p>{@link #close} may come from another thread: it ends the call that is under way.
 */
final class Plugin implements AutoCloseable {
    private static final long LIMIT_SECONDS = 30;

    private final Path executable;
    private final NetworkNamespace node;
    private final Path scratch;
    private final Object lock = new Object();
    private @Nullable Process running;
    private boolean closed;

    /**
     * The executable.
     *
     * @param executable its path
     * @param node the namespace it is started in
     * @param scratch a directory for its standard streams
     */
    Plugin(Path executable, NetworkNamespace node, Path scratch) {
        this.executable = executable;
        this.node = node;
        this.scratch = scratch;
    }

    /**
     * What it answered.
     *
     * @param json the result or the error object; null for nothing
     */
    record Answer(int status, @Nullable JsonObject json, String stderr) {
        /** Returns the result; a failure is thrown. */
        JsonObject result() throws IOException {
            if (status != 0) {
                throw new IOException("the plugin says: " + error());
            }
            return json == null ? new JsonObject() : json;
        }

        /** Returns what the error object says, as far as there is one. */
        String error() {
            if (json == null || !json.has("msg")) {
                return "exit status " + status + " " + stderr.strip();
            }
            String details = json.has("details") ? json.get("details").getAsString() : "";
            String text = json.get("msg").getAsString();
            return details.isEmpty() || details.equals(text) ? text : text + " (" + details + ")";
        }

        /** Returns the code of the error object, 0 if there is none. */
        int code() {
            return json == null || !json.has("code") ? 0 : json.get("code").getAsInt();
        }
    }

    /** Calls it with the variables {@code environment} and nothing else. */
    Answer call(Map<String, String> environment, JsonObject config) throws IOException {
        Path in = Files.writeString(scratch.resolve("stdin"), config.toString());
        Path out = scratch.resolve("stdout");
        Path err = scratch.resolve("stderr");
        ProcessBuilder builder = new ProcessBuilder(executable.toString());
        builder.redirectInput(in.toFile()).redirectOutput(out.toFile());
        builder.redirectError(err.toFile());
        builder.directory(scratch.toFile()).environment().clear();
        builder.environment().put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
        builder.environment().putAll(environment);
        int status = await(start(builder));
        return new Answer(status, parse(Files.readString(out)), Files.readString(err));
    }

    private Process start(ProcessBuilder builder) throws IOException {
        synchronized (lock) {
            if (closed) {
                throw new InterruptedIOException("the demo is ending");
            }
            // a process is born in the namespace of the thread that starts it
            Process process = node.call(builder::start);
            running = process;
            return process;
        }
    }

    private int await(Process process) throws IOException {
        try {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException(executable + " took over " + LIMIT_SECONDS + " s");
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException(executable.toString());
        } finally {
            process.destroyForcibly();
        }
    }

    private static @Nullable JsonObject parse(String out) throws IOException {
        try {
            return out.isBlank() ? null : JsonParser.parseString(out).getAsJsonObject();
        } catch (JsonParseException | IllegalStateException e) {
            throw new IOException("the plugin's answer is not JSON: " + out, e);
        }
    }

    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            if (running != null) {
                running.destroyForcibly();
                awaitEnd(running);
            }
        }
    }

    private static void awaitEnd(Process process) {
        try {
            process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
