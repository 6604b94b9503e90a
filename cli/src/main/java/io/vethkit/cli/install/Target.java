package io.vethkit.cli.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the plugin goes.
 *
 * @param binDir where a runtime looks for plugins
 * @param confDir where it looks for network configurations
 * @param confName the file to write there
 * @param stateDir where the plugin keeps its records
 */
record Target(Path binDir, Path confDir, String confName, Path stateDir) {
    static final String PLUGIN = "vethkit-cni";
    static final String EGRESS = "vethkit-egress";
    private static final String STORE = ".vethkit";
    private static final String CONFLIST = ".conflist";

    /** Checks the paths, and that what is there of them can be written to. */
    Target {
        check("--bin-dir", binDir);
        check("--conf-dir", confDir);
        check("--state-dir", stateDir);
        binDir = binDir.normalize();
        confDir = confDir.normalize();
        stateDir = stateDir.normalize();
        checkJavaPath(binDir);
        checkName(confName);
    }

    private static void check(String option, Path directory) {
        if (!directory.isAbsolute()) {
            throw new IllegalArgumentException(
                    option + ": \"" + directory + "\" is not an absolute path");
        }
        Path existing = directory.normalize();
        while (!Files.exists(existing)) {
            existing = existing.getParent();
            if (existing == null) {
                throw new IllegalArgumentException(option + ": there is no root directory");
            }
        }
        if (!Files.isDirectory(existing)) {
            throw new IllegalArgumentException(
                    option + ": \"" + directory + "\": " + existing + " is not a directory");
        }
        if (!Files.isWritable(existing)) {
            throw new IllegalArgumentException(
                    option + ": \"" + directory + "\": " + existing + " cannot be written to");
        }
    }

    /** A colon ends an entry of a class path, and a JVM without a locale reads ASCII only. */
    private static void checkJavaPath(Path binDir) {
        String text = binDir.toString();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~' || c == ':') {
                throw new IllegalArgumentException(
                        "--bin-dir: \""
                                + text
                                + "\" has a character that is not printable ASCII, or a colon;"
                                + " Java cannot be started from there in every environment");
            }
        }
    }

    private static void checkName(String name) {
        boolean plain = name.endsWith(CONFLIST) && name.length() > CONFLIST.length();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            plain &= (c < 128 && Character.isLetterOrDigit(c)) || c == '-' || c == '_' || c == '.';
        }
        if (!plain || name.startsWith(".")) {
            throw new IllegalArgumentException(
                    "--conf-name: \""
                            + name
                            + "\" must be a file name of letters, digits and - _ . that ends in "
                            + CONFLIST
                            + ", or no runtime reads it");
        }
    }

    /** Tells whether there is a plugin of that name. */
    boolean has(String plugin) {
        return Files.isExecutable(binDir.resolve(plugin));
    }

    /** What a runtime executes. */
    Path executable() {
        return binDir.resolve(PLUGIN);
    }

    /** Another name of {@link #executable()}, by which a runtime calls the egress plugin. */
    Path egress() {
        return binDir.resolve(EGRESS);
    }

    /** Tells whether {@link #egress()} is there as it shall be. */
    boolean isLinked() throws IOException {
        return Files.isSymbolicLink(egress())
                && Files.readSymbolicLink(egress()).equals(Path.of(PLUGIN));
    }

    /** The directory of everything the executable needs. */
    Path store() {
        return binDir.resolve(STORE);
    }

    /** The network configuration list. */
    Path conflist() {
        return confDir.resolve(confName);
    }
}
