package io.vethkit.cni;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One run of another plugin. */
final class DelegateProcess {
    private static final int STDOUT_BYTES_MAX = 16 << 20;
    private static final int BUSY_TRIES = 6; // as libcni
    private static final int BUSY_PAUSE_MILLIS = 1000;
    private static final int STRAGGLER_MILLIS = 200;
    private static final int PATIENCE_MILLIS = 5000;
    private static final int SIGNALLED = 128; // what ProcessImpl adds to a signal's number

    /** How a run ended. */
    record Outcome(int status, String stdout) {
        /** Returns the end in words. */
        String ending() {
            return status > SIGNALLED
                    ? "exit status " + status + " (signal " + (status - SIGNALLED) + ")"
                    : "exit status " + status;
        }
    }

    /**
     * Runs {@code executable} to its end; its stderr is ours.
     *
     * @throws CniException code 5 if it cannot be started
     */
    static Outcome run(File executable, Map<String, String> variables, byte[] stdin) {
        try {
            Process process = start(executable, variables);
            Collector collector = new Collector(process.getInputStream());
            collector.start();
            feed(process, stdin);
            int status = process.waitFor();
            // All the plugin wrote is in the pipe by now. A child it left behind may hold the pipe
            // open for long; that is not waited for.
            collector.join(STRAGGLER_MILLIS);
            if (collector.collected().isEmpty()) {
                collector.join(PATIENCE_MILLIS); // on a busy machine it may not have run yet
            }
            return new Outcome(status, collector.collected());
        } catch (IOException e) {
            throw CniException.ioFailure(
                    "cannot run " + executable, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CniException.ioFailure("interrupted while " + executable + " ran", "");
        }
    }

    private static Process start(File executable, Map<String, String> variables)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(executable.getPath());
        setEnvironment(builder.environment(), variables);
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        for (int tried = 1; ; tried++) {
            try {
                return builder.start();
            } catch (IOException e) {
                if (!isBeingReplaced(e) || tried == BUSY_TRIES) {
                    throw e;
                }
                Thread.sleep(BUSY_PAUSE_MILLIS);
            }
        }
    }

    // ProcessBuilder gives errno only as text: 26 is ETXTBSY.
    private static boolean isBeingReplaced(IOException e) {
        return String.valueOf(e.getMessage()).contains("error=26,");
    }

    /** Leaves variables of ours alone that are the same, as their bytes may be no UTF-8. */
    private static void setEnvironment(Map<String, String> ours, Map<String, String> wanted) {
        List<String> surplus = new ArrayList<>();
        for (String name : ours.keySet()) {
            if (!wanted.containsKey(name)) {
                surplus.add(name);
            }
        }
        for (String name : surplus) {
            ours.remove(name);
        }
        for (Map.Entry<String, String> variable : wanted.entrySet()) {
            if (!variable.getValue().equals(ours.get(variable.getKey()))) {
                ours.put(variable.getKey(), variable.getValue());
            }
        }
    }

    private static void feed(Process process, byte[] stdin) {
        try (OutputStream pipe = process.getOutputStream()) {
            pipe.write(stdin);
        } catch (IOException e) {
            // EPIPE: it does not care for its input; what it answers is what counts
        }
    }

    /** Reads a pipe, so that its writer never waits. */
    private static final class Collector extends Thread {
        private final InputStream pipe;
        private final ByteArrayOutputStream collected = new ByteArrayOutputStream();

        Collector(InputStream pipe) {
            super("stdout of a plugin");
            this.pipe = pipe;
            setDaemon(true);
        }

        @Override
        public void run() {
            byte[] buffer = new byte[8192];
            try {
                for (int n = pipe.read(buffer); n > 0; n = pipe.read(buffer)) {
                    append(buffer, n);
                }
            } catch (IOException e) {
                // what was read until now is judged
            }
        }

        private synchronized void append(byte[] bytes, int count) {
            if (collected.size() < STDOUT_BYTES_MAX) {
                collected.write(bytes, 0, count);
            }
        }

        synchronized String collected() {
            return collected.toString(StandardCharsets.UTF_8);
        }
    }

    private DelegateProcess() {}
}
