package io.vethkit.cli.install;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** SHA-256 of files, as {@code sha256sum} writes and checks them. */
final class Digests {
    private Digests() {}

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has it", e);
        }
    }

    /** Returns a line for each file under {@code directory} but {@code except}. */
    static String list(Path directory, Path except) throws IOException {
        StringBuilder out = new StringBuilder();
        for (Path file : filesIn(directory)) {
            if (!file.equals(except)) {
                out.append(of(file)).append("  ");
                out.append(directory.relativize(file)).append('\n');
            }
        }
        return out.toString();
    }

    private static List<Path> filesIn(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static String of(Path file) throws IOException {
        MessageDigest digest = sha256();
        try (InputStream in = Files.newInputStream(file)) {
            new DigestInputStream(in, digest).transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Adds a part that cannot run into the next. */
    static void add(MessageDigest digest, String name, byte[] value) {
        digest.update((name + " " + value.length + "\n").getBytes(StandardCharsets.UTF_8));
        digest.update(value);
    }
}
