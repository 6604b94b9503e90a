package io.vethkit.cli.install;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A directory to make things in, which one install at a time has. What an earlier one left, killed
 * half-way, is removed.
 */
final class Workshop implements AutoCloseable {
    private static final String PREFIX = "tmp-";

    private final FileChannel channel;
    private final FileLock lock;
    private final Path directory;

    private Workshop(FileChannel channel, FileLock lock, Path directory) {
        this.channel = channel;
        this.lock = lock;
        this.directory = directory;
    }

    /** Waits until no other install into {@code store} is at work. */
    static Workshop open(Path store, Progress progress) throws IOException {
        Durable.makeDirectories(store);
        FileChannel channel =
                FileChannel.open(
                        store.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock();
        if (lock == null) {
            progress.say("waiting for another install");
            lock = channel.lock();
        }
        removeLeftovers(store, "");
        Path directory = Files.createTempDirectory(store, PREFIX);
        Files.createDirectory(directory.resolve("scratch"));
        return new Workshop(channel, lock, directory);
    }

    /** Removes what workshops that nobody has any more made in {@code directory}. */
    static void removeLeftovers(Path directory, String prefix) throws IOException {
        try (DirectoryStream<Path> leftovers =
                Files.newDirectoryStream(directory, prefix + PREFIX + "*")) {
            for (Path leftover : leftovers) {
                removeQuietly(leftover);
            }
        }
    }

    /** A tool of the install that was killed may be at work there still: next time then. */
    private static void removeQuietly(Path leftover) {
        try {
            Durable.removeTree(leftover);
        } catch (IOException e) {
            // it has a name of its own and is in nobody's way
        }
    }

    /** Where the next generation is made. */
    Generation generation() {
        return new Generation(directory.resolve("generation"));
    }

    /** A directory for files nobody keeps. */
    Path scratch() {
        return directory.resolve("scratch");
    }

    /** A name for a file that is renamed into place, on the file system of the plugin. */
    Path temporary() {
        return directory.resolve("temporary");
    }

    /** What makes the name of a file elsewhere one that nobody else has. */
    String suffix() {
        return String.valueOf(directory.getFileName());
    }

    @Override
    public void close() throws IOException {
        try {
            removeQuietly(directory);
        } finally {
            lock.close();
            channel.close();
        }
    }
}
