package io.vethkit.cni;

import static io.vethkit.linux.Fcntl.F_OFD_SETLK;
import static io.vethkit.linux.Fcntl.F_OFD_SETLKW;
import static io.vethkit.linux.Fcntl.F_WRLCK;
import static io.vethkit.linux.Fcntl.LOCK_EX;
import static io.vethkit.linux.Fcntl.LOCK_NB;
import static io.vethkit.linux.Fcntl.LOCK_SH;
import static io.vethkit.linux.Fcntl.O_CREAT;
import static io.vethkit.linux.Fcntl.O_RDWR;

import io.vethkit.linux.Errno;
import io.vethkit.linux.ErrnoException;
import io.vethkit.linux.Fd;
import io.vethkit.linux.Libc;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A lock between processes on a file of the state directory (flock(2)), held until closed or until
 * the process ends, however it ends.
 */
final class StateLock implements AutoCloseable {
    /**
     * The lock of a state directory that calls about one attachment share, and that GC, which
     * changes what all of them work on, has alone.
     */
    static final String ATTACHMENTS = "lock";

    private static final int STRUCT_FLOCK = 32; // include/uapi/asm-generic/fcntl.h, 64 bits
    private static final int L_START = 8;
    private static final int L_LEN = 16;

    private final Fd file;

    private StateLock(Fd file) {
        this.file = file;
    }

    /** Waits until nobody has the lock alone; any number may share it. */
    static StateLock share(String directory, String name) throws ErrnoException {
        return take(directory, name, LOCK_SH);
    }

    /** Waits until nobody else has the lock. */
    static StateLock takeAlone(String directory, String name) throws ErrnoException {
        return take(directory, name, LOCK_EX);
    }

    /** As {@link #takeAlone}, but returns null if somebody else has the lock. */
    static @Nullable StateLock tryToTakeAlone(String directory, String name) throws ErrnoException {
        return tryToTake(directory, name, LOCK_EX);
    }

    /**
     * Waits until neither GC nor another call is at work on an attachment.
     *
     * @param name that of {@link AttachmentStore#name}
     */
    static StateLock takeAttachment(String stateDir, String name) throws ErrnoException {
        return share(stateDir, ATTACHMENTS).and(name);
    }

    /** As {@link #takeAttachment}, but returns null if somebody is at work on it. */
    static @Nullable StateLock tryToTakeAttachment(String stateDir, String name)
            throws ErrnoException {
        StateLock shared = tryToTake(stateDir, ATTACHMENTS, LOCK_SH);
        return shared == null ? null : shared.tryAnd(name);
    }

    private static @Nullable StateLock tryToTake(String directory, String name, int operation)
            throws ErrnoException {
        try {
            return take(directory, name, operation | LOCK_NB);
        } catch (ErrnoException e) {
            if (e.is(Errno.EAGAIN)) {
                return null;
            }
            throw e;
        }
    }

    private static StateLock take(String directory, String name, int operation)
            throws ErrnoException {
        StateFiles.makeDirectories(directory);
        Fd file = Libc.open(directory + "/" + name, O_RDWR | O_CREAT, 0600);
        try {
            Libc.flock(file.number(), operation);
            return new StateLock(file);
        } catch (ErrnoException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /**
     * Waits until nobody else has the lock for {@code key}, which is held as long as this one: a
     * byte of the lock's file (fcntl(2), F_OFD_SETLKW), so that keys leave no files behind.
     */
    private StateLock and(String key) throws ErrnoException {
        lock(key, F_OFD_SETLKW);
        return this;
    }

    /** As {@link #and}, but closes this one and returns null if somebody else has the lock. */
    private @Nullable StateLock tryAnd(String key) throws ErrnoException {
        try {
            lock(key, F_OFD_SETLK);
            return this;
        } catch (ErrnoException e) {
            if (e.is(Errno.EAGAIN)) {
                return null;
            }
            throw e;
        }
    }

    private void lock(String key, int operation) throws ErrnoException {
        ByteBuffer lock = ByteBuffer.allocateDirect(STRUCT_FLOCK).order(ByteOrder.nativeOrder());
        lock.putShort(0, (short) F_WRLCK).putLong(L_START, offset(key)).putLong(L_LEN, 1);
        try {
            Libc.fcntl(file.number(), operation, lock);
        } catch (ErrnoException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** FNV-1a: keys that share an offset, which is unlikely, wait for each other. */
    private static long offset(String key) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < key.length(); i++) {
            hash = (hash ^ key.charAt(i)) * 0x100000001b3L;
        }
        return hash >>> 2;
    }

    @Override
    public void close() {
        file.close();
    }
}
