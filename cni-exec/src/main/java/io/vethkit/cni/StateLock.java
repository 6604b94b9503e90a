package io.vethkit.cni;

import static io.vethkit.linux.Fcntl.LOCK_EX;
import static io.vethkit.linux.Fcntl.LOCK_SH;
import static io.vethkit.linux.Fcntl.O_CREAT;
import static io.vethkit.linux.Fcntl.O_RDWR;

import io.vethkit.linux.ErrnoException;
import io.vethkit.linux.Fd;
import io.vethkit.linux.Libc;

/**
 * A lock between processes on a file of the state directory (flock(2)), held until closed or until
 * the process ends, however it ends.
 */
final class StateLock implements AutoCloseable {
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

    @Override
    public void close() {
        file.close();
    }
}
