package io.vethkit.cli.install;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;

/** Says what is done, and how long it took. */
final class Progress {
    private final PrintWriter out;

    Progress(PrintWriter out) {
        this.out = out;
    }

    /** A part of the work. */
    interface Step {
        /** Does it. */
        void run() throws IOException;
    }

    void step(String what, Step step) throws IOException {
        out.printf("  %-58s", what);
        out.flush();
        long start = System.nanoTime();
        boolean done = false;
        try {
            step.run();
            done = true;
        } finally {
            say(done ? secondsSince(start) + " s" : "failed");
        }
    }

    void say(String line) {
        out.println(line);
        out.flush();
    }

    static String secondsSince(long nanos) {
        return String.format(Locale.ROOT, "%5.2f", (System.nanoTime() - nanos) / 1e9);
    }
}
