package io.vethkit.iptables;

import static org.junit.jupiter.api.Assertions.assertFalse;

import io.vethkit.netlink.testing.GoldenFile;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

class GoldenCorpusTest {
    @Test
    void readsEveryFileOfTheCorpus() throws IOException {
        Path folder = Path.of(System.getProperty("basedir", ""), "src/test/resources/golden");
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".golden")).toList()) {
                String path = folder.relativize(file).toString();

                GoldenFile golden = GoldenFile.read(path.substring(0, path.indexOf('.')));

                assertFalse(golden.requests().isEmpty(), path);
            }
        }
    }
}
