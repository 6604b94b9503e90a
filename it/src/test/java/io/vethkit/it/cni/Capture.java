package io.vethkit.it.cni;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What tcpdump(8) sees on an interface of a namespace, from its making until {@link #stop}. */
public final class Capture {
    private static final int LATE_MILLIS = 150; // for what is on its way from the kernel

    private final Process tcpdump;

    private Capture(Process tcpdump) {
        this.tcpdump = tcpdump;
    }

    /** Captures on {@code device} of the namespace at path {@code netns}. */
    public static Capture of(String netns, String device, String filter) throws IOException {
        Process tcpdump =
                new ProcessBuilder(
                                "nsenter",
                                "--net=" + netns,
                                "tcpdump",
                                "-nlpt",
                                "-s256", // or the few frames that fit are lost
                                "--immediate-mode",
                                "-i",
                                device,
                                filter)
                        .start();
        BufferedReader said = tcpdump.errorReader();
        String line = said.readLine();
        while (line != null && !line.startsWith("listening on")) {
            line = said.readLine();
        }
        if (line == null) {
            throw new AssertionError("tcpdump does not listen on " + device);
        }
        return new Capture(tcpdump);
    }

    /** Returns a line for each packet. */
    public List<String> stop() throws IOException, InterruptedException {
        Thread.sleep(LATE_MILLIS);
        tcpdump.toHandle().destroy(); // SIGTERM, with its output left open: it prints what it has
        List<String> lines = tcpdump.inputReader().lines().filter(line -> !line.isBlank()).toList();
        if (!tcpdump.waitFor(10, TimeUnit.SECONDS)) {
            tcpdump.destroyForcibly();
        }
        return lines;
    }
}
