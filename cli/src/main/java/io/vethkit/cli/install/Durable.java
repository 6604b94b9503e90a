package io.vethkit.cli.install;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Changes of files that a crash leaves undone or done. */
final class Durable {
    private static final Set<PosixFilePermission> PROGRAM =
            PosixFilePermissions.fromString("rwxr-xr-x");
    private static final Set<PosixFilePermission> DATA =
            PosixFilePermissions.fromString("rw-r--r--");

    private Durable() {}

    /** Makes a directory and those above it. */
    static void makeDirectories(Path directory) throws IOException {
        Path parent = directory.getParent();
        if (Files.isDirectory(directory) || parent == null) {
            return;
        }
        makeDirectories(parent);
        Files.createDirectories(directory);
        Files.setPosixFilePermissions(directory, PROGRAM);
        sync(parent);
    }

    /** Writes data to {@code file}, by way of {@code temporary} on the same file system. */
    static void write(Path file, Path temporary, String text) throws IOException {
        write(file, temporary, text, DATA);
    }

    /** As {@link #write}, a program. */
    static void writeProgram(Path file, Path temporary, String text) throws IOException {
        write(file, temporary, text, PROGRAM);
    }

    private static void write(
            Path file, Path temporary, String text, Set<PosixFilePermission> permissions)
            throws IOException {
        try (FileChannel channel =
                FileChannel.open(
                        temporary,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            Files.setPosixFilePermissions(temporary, permissions);
            channel.force(true);
        }
        rename(temporary, file);
    }

    /** Makes {@code link} lead to {@code target}, by way of {@code temporary}. */
    static void link(Path link, Path temporary, Path target) throws IOException {
        Files.deleteIfExists(temporary);
        Files.createSymbolicLink(temporary, target);
        rename(temporary, link);
    }

    /** Renames over what may be there. */
    static void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Path parent = to.getParent();
        if (parent != null) {
            sync(parent);
        }
    }

    /** Makes a tree readable to all, whatever the umask, and writes it to the disk. */
    static void settle(Path tree) throws IOException {
        Files.walkFileTree(
                tree,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        if (attributes.isRegularFile()) {
                            Files.setPosixFilePermissions(
                                    file, Files.isExecutable(file) ? PROGRAM : DATA);
                            sync(file);
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(
                            Path directory, @Nullable IOException failure) throws IOException {
                        Files.setPosixFilePermissions(directory, PROGRAM);
                        sync(directory);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }

    /** Removes a tree that may be there. */
    static void removeTree(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        Files.walkFileTree(
                tree,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(
                            Path directory, @Nullable IOException failure) throws IOException {
                        Files.delete(directory);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }

    private static void sync(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
