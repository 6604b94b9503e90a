package io.vethkit.cli.repair;

import io.vethkit.cni.Described;
import io.vethkit.cni.OnRecord;
import io.vethkit.routing.Desired;
import io.vethkit.routing.DesiredLink;
import io.vethkit.routing.Difference;
import io.vethkit.routing.Keeper;
import io.vethkit.routing.NamespaceHandle;
import io.vethkit.routing.NamespaceState;
import io.vethkit.routing.Part;
import io.vethkit.routing.Repairer;
import io.vethkit.routing.Watcher;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The watch of the node's side of all that is on record, in the namespace of its thread. */
final class HostWatch implements AutoCloseable {
    private final OnRecord onRecord;
    private final Announcer announcer;
    private final NamespaceHandle here;
    private final Watcher watcher;
    private volatile Map<String, Described> known = Map.of();

    private HostWatch(OnRecord onRecord, Announcer announcer, NamespaceHandle here, boolean repairs)
            throws IOException {
        this.onRecord = onRecord;
        this.announcer = announcer;
        this.here = here;
        NamespaceReport report = new HostReport();
        Repairer repairer = repairs ? new Repairer(report) : null;
        this.watcher = Watcher.open(here, report, this::hold, repairer);
    }

    /** Opens the watch of the node, which is the namespace of the calling thread. */
    static HostWatch open(OnRecord onRecord, Announcer announcer, boolean repairs)
            throws IOException {
        NamespaceHandle here = NamespaceHandle.here();
        try {
            return new HostWatch(onRecord, announcer, here, repairs);
        } catch (IOException | RuntimeException e) {
            here.close();
            throw e;
        }
    }

    /** Tells whether it is a link that a description makes, rather than finds. */
    static boolean isMadeLink(Desired object) {
        return object instanceof DesiredLink link && link.link().kind() != null;
    }

    private Keeper.@Nullable Hold hold(String name) throws IOException {
        Described described = known.get(name);
        return described == null ? null : Turn.tryToTake(onRecord, described);
    }

    /** Says what is on record now. Any thread may call. */
    void describe(List<Described> all) {
        Map<String, Described> byName = new HashMap<>();
        List<Part> parts = new ArrayList<>();
        for (Described each : all) {
            byName.put(each.name(), each);
            parts.add(new Part(each.name(), each.state().host()));
        }
        known = byName;
        watcher.describe(parts);
    }

    void run() throws IOException {
        watcher.run();
    }

    /** Has {@link #run} return. Any thread may call. */
    void stop() {
        watcher.stop();
    }

    @Override
    public void close() {
        watcher.close();
        here.close();
    }

    /** A link that is made again is born with an empty end in the pod. */
    private final class HostReport extends NamespaceReport {
        HostReport() {
            super(announcer, "node");
        }

        @Override
        public void repaired(String part, Difference difference) {
            super.repaired(part, difference);
            Described described = known.get(part);
            if (described != null && isMadeLink(difference.object())) {
                repairInside(described);
            }
        }

        private void repairInside(Described described) {
            String netns = described.netns();
            NamespaceState inPod = described.state().pod();
            if (netns == null || inPod == null) {
                return;
            }
            try {
                OneRepair.repairPod(described.name(), netns, inPod, announcer);
            } catch (IOException e) {
                announcer.failed(described.name(), "pod", netns, e);
            }
        }
    }
}
