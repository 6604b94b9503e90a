package io.vethkit.cli.install;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;

/** What a generation is made from. */
final class Ingredients {
    /** To be counted up when {@link Maker} makes something else of the same. */
    private static final int RECIPE = 1;

    private static final int HASH_LENGTH = 16;

    private final Jdk jdk;
    private final byte[] jar;
    private final Path store;
    private final boolean withNamespaces;

    private Ingredients(Jdk jdk, byte[] jar, Path store, boolean withNamespaces) {
        this.jdk = jdk;
        this.jar = jar;
        this.store = store;
        this.withNamespaces = withNamespaces;
    }

    /**
     * Reads the jar, and finds out about this machine.
     *
     * @param store the directory the generation is for, which its files name
     */
    static Ingredients gather(Path jar, Path store) throws IOException {
        return new Ingredients(
                Jdk.running(), Files.readAllBytes(jar), store, TrainingGround.isAllowed());
    }

    /** What the runtime is cut out of. */
    Jdk jdk() {
        return jdk;
    }

    /** Tells whether the plugin can be tried and trained on a {@link TrainingGround}. */
    boolean withNamespaces() {
        return withNamespaces;
    }

    /** Writes the plugin's jar. */
    void writeJar(Path file) throws IOException {
        Files.write(file, jar);
    }

    /** Returns the name of the generation made from this. */
    String hash() throws IOException {
        MessageDigest digest = Digests.sha256();
        Digests.add(digest, "recipe", bytes(RECIPE + " " + withNamespaces));
        Digests.add(digest, "options", bytes(String.join("\n", Launch.OPTIONS)));
        Digests.add(digest, "store", bytes(store.toString()));
        Digests.add(digest, "JDK", jdk.release());
        Digests.add(digest, "size of the JDK", bytes(Long.toString(jdk.size())));
        Digests.add(digest, "jar", jar);
        return HexFormat.of().formatHex(digest.digest()).substring(0, HASH_LENGTH);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
