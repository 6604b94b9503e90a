package io.vethkit.cli.repair;

import static io.vethkit.netlink.Netlink.NETLINK_NETFILTER;

import io.vethkit.cni.Described;
import io.vethkit.cni.OnRecord;
import io.vethkit.iptables.Difference;
import io.vethkit.iptables.PartTables;
import io.vethkit.iptables.RulesetPart;
import io.vethkit.netlink.NetlinkSocket;
import io.vethkit.netns.NetworkNamespace;
import io.vethkit.routing.NamespaceHandle;
import io.vethkit.routing.NamespaceState;
import io.vethkit.routing.Namespaces;
import io.vethkit.routing.Part;
import io.vethkit.routing.Repairer;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Repairs once what is on record, in the namespace of the calling thread. */
final class OneRepair {
    private static final long PATIENCE_MILLIS = 10_000;
    private static final long PAUSE_MILLIS = 20;

    private final OnRecord onRecord;
    private final Announcer announcer;
    private final boolean withPods;
    private boolean madeLink;

    OneRepair(OnRecord onRecord, Announcer announcer, boolean withPods) {
        this.onRecord = onRecord;
        this.announcer = announcer;
        this.withPods = withPods;
    }

    void of(Described described) throws IOException {
        announcer.know(described);
        try (Turn turn = take(described)) {
            if (turn == null) {
                announcer.failed(described.name(), "node", "busy: the plugin is at it", null);
            } else if (turn.isCurrent()) {
                repair(described, turn);
            }
        }
    }

    private @Nullable Turn take(Described described) throws IOException {
        long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
        Turn turn = Turn.tryToTake(onRecord, described);
        while (turn == null && System.nanoTime() - end < 0) {
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return null;
            }
            turn = Turn.tryToTake(onRecord, described);
        }
        return turn;
    }

    private void repair(Described described, Turn turn) throws IOException {
        repairHost(described, turn.peers());
        String netns = described.netns();
        NamespaceState inPod = described.state().pod();
        if (netns != null && inPod != null && (withPods || madeLink)) {
            repairPod(described.name(), netns, inPod, announcer);
        }
        repairFilters(described);
    }

    private void repairHost(Described described, Namespaces peers) throws IOException {
        madeLink = false;
        NamespaceReport report =
                new NamespaceReport(announcer, "node") {
                    @Override
                    public void repaired(String part, io.vethkit.routing.Difference difference) {
                        super.repaired(part, difference);
                        madeLink |= HostWatch.isMadeLink(difference.object());
                    }
                };
        try (NamespaceHandle host = NamespaceHandle.here()) {
            Part part = new Part(described.name(), described.state().host());
            new Repairer(report).once(part, host, peers);
        }
    }

    /** Repairs the inside of a pod, whose namespace may be gone. */
    static void repairPod(String name, String netns, NamespaceState inPod, Announcer announcer)
            throws IOException {
        try (NetworkNamespace namespace = Comparison.open(netns)) {
            if (namespace == null) {
                announcer.failed(name, "pod", netns + " is gone", null);
                return;
            }
            try (NamespaceHandle pod = NamespaceHandle.of(namespace)) {
                Repairer repairer = new Repairer(new NamespaceReport(announcer, "pod"));
                repairer.once(new Part(name, inPod), pod, Namespaces.NONE);
            }
        }
    }

    private void repairFilters(Described described) throws IOException {
        List<RulesetPart> parts = FilterParts.of(described);
        if (parts.isEmpty()) {
            return;
        }
        try (NetlinkSocket socket = NetlinkSocket.open(NETLINK_NETFILTER)) {
            for (RulesetPart part : parts) {
                repair(new PartTables(part, socket, null, PATIENCE_MILLIS));
            }
        }
    }

    private void repair(PartTables tables) throws IOException {
        List<Difference> differences = new ArrayList<>(tables.diff());
        if (differences.isEmpty()) {
            return;
        }
        TablesReport report = new TablesReport(announcer);
        for (Difference difference : differences) {
            report.differs(tables.part(), difference, "");
        }
        try {
            differences.removeAll(tables.apply());
            report.repaired(tables.part(), differences);
        } catch (IOException e) {
            report.failed(tables.part(), differences, e);
        }
    }
}
