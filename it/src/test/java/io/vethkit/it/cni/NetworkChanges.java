package io.vethkit.it.cni;

import io.vethkit.it.Tool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What {@code ip monitor} and {@code nft monitor} see in the namespace of the calling thread. */
final class NetworkChanges {
    private static final String END = "10.99.99.99";

    private final Process monitors;

    private NetworkChanges(Process monitors) {
        this.monitors = monitors;
    }

    static NetworkChanges watch() throws IOException {
        Process monitors =
                new ProcessBuilder(
                                "sh",
                                "-c",
                                "nft monitor & NFT=$!; stdbuf -oL ip -o monitor address route rule"
                                        + " | sed -u /"
                                        + END
                                        + "/q; kill $NFT")
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try {
            Thread.sleep(300); // until both listen; they do not say so
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return new NetworkChanges(monitors);
    }

    /** Returns what was seen, a line for each change but those of the neighbour table. */
    List<String> stop() throws IOException {
        Tool.ip("route", "add", "blackhole", END);
        Tool.ip("route", "del", "blackhole", END);
        String seen = new String(monitors.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return seen.lines().filter(line -> !line.contains(END)).toList();
    }
}
