package io.vethkit.cli.repair;

import io.vethkit.cni.Described;
import io.vethkit.cni.OnRecord;
import io.vethkit.netns.NetworkNamespace;
import io.vethkit.routing.Keeper;
import io.vethkit.routing.NamespaceHandle;
import io.vethkit.routing.NamespaceState;
import io.vethkit.routing.Part;
import io.vethkit.routing.Repairer;
import io.vethkit.routing.Watcher;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.List;

/** The watch of the inside of one pod, on a thread of its own that lives in its namespace. */
final class PodWatch {
    private final Described described;
    private final OnRecord onRecord;
    private final Announcer announcer;
    private final boolean repairs;
    private @Nullable Watcher watcher;
    private boolean stopped;

    PodWatch(Described described, OnRecord onRecord, Announcer announcer, boolean repairs) {
        this.described = described;
        this.onRecord = onRecord;
        this.announcer = announcer;
        this.repairs = repairs;
    }

    /** Tells whether it is of the very same description. */
    boolean isOf(Described other) {
        return described.equals(other);
    }

    /** Watches until it is stopped. A pod whose namespace is gone is not watched. */
    void run() throws IOException {
        String netns = described.netns();
        NamespaceState inPod = described.state().pod();
        try (NetworkNamespace namespace = netns == null ? null : Comparison.open(netns)) {
            if (namespace != null && inPod != null) {
                namespace.call(() -> {
                    runInside(inPod);
                    return 0;
                });
            }
        }
    }

    private void runInside(NamespaceState inPod) throws IOException {
        NamespaceReport report = new NamespaceReport(announcer, "pod");
        Repairer repairer = repairs ? new Repairer(report) : null;
        Keeper keeper = name -> Turn.tryToTake(onRecord, described);
        try (NamespaceHandle here = NamespaceHandle.here();
                Watcher opened = Watcher.open(here, report, keeper, repairer)) {
            opened.describe(List.of(new Part(described.name(), inPod)));
            if (begin(opened)) {
                opened.run();
            }
        }
    }

    private synchronized boolean begin(Watcher opened) {
        watcher = opened;
        return !stopped;
    }

    /** Has {@link #run} return. Any thread may call. */
    synchronized void stop() {
        stopped = true;
        if (watcher != null) {
            watcher.stop();
        }
    }
}
