package io.vethkit.it.cni;

import io.vethkit.it.Tool;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What {@code ip monitor} and {@code nft monitor} see in the namespace of the calling thread. */
final class NetworkChanges {
    private static final String END = "10.99.99.99";

    private final Process nft;
    private final Process ip;

    private NetworkChanges() throws IOException {
        nft = start("nft", "monitor");
        ip = start("stdbuf", "-oL", "ip", "-o", "monitor", "address", "route", "rule");
    }

    private static Process start(String... command) throws IOException {
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    }

    static NetworkChanges watch() throws IOException {
        NetworkChanges changes = new NetworkChanges();
        try {
            Thread.sleep(300); // until both listen; they do not say so
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return changes;
    }

    /** Returns what was seen, a line for each change but those of the neighbour table. */
    List<String> stop() throws IOException {
        Tool.ip("route", "add", "blackhole", END);
        Tool.ip("route", "del", "blackhole", END);
        List<String> seen = new ArrayList<>();
        try (BufferedReader lines = ip.inputReader(StandardCharsets.UTF_8)) {
            String line = lines.readLine();
            while (line != null && !line.contains(END)) {
                seen.add(line);
                line = lines.readLine();
            }
        }
        ip.destroy();
        nft.toHandle().destroy(); // which leaves what it said to be read
        byte[] ofNft = nft.getInputStream().readAllBytes();
        seen.addAll(new String(ofNft, StandardCharsets.UTF_8).lines().toList());
        return seen;
    }
}
