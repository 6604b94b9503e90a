package io.vethkit.cli.install;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Makes the plugin's runtime: java.base alone, cut out of a JDK. */
final class RuntimeImage {
    private static final String SHAPE = "@lambda-form-invoker";

    private final Generation generation;
    private final Path scratch;

    RuntimeImage(Generation generation, Path scratch) {
        this.generation = generation;
        this.scratch = scratch;
    }

    /** Links it. No archive yet: its contents depend on {@link #addShapes}. */
    void link(Jdk jdk) throws IOException {
        List<String> command =
                List.of(
                        jdk.jlink().toString(),
                        "--add-modules=java.base",
                        "--strip-debug",
                        "--no-header-files",
                        "--no-man-pages",
                        "--output=" + generation.runtime());
        Tool.run(command, Surroundings.plain(), "", scratch).orThrow("jlink");
    }

    /**
     * Adds the shapes of method handles in a list of loaded classes to those that an archive holds
     * ready. A training run does not contribute its own (JDK 25), and each costs a start a class.
     */
    void addShapes(Path loadedClasses) throws IOException {
        Path list = generation.runtime().resolve("lib/classlist");
        List<String> known = Files.readAllLines(list, StandardCharsets.UTF_8);
        List<String> shapes = new ArrayList<>();
        for (String line : Files.readAllLines(loadedClasses, StandardCharsets.UTF_8)) {
            if (line.startsWith(SHAPE) && !known.contains(line)) {
                shapes.add(line);
            }
        }
        Files.write(list, shapes, StandardOpenOption.APPEND);
    }

    /** Makes the archive of the JDK's classes, for starts whose AOT cache is refused. */
    void archive() throws IOException {
        List<String> command =
                List.of(generation.java().toString(), "-Xshare:dump", "-Xlog:disable");
        Tool.run(command, Surroundings.plain(), "", scratch).orThrow("java -Xshare:dump");
    }
}
