package io.vethkit.it.containerd;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * A container image made of the machine's own static busybox, written as {@code docker save} would.
 * It serves as the pause image too: all it does is sleep.
 */
final class BusyboxImage {
    static final String NAME = "docker.io/local/busybox:1";
    static final Path BUSYBOX = Path.of("/usr/bin/busybox");

    private static final List<String> APPLETS =
            List.of("hostname", "ip", "nc", "ping", "sh", "sleep");

    private BusyboxImage() {}

    static void writeTo(Path archive) throws IOException {
        byte[] layer = layer();
        byte[] config = config(layer).getBytes(StandardCharsets.UTF_8);
        String manifest =
                """
                [{"Config": "config.json", "RepoTags": ["%s"], "Layers": ["layer.tar"]}]\
                """
                        .formatted(NAME);
        Tar tar = new Tar();
        tar.file("config.json", 0644, config);
        tar.file("layer.tar", 0644, layer);
        tar.file("manifest.json", 0644, manifest.getBytes(StandardCharsets.UTF_8));
        Files.write(archive, tar.finish());
    }

    private static byte[] layer() throws IOException {
        Tar tar = new Tar();
        for (String directory : List.of("bin/", "dev/", "etc/", "proc/", "sys/", "tmp/")) {
            tar.directory(directory);
        }
        tar.file("bin/busybox", 0755, Files.readAllBytes(BUSYBOX));
        for (String applet : APPLETS) {
            tar.link("bin/" + applet, "busybox");
        }
        return tar.finish();
    }

    private static String config(byte[] layer) {
        String architecture = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
        return """
        {"architecture": "%s", "os": "linux",
         "config": {"Env": ["PATH=/bin"], "Entrypoint": ["/bin/sleep", "1000000"]},
         "rootfs": {"type": "layers", "diff_ids": ["sha256:%s"]}}\
        """
                .formatted(architecture, sha256(layer));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** A tar archive being written, in the POSIX ustar format. */
    private static final class Tar {
        private static final int BLOCK = 512;

        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        void directory(String name) {
            entry(name, 0755, '5', "", new byte[0]);
        }

        void link(String name, String target) {
            entry(name, 0777, '2', target, new byte[0]);
        }

        void file(String name, int mode, byte[] content) {
            entry(name, mode, '0', "", content);
        }

        byte[] finish() {
            out.writeBytes(new byte[2 * BLOCK]);
            return out.toByteArray();
        }

        private void entry(String name, int mode, char type, String target, byte[] content) {
            byte[] header = new byte[BLOCK];
            put(header, 0, name);
            put(header, 100, "%07o".formatted(mode));
            put(header, 108, "0000000"); // uid
            put(header, 116, "0000000"); // gid
            put(header, 124, "%011o".formatted(content.length));
            put(header, 136, "00000000000"); // mtime
            put(header, 148, "        "); // the checksum counts itself as spaces
            put(header, 156, String.valueOf(type));
            put(header, 157, target);
            put(header, 257, "ustar\0" + "00");
            int sum = 0;
            for (byte b : header) {
                sum += b & 0xff;
            }
            put(header, 148, "%06o\0".formatted(sum));
            out.writeBytes(header);
            out.writeBytes(content);
            out.writeBytes(new byte[Math.floorMod(-content.length, BLOCK)]);
        }

        private static void put(byte[] header, int at, String text) {
            byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(bytes, 0, header, at, bytes.length);
        }
    }
}
