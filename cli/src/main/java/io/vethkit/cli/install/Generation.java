package io.vethkit.cli.install;

import java.nio.file.Path;

/**
 * A self-contained plugin: what an executable needs, made once and never changed, since a JVM does
 * not notice that the classes behind its AOT cache were replaced (JDK-8377932).
 *
 * @param directory named after a hash of what it was made from
 */
record Generation(Path directory) {
    /** A Java runtime of the plugin's modules and those they need. */
    Path runtime() {
        return directory.resolve("jre");
    }

    Path java() {
        return runtime().resolve("bin/java");
    }

    Path cache() {
        return directory.resolve("vethkit-cni.aot");
    }

    /** The arguments of {@link #java()}. */
    Path arguments() {
        return directory.resolve("cni.args");
    }

    /** What becomes the runtime's {@code vethkit-cni}. */
    Path executable() {
        return directory.resolve(Target.PLUGIN);
    }

    /** Digests of all other files, as {@code sha256sum} writes them. */
    Path sums() {
        return directory.resolve("SHA256SUMS");
    }
}
