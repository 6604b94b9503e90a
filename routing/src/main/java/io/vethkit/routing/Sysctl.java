package io.vethkit.routing;

import static io.vethkit.linux.Fcntl.O_RDONLY;
import static io.vethkit.linux.Fcntl.O_WRONLY;

import io.vethkit.linux.Errno;
import io.vethkit.linux.ErrnoException;
import io.vethkit.linux.Fd;
import io.vethkit.linux.Inotify;
import io.vethkit.linux.Libc;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Kernel parameters below {@code /proc/sys}, of the namespace of the calling thread. */
final class Sysctl {
    private static final int MAX_VALUE = 256;

    private Sysctl() {}

    /** Returns the value without its line end, or null if the kernel has no such parameter. */
    static @Nullable String read(String key) throws ErrnoException {
        try (Fd file = Libc.open(path(key), O_RDONLY, 0)) {
            ByteBuffer value = ByteBuffer.allocateDirect(MAX_VALUE);
            byte[] bytes = new byte[Libc.read(file.number(), value)];
            value.get(bytes);
            return new String(bytes, StandardCharsets.UTF_8).strip();
        } catch (ErrnoException e) {
            if (e.is(Errno.ENOENT)) {
                return null;
            }
            throw e;
        }
    }

    /** Writes the value, unless the kernel has no such parameter. */
    static void write(String key, String value) throws ErrnoException {
        try (Fd file = Libc.open(path(key), O_WRONLY, 0)) {
            byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
            ByteBuffer buffer = ByteBuffer.allocateDirect(bytes.length);
            Libc.write(file.number(), buffer.put(bytes).flip());
        } catch (ErrnoException e) {
            if (!e.is(Errno.ENOENT)) {
                throw new ErrnoException("write sysctl " + key + "=" + value, e.number());
            }
        }
    }

    /** Has {@code inotify} report writes of the value. Returns the watch descriptor. */
    static int watch(String key, Fd inotify) throws ErrnoException {
        return Libc.inotify_add_watch(inotify.number(), path(key), Inotify.IN_MODIFY);
    }

    private static String path(String key) {
        return "/proc/sys/" + key;
    }
}
