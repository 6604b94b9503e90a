package io.vethkit.cli.install;

import java.nio.file.Path;

/**
 * A self-contained plugin: what an executable needs, made once and never changed, since a JVM does
 * not notice that the jar behind its AOT cache was replaced (JDK-8377932).
 *
 * @param directory named after a hash of what it was made from
 */
record Generation(Path directory) {
    Path runtime() {
        return directory.resolve("jre");
    }

    Path java() {
        return runtime().resolve("bin/java");
    }

    Path jar() {
        return directory.resolve("vethkit-cni.jar");
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
