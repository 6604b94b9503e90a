package io.vethkit.routing;

import io.vethkit.netlink.NetlinkException;
import io.vethkit.netlink.Request;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What was done, so that it can be taken back. */
final class UndoLog {
    private final List<Entry> entries = new ArrayList<>();

    void add(NamespaceHandle namespace, @Nullable Request undo) {
        if (undo != null) {
            entries.add(new Entry(namespace, undo, "", ""));
        }
    }

    void add(NamespaceHandle namespace, String sysctl, String before) {
        entries.add(new Entry(namespace, null, sysctl, before));
    }

    /** Takes back the last things first. Failures join {@code cause} as suppressed. */
    void run(Exception cause) {
        for (int i = entries.size() - 1; i >= 0; i--) {
            try {
                entries.get(i).undo();
            } catch (IOException e) {
                cause.addSuppressed(e);
            }
        }
        entries.clear();
    }

    private record Entry(
            NamespaceHandle namespace, @Nullable Request request, String sysctl, String before) {
        void undo() throws IOException {
            if (request == null) {
                namespace.sysctl(sysctl, before);
                return;
            }
            try {
                namespace.socket().execute(request);
            } catch (NetlinkException e) {
                if (!Desired.isGone(e)) {
                    throw e;
                }
            }
        }
    }
}
