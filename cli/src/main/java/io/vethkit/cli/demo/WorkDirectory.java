package io.vethkit.cli.demo;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** A temporary directory {@code vk-demo-PID-...} that goes when this is closed. */
record WorkDirectory(Path path) implements AutoCloseable {
    /** Makes one. */
    static WorkDirectory create() throws IOException {
        return new WorkDirectory(
                Files.createTempDirectory(parent(), OwnName.PREFIX + OwnName.pid() + "-"));
    }

    private static Path parent() {
        return Path.of(System.getProperty("java.io.tmpdir"));
    }

    /** Removes those of processes that are no more. */
    static void removeLeftovers() throws IOException {
        try (DirectoryStream<Path> entries =
                Files.newDirectoryStream(parent(), OwnName.PREFIX + "*")) {
            for (Path entry : entries) {
                if (OwnName.isLeftover(entry.getFileName().toString())) {
                    removeQuietly(entry);
                }
            }
        }
    }

    /** A tool that a killed process started may be writing to it still: next time then. */
    private static void removeQuietly(Path entry) {
        try {
            if (isOurs(entry)) {
                remove(entry);
            }
        } catch (IOException e) {
            // it is in nobody's way
        }
    }

    /** In a directory that all may write to, a name proves nothing. */
    private static boolean isOurs(Path entry) throws IOException {
        Object owner = Files.getAttribute(entry, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        return Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)
                && owner.equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    }

    /** Makes the directory {@code name} in it. */
    Path directory(String name) throws IOException {
        return Files.createDirectories(path.resolve(name));
    }

    @Override
    public void close() throws IOException {
        remove(path);
    }

    private static void remove(Path tree) throws IOException {
        try {
            Files.walkFileTree(tree, new Removal());
        } catch (NoSuchFileException e) {
            // another run was faster
        }
    }

    private static final class Removal extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                throws IOException {
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
