package io.vethkit.iptables;

import static io.vethkit.linux.Fcntl.O_RDONLY;

import io.vethkit.linux.Errno;
import io.vethkit.linux.ErrnoException;
import io.vethkit.linux.Fd;
import io.vethkit.linux.Libc;
import io.vethkit.netns.NetworkNamespace;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** The names of the legacy tables that a namespace has: asking the tables would make them. */
final class XtablesNames {
    private static final int MAX_BYTES = 4096;

    private XtablesNames() {}

    /**
     * Returns the names.
     *
     * @param namespace null for that of the calling thread
     */
    static List<String> of(Family family, @Nullable NetworkNamespace namespace) throws IOException {
        String file = family == Family.IP6 ? "ip6_tables_names" : "ip_tables_names";
        String path = "/proc/thread-self/net/" + file;
        if (namespace == null) {
            return read(path);
        }
        return namespace.call(
                new Callable<List<String>>() {
                    @Override
                    public List<String> call() throws ErrnoException {
                        return read(path);
                    }
                });
    }

    /** Without the kernel's module, there is no file and no table. */
    private static List<String> read(String path) throws ErrnoException {
        ByteBuffer text = ByteBuffer.allocateDirect(MAX_BYTES);
        try (Fd file = Libc.open(path, O_RDONLY, 0)) {
            int length;
            do {
                length = Libc.read(file.number(), text);
                text.position(text.position() + length);
            } while (length > 0);
        } catch (ErrnoException e) {
            if (e.is(Errno.ENOENT)) {
                return List.of();
            }
            throw e;
        }
        byte[] bytes = new byte[text.position()];
        text.flip().get(bytes);
        return lines(new String(bytes, StandardCharsets.US_ASCII));
    }

    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>(5);
        int start = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
            lines.add(text.substring(start, end));
            start = end + 1;
        }
        return lines;
    }
}
