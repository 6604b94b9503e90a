package io.vethkit.it.cni;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vethkit.it.NetworkSnapshot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A node that is to be as it was: its namespace, and its state directory to the byte but for locks
 * and the allocator's hint.
 */
record Unchanged(CniNode node, NetworkSnapshot network, Map<String, String> files) {

    static Unchanged since(CniNode node) throws IOException {
        return new Unchanged(node, NetworkSnapshot.take(), read(node.stateDir));
    }

    /** Fails, naming what came and went, unless everything is as it was. */
    void check() throws IOException {
        NetworkSnapshot.assertUnchangedSince(network);
        assertEquals(files, read(node.stateDir));
    }

    private static Map<String, String> read(Path directory) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.filter(Files::isRegularFile).toList()) {
                String name = directory.relativize(path).toString();
                if (!name.endsWith("lock") && !name.contains("/.last")) {
                    files.put(name, Files.readString(path));
                }
            }
        }
        return files;
    }
}
