package io.vethkit.iptables;

import static io.vethkit.linux.Fcntl.O_CREAT;
import static io.vethkit.linux.Fcntl.O_RDONLY;
import static io.vethkit.linux.Inotify.IN_ATTRIB;
import static io.vethkit.linux.Inotify.IN_CLOSE;

import io.vethkit.linux.Errno;
import io.vethkit.linux.ErrnoException;
import io.vethkit.linux.Fd;
import io.vethkit.linux.Libc;

import java.nio.ByteBuffer;

/**
 * Hears when somebody leaves the lock of xtables, by inotify(7): the kernel says nothing of legacy
 * tables, but whoever changes them opens the file of the lock before, and closes it afterwards.
 */
final class XtablesLockWatch implements AutoCloseable {
    private final String path;
    private final Fd inotify;
    private final ByteBuffer events = ByteBuffer.allocateDirect(4096);

    private XtablesLockWatch(String path, Fd inotify) {
        this.path = path;
        this.inotify = inotify;
    }

    /** Begins to watch; the file is made if it is missing, as iptables makes it. */
    static XtablesLockWatch open(String path) throws ErrnoException {
        XtablesLockWatch watch = new XtablesLockWatch(path, Libc.inotify_init1());
        boolean open = false;
        try {
            watch.watchFile();
            open = true;
            return watch;
        } finally {
            if (!open) {
                watch.close();
            }
        }
    }

    /** Returns what becomes readable when the lock was left. */
    Fd fd() {
        return inotify;
    }

    /** Opening a file that is watched already would be heard. */
    private void watchFile() throws ErrnoException {
        try {
            Libc.inotify_add_watch(inotify.number(), path, IN_CLOSE | IN_ATTRIB);
        } catch (ErrnoException e) {
            if (!e.is(Errno.ENOENT)) {
                throw e;
            }
            Libc.open(path, O_RDONLY | O_CREAT, 0600).close();
            Libc.inotify_add_watch(inotify.number(), path, IN_CLOSE | IN_ATTRIB);
        }
    }

    /** Tells whether anybody left the lock since the last call. */
    boolean wasLeft() throws ErrnoException {
        boolean any = false;
        while (hasEvents()) {
            any = true;
        }
        if (any) {
            watchFile(); // another file may have taken its name
        }
        return any;
    }

    private boolean hasEvents() throws ErrnoException {
        try {
            return Libc.read(inotify.number(), events) > 0;
        } catch (ErrnoException e) {
            if (e.is(Errno.EAGAIN)) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public void close() {
        inotify.close();
    }
}
