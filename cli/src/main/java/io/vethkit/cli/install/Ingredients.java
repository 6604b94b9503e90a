package io.vethkit.cli.install;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a generation is made from. */
final class Ingredients {
    /** To be counted up when {@link Maker} makes something else of the same. */
    private static final int RECIPE = 2;

    private static final int HASH_LENGTH = 16;

    private final Jdk jdk;
    private final SortedMap<String, byte[]> jars;
    private final Path store;
    private final boolean withNamespaces;

    private Ingredients(
            Jdk jdk, SortedMap<String, byte[]> jars, Path store, boolean withNamespaces) {
        this.jdk = jdk;
        this.jars = jars;
        this.store = store;
        this.withNamespaces = withNamespaces;
    }

    /**
     * Reads the plugin, and finds out about this machine.
     *
     * @param modules a directory with the jars of its modules
     * @param store the directory the generation is for, which its files name
     */
    static Ingredients gather(Path modules, Path store) throws IOException {
        SortedMap<String, byte[]> jars = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(modules, "*.jar")) {
            for (Path file : files) {
                jars.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
        }
        return new Ingredients(Jdk.running(), jars, store, TrainingGround.isAllowed());
    }

    /** What the runtime is cut out of. */
    Jdk jdk() {
        return jdk;
    }

    /** Tells whether the plugin can be tried and trained on a {@link TrainingGround}. */
    boolean withNamespaces() {
        return withNamespaces;
    }

    /** Writes the jars as they were read. */
    void writeModules(Path directory) throws IOException {
        for (Map.Entry<String, byte[]> jar : jars.entrySet()) {
            Files.write(directory.resolve(jar.getKey()), jar.getValue());
        }
    }

    /** Returns the name of the generation made from this. */
    String hash() throws IOException {
        MessageDigest digest = Digests.sha256();
        Digests.add(digest, "recipe", bytes(RECIPE + " " + withNamespaces));
        Digests.add(digest, "options", bytes(String.join("\n", Launch.options(withNamespaces))));
        Digests.add(digest, "store", bytes(store.toString()));
        Digests.add(digest, "JDK", jdk.release());
        Digests.add(digest, "size of the JDK", bytes(Long.toString(jdk.size())));
        for (Map.Entry<String, byte[]> jar : jars.entrySet()) {
            Digests.add(digest, jar.getKey(), jar.getValue());
        }
        return HexFormat.of().formatHex(digest.digest()).substring(0, HASH_LENGTH);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
