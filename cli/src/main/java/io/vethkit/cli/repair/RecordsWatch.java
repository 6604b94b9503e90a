package io.vethkit.cli.repair;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Hears of records that come, change and go (inotify), also where there are none yet. */
final class RecordsWatch implements AutoCloseable {
    private static final long SETTLE_MILLIS = 5;

    private final Path stateDir;
    private final WatchService service;
    private final Map<Path, WatchKey> keys = new HashMap<>();

    /** Watches what is, or will be, in {@code stateDir}. */
    RecordsWatch(Path stateDir) throws IOException {
        this.stateDir = stateDir;
        this.service = stateDir.getFileSystem().newWatchService();
        register();
    }

    private void register() throws IOException {
        List<Path> directories = new ArrayList<>();
        directories.add(existing(stateDir));
        for (String store : List.of("node-record", "attachments", "egress")) {
            directories.add(stateDir.resolve(store));
        }
        directories.add(stateDir.resolve("egress/attachments"));
        directories.addAll(directoriesIn(stateDir.resolve("attachments")));
        directories.addAll(directoriesIn(stateDir.resolve("egress/attachments")));
        keys.values().removeIf(key -> !key.isValid());
        for (Path directory : directories) {
            register(directory);
        }
        // what is above the state directory says much else; it matters only until that is there
        if (Files.isDirectory(stateDir)) {
            Path above = stateDir.getParent();
            while (above != null) {
                WatchKey key = keys.remove(above);
                if (key != null) {
                    key.cancel();
                }
                above = above.getParent();
            }
        }
    }

    private static Path existing(Path path) {
        Path parent = path.getParent();
        return Files.isDirectory(path) || parent == null ? path : existing(parent);
    }

    private static List<Path> directoriesIn(Path directory) throws IOException {
        List<Path> directories = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(directory, Files::isDirectory)) {
            all.forEach(directories::add);
        } catch (NoSuchFileException | NotDirectoryException e) {
            return directories; // none yet
        }
        return directories;
    }

    private void register(Path directory) throws IOException {
        if (keys.containsKey(directory)) {
            return;
        }
        try {
            keys.put(
                    directory,
                    directory.register(service, ENTRY_CREATE, ENTRY_MODIFY, ENTRY_DELETE));
        } catch (NoSuchFileException | NotDirectoryException e) {
            // not yet
        }
    }

    /** Waits until something has changed. Returns false when it is closed. */
    boolean await() throws IOException {
        try {
            WatchKey key = service.take();
            while (key != null) {
                key.pollEvents();
                key.reset();
                key = service.poll(SETTLE_MILLIS, TimeUnit.MILLISECONDS);
            }
            register();
            return true;
        } catch (InterruptedException | ClosedWatchServiceException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        service.close();
    }
}
