package io.vethkit.cli.install;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The generations beside an executable.
 *
 * @param directory has one subdirectory each
 */
record Store(Path directory) {
    private static final Pattern NAME = Pattern.compile("[0-9a-f]{16}(-[0-9]+)?");
    private static final Pattern USED = Pattern.compile("/([0-9a-f]{16}(-[0-9]+)?)/jre/bin/java");

    /** Returns the undamaged generation of that hash, or null. */
    @Nullable Generation find(String hash) throws IOException {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, hash + "*")) {
            for (Path each : found) {
                Generation generation = new Generation(each);
                if (isUndamaged(generation)) {
                    return generation;
                }
            }
        }
        return null;
    }

    private static boolean isUndamaged(Generation generation) throws IOException {
        Path sums = generation.sums();
        return Files.isRegularFile(sums)
                && Files.readString(sums).equals(Digests.list(generation.directory(), sums));
    }

    /** Returns a name that no damaged generation of that hash has taken. */
    Generation nextFree(String hash) {
        Path free = directory.resolve(hash);
        for (int i = 2; Files.exists(free); i++) {
            free = directory.resolve(hash + "-" + i);
        }
        return new Generation(free);
    }

    /** Returns the generation that an executable starts, or null. */
    @Nullable Generation usedBy(String executable) {
        Matcher matcher = USED.matcher(executable);
        return matcher.find() ? new Generation(directory.resolve(matcher.group(1))) : null;
    }

    void removeAllBut(Generation current, @Nullable Generation previous) throws IOException {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
            for (Path each : all) {
                boolean isGeneration = NAME.matcher(each.getFileName().toString()).matches();
                Generation generation = new Generation(each);
                if (isGeneration && !generation.equals(current) && !generation.equals(previous)) {
                    Durable.removeTree(each);
                }
            }
        }
    }
}
