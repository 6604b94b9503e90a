package io.vethkit.it.install;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.tools.ToolProvider;

/** The plugin, but of other code: it says of itself that it supports one version only. */
final class OtherPlugin {
    private OtherPlugin() {}

    /** Makes a copy of {@code modules} with that code in {@code directory}. */
    static Path make(Path modules, Path directory, String version) throws IOException {
        Files.createDirectories(directory);
        Path changed = null;
        for (Path jar : list(modules)) {
            Path copy = directory.resolve(jar.getFileName());
            Files.copy(jar, copy);
            if (copy.getFileName().toString().startsWith("vethkit-cni-exec")) {
                changed = copy;
            }
        }
        replaceMain(changed, compile(directory, version));
        return directory;
    }

    private static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".jar")).toList();
        }
    }

    private static Path compile(Path directory, String version) throws IOException {
        Path source = Files.createDirectories(directory.resolve("src")).resolve("Main.java");
        Files.writeString(
                source,
                """
                package io.vethkit.cni;

                public final class Main {
                    public static void main(String[] arguments) {
                        if ("VERSION".equals(System.getenv("CNI_COMMAND"))) {
                            System.out.println(
                                    "{\\"cniVersion\\":\\"1.1.0\\",\\"supportedVersions\\":[\\"%s\\"]}");
                            Runtime.getRuntime().halt(0);
                        }
                        int status =
                                skel().run(System.getenv(), System.in, System.out, System.err);
                        Runtime.getRuntime().halt(status);
                    }

                    static Skel skel() {
                        return new Skel("other", new PluginByType());
                    }
                }
                """
                        .formatted(version));
        String classPath =
                list(directory).stream().map(Path::toString).collect(Collectors.joining(":"));
        int status =
                ToolProvider.getSystemJavaCompiler()
                        .run(
                                null,
                                null,
                                null,
                                "--release=22",
                                "-proc:none",
                                "-cp",
                                classPath,
                                "-d",
                                directory.resolve("src").toString(),
                                source.toString());
        if (status != 0) {
            throw new AssertionError("cannot compile " + source);
        }
        return directory.resolve("src/io/vethkit/cni/Main.class");
    }

    private static void replaceMain(Path jar, Path compiled) throws IOException {
        try (FileSystem zip =
                FileSystems.newFileSystem(URI.create("jar:" + jar.toUri()), Map.of())) {
            Files.copy(
                    compiled,
                    zip.getPath("io/vethkit/cni/Main.class"),
                    StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
