package io.vethkit.routing;

import static io.vethkit.linux.Inotify.IN_IGNORED;
import static io.vethkit.linux.Inotify.IN_Q_OVERFLOW;

import io.vethkit.linux.Errno;
import io.vethkit.linux.ErrnoException;
import io.vethkit.linux.Fd;
import io.vethkit.linux.Libc;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/**
 * Hears of writes of sysctls by inotify(7), as far as they come through the same mount of {@code
 * /proc}. The kernel's own changes, and those through other mounts, make no event there.
 *
 * <pre>{@code
 * struct inotify_event {
 *     int      wd;
 *     uint32_t mask, cookie, len;
 *     char     name[];
 * };
 * }</pre>
 */
final class SysctlWatch implements AutoCloseable {
    private static final int HEADER = 16;
    private static final int CAPACITY = 64 * 1024;

    private final NamespaceHandle namespace;
    private final Fd inotify;
    private final Map<Integer, String> keys = new HashMap<>();
    private final Map<String, Integer> watches = new HashMap<>();
    private final ByteBuffer events =
            ByteBuffer.allocateDirect(CAPACITY).order(ByteOrder.nativeOrder());
    private boolean isFull;

    SysctlWatch(NamespaceHandle namespace) throws ErrnoException {
        this.namespace = namespace;
        this.inotify = Libc.inotify_init1();
    }

    /** Returns what becomes readable when a sysctl was written. */
    Fd fd() {
        return inotify;
    }

    /** Watches a sysctl; to be called again when its link may be another. */
    void watch(String key) throws IOException {
        if (isFull) {
            return;
        }
        try {
            int watch = namespace.watchSysctl(key, inotify);
            Integer before = watches.put(key, watch);
            if (before == null || before != watch) {
                forget(before);
                keys.put(watch, key);
            }
        } catch (ErrnoException e) {
            isFull = e.is(Errno.ENOSPC); // fs.inotify.max_user_watches
            if (!isFull && !e.is(Errno.ENOENT)) {
                throw e;
            }
        }
    }

    /** Ends the watch of a sysctl. */
    void forget(String key) {
        forget(watches.remove(key));
    }

    private void forget(@Nullable Integer watch) {
        if (watch == null || keys.remove(watch) == null) {
            return;
        }
        try {
            Libc.inotify_rm_watch(inotify.number(), watch);
        } catch (ErrnoException e) {
            assert e.is(Errno.EINVAL) : e; // the file went, and its watch with it
        }
    }

    /** Says what was written since. Returns whether anything was. */
    boolean read(Concern concern) throws ErrnoException {
        boolean any = false;
        while (true) {
            int length;
            try {
                length = Libc.read(inotify.number(), events);
            } catch (ErrnoException e) {
                if (e.is(Errno.EAGAIN)) {
                    return any;
                }
                throw e;
            }
            any |= read(length, concern);
        }
    }

    private boolean read(int length, Concern concern) {
        boolean any = false;
        int at = 0;
        while (length - at >= HEADER) {
            int mask = events.getInt(at + 4);
            String key = keys.get(events.getInt(at));
            if ((mask & IN_Q_OVERFLOW) != 0) {
                concern.sysctls();
                any = true;
            } else if ((mask & IN_IGNORED) == 0 && key != null) {
                concern.sysctl(key);
                any = true;
            }
            at += HEADER + events.getInt(at + 12);
        }
        return any;
    }

    @Override
    public void close() {
        inotify.close();
    }
}
