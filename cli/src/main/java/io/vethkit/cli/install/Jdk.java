package io.vethkit.cli.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The JDK that runs this program, from which the plugin's runtime is made.
 *
 * @param home has bin/jlink
 */
record Jdk(Path home) {
    private static final int WITH_AOT_CACHE = 25;

    /** Returns the one that runs this program. */
    static Jdk running() throws IOException {
        Jdk jdk = new Jdk(Path.of(System.getProperty("java.home")));
        int version = Runtime.version().feature();
        if (version < WITH_AOT_CACHE) {
            throw new IOException(
                    jdk.home
                            + " is Java "
                            + version
                            + "; the plugin's runtime is made from a JDK of version "
                            + WITH_AOT_CACHE
                            + " or newer, set JAVA_HOME to one");
        }
        if (!Files.isExecutable(jdk.jlink())) {
            throw new IOException(jdk.home + " has no bin/jlink, set JAVA_HOME to a whole JDK");
        }
        return jdk;
    }

    Path jlink() {
        return home.resolve("bin/jlink");
    }

    /** What the vendor says of this build, its source revision included. */
    byte[] release() throws IOException {
        return Files.readAllBytes(home.resolve("release"));
    }

    /** The size of the virtual machine, which a rebuild under the same version would change. */
    long size() throws IOException {
        return Files.size(home.resolve("lib/server/libjvm.so"))
                + Files.size(home.resolve("lib/modules"));
    }
}
