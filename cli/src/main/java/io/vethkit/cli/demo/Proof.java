package io.vethkit.cli.demo;

import io.vethkit.podnet.DesiredState;
import io.vethkit.podnet.NodeKernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The proof that nothing is left of the pods, and that the node's own set-up goes if told to. */
final class Proof {
    /** The kernel's own entries of an address, or of a router's, which come and go with it. */
    private static final String LOCAL_TABLE = " table 255 ";

    private final Stage stage;
    private final Report report;

    Proof(Stage stage, Report report) {
        this.stage = stage;
        this.report = report;
    }

    void run() throws IOException {
        report.check(
                "state-empty", "records of attachments: none", () -> requireNoFile("attachments"));
        report.check(
                "allocator-empty", "reservations of addresses: none", () -> requireNoFile("ipam"));
        List<String> own = changes();
        report.check(
                "node-own",
                "left on the node: its own set-up, for the next pod",
                () -> own.size() + " objects");
        for (String line : own) {
            report.narrator().say("          " + line);
        }
        report.check("node-clean", "removed too, by its description", this::removeSetUp);
        report.narrator()
                .explain(
                        "Links, addresses, routes, rules and nftables are those of before the first"
                                + " ADD.");
    }

    private String requireNoFile(String directory) throws IOException {
        Path root = stage.stateDir().resolve(directory);
        if (!Files.exists(root)) {
            return "";
        }
        try (Stream<Path> files = Files.walk(root)) {
            List<Path> left =
                    files.filter(Files::isRegularFile)
                            .filter(file -> !file.getFileName().toString().startsWith("."))
                            .toList();
            if (!left.isEmpty()) {
                throw new IOException("left: " + left);
            }
        }
        return "";
    }

    private List<String> changes() throws IOException {
        return Snapshot.of(stage.vpc().node()).since(stage.before()).stream()
                .filter(line -> !line.contains(LOCAL_TABLE))
                .toList();
    }

    private String removeSetUp() throws IOException {
        DesiredState description = stage.described("node/" + Network.NAME);
        try (NodeKernel kernel = NodeKernel.of(stage.vpc().node())) {
            List<String> findings = kernel.diff(description);
            if (!findings.isEmpty()) {
                throw new IOException("it was not as described: " + findings);
            }
            kernel.remove(description);
        }
        List<String> changes = changes();
        if (!changes.isEmpty()) {
            throw new IOException("unlike before: " + changes);
        }
        return "nothing is left";
    }
}
