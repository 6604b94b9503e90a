package io.vethkit.cli.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Makes the plugin's runtime: its modules, and the part of a JDK that they need. */
final class RuntimeImage {
    private final Generation generation;
    private final Path scratch;

    RuntimeImage(Generation generation, Path scratch) {
        this.generation = generation;
        this.scratch = scratch;
    }

    /** Links it. No archive yet: its contents depend on {@link #addClasses}. */
    void link(Jdk jdk, Path modules) throws IOException {
        List<String> command =
                List.of(
                        jdk.jlink().toString(),
                        "--module-path=" + modules,
                        "--add-modules=" + Launch.MODULE,
                        "--no-header-files",
                        "--no-man-pages",
                        "--output=" + generation.runtime());
        Tool.run(command, Surroundings.plain(), "", scratch).orThrow("jlink");
    }

    /**
     * Adds loaded classes and shapes of method handles to those that an archive holds ready. A
     * training run does not contribute the latter (JDK 25), and each costs a start a class.
     */
    void addClasses(Path loaded) throws IOException {
        Path list = generation.runtime().resolve("lib/classlist");
        Files.write(list, Files.readAllBytes(loaded), StandardOpenOption.APPEND);
    }

    /** Makes the archive for starts whose AOT cache is refused: all classes, but not linked. */
    void archive() throws IOException {
        List<String> command =
                List.of(
                        generation.java().toString(),
                        "-Xshare:dump",
                        "-Xlog:disable",
                        "-m",
                        Launch.MAIN);
        Tool.run(command, Surroundings.plain(), "", scratch).orThrow("java -Xshare:dump");
    }
}
