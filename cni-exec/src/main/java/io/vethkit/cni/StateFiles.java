package io.vethkit.cni;

import static io.vethkit.linux.Fcntl.O_CREAT;
import static io.vethkit.linux.Fcntl.O_RDONLY;
import static io.vethkit.linux.Fcntl.O_TRUNC;
import static io.vethkit.linux.Fcntl.O_WRONLY;

import io.vethkit.linux.Errno;
import io.vethkit.linux.ErrnoException;
import io.vethkit.linux.Fd;
import io.vethkit.linux.Libc;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Small files of state, whole or not there whatever is killed when. */
final class StateFiles {
    private static final int OWNER_ONLY = 0600;
    private static final int READ_SIZE = 4096;
    private static final int DIRECTORY_MODE = 0700;

    private StateFiles() {}

    /** Makes {@code directory} and what is above it, unless it is there. */
    static void makeDirectories(String directory) throws ErrnoException {
        try {
            makeDirectory(directory);
        } catch (ErrnoException e) {
            int slash = directory.lastIndexOf('/');
            if (!e.is(Errno.ENOENT) || slash <= 0) {
                throw e;
            }
            makeDirectories(directory.substring(0, slash));
            makeDirectory(directory);
        }
    }

    private static void makeDirectory(String directory) throws ErrnoException {
        try {
            Libc.mkdir(directory, DIRECTORY_MODE);
        } catch (ErrnoException e) {
            if (!e.is(Errno.EEXIST)) {
                throw e;
            }
        }
    }

    /** Puts {@code text} at {@code path}, by way of the synced file {@code temporary}. */
    static void replace(String path, String temporary, String text) throws ErrnoException {
        write(temporary, text);
        Libc.rename(temporary, path);
        syncDirectory(path);
    }

    /** Puts {@code text} at {@code path}, whole, but where a power cut may lose it. */
    static void hint(String path, String temporary, String text) throws ErrnoException {
        write(temporary, text, false);
        Libc.rename(temporary, path);
    }

    /** Writes and syncs a new file, in place of one that is there. */
    static void write(String path, String text) throws ErrnoException {
        write(path, text, true);
    }

    private static void write(String path, String text, boolean sync) throws ErrnoException {
        try (Fd file = Libc.open(path, O_WRONLY | O_CREAT | O_TRUNC, OWNER_ONLY)) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            ByteBuffer buffer = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
            while (buffer.hasRemaining()) {
                buffer.position(buffer.position() + Libc.write(file.number(), buffer));
            }
            if (sync) {
                Libc.fsync(file.number());
            }
        }
    }

    /** Empties the file, if there is one, and syncs it. */
    static void empty(String path) throws ErrnoException {
        try (Fd file = Libc.open(path, O_WRONLY | O_TRUNC, 0)) {
            Libc.fsync(file.number());
        } catch (ErrnoException e) {
            if (!e.is(Errno.ENOENT)) {
                throw e;
            }
        }
    }

    /** Makes what was renamed or linked to {@code path} last. */
    static void syncDirectory(String path) throws ErrnoException {
        String directory = path.substring(0, path.lastIndexOf('/'));
        try (Fd open = Libc.open(directory, O_RDONLY, 0)) {
            Libc.fsync(open.number());
        }
    }

    /** Returns the text of the file, or null if there is none. */
    static @Nullable String read(String path) throws ErrnoException {
        try (Fd file = Libc.open(path, O_RDONLY, 0)) {
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            ByteBuffer buffer = ByteBuffer.allocateDirect(READ_SIZE);
            for (int count = Libc.read(file.number(), buffer);
                    count > 0;
                    count = Libc.read(file.number(), buffer)) {
                byte[] bytes = new byte[count];
                buffer.get(0, bytes);
                text.write(bytes, 0, count);
            }
            return text.toString(StandardCharsets.UTF_8);
        } catch (ErrnoException e) {
            if (e.is(Errno.ENOENT) || e.is(Errno.ENAMETOOLONG)) {
                return null;
            }
            throw new ErrnoException("read " + path, e.number());
        }
    }

    /** Removes the file. Returns false if there was none. */
    static boolean remove(String path) throws ErrnoException {
        try {
            Libc.unlink(path);
            return true;
        } catch (ErrnoException e) {
            if (e.is(Errno.ENOENT) || e.is(Errno.ENAMETOOLONG)) {
                return false;
            }
            throw e;
        }
    }

    /** Returns the names in {@code directory}, none if it is not there. */
    static String[] list(String directory) {
        String[] names = new File(directory).list();
        return names == null ? new String[0] : names;
    }
}
