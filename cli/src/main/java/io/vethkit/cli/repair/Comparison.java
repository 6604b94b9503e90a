package io.vethkit.cli.repair;

import static io.vethkit.netlink.Netlink.NETLINK_NETFILTER;

import io.vethkit.cni.Described;
import io.vethkit.iptables.PartTables;
import io.vethkit.iptables.RulesetPart;
import io.vethkit.linux.ErrnoException;
import io.vethkit.netlink.NetlinkSocket;
import io.vethkit.netns.NetworkNamespace;
import io.vethkit.routing.Differ;
import io.vethkit.routing.Difference;
import io.vethkit.routing.NamespaceHandle;
import io.vethkit.routing.NamespaceState;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Compares what is on record with the kernel, in the namespace of the calling thread. */
final class Comparison {
    private final boolean withPods;
    private final List<Finding> findings = new ArrayList<>();

    /** A comparison of the node's side and, if told so, of the pods' insides. */
    Comparison(boolean withPods) {
        this.withPods = withPods;
    }

    /** Returns what differs. */
    List<Finding> of(List<Described> described) throws IOException {
        for (Described each : described) {
            compareHost(each);
            String netns = each.netns();
            NamespaceState inPod = each.state().pod();
            if (withPods && netns != null && inPod != null) {
                comparePod(each, netns, inPod);
            }
            compareFilters(each);
        }
        return findings;
    }

    private void compareHost(Described described) throws IOException {
        try (NamespaceHandle host = NamespaceHandle.here()) {
            for (Difference difference : Differ.diff(described.state().host(), host)) {
                String command = outside(described, difference.command());
                add(described, "node", difference, command);
            }
        }
    }

    private void comparePod(Described described, String netns, NamespaceState inPod)
            throws IOException {
        try (NetworkNamespace namespace = open(netns)) {
            if (namespace == null) {
                findings.add(new Finding(described, "pod", netns + " is gone", List.of()));
                return;
            }
            try (NamespaceHandle pod = NamespaceHandle.of(namespace)) {
                for (Difference difference : Differ.diff(inPod, pod)) {
                    String command = difference.command();
                    add(described, "pod", difference, inside(netns, command));
                }
            }
        }
    }

    /** Opens the namespace at a path, or returns null if there is none. */
    static @Nullable NetworkNamespace open(String netns) {
        try {
            return NetworkNamespace.open(netns);
        } catch (ErrnoException e) {
            return null;
        }
    }

    /** Returns a command of the node's side, with the pod's namespace by its path. */
    static String outside(Described described, String command) {
        String netns = described.netns();
        return netns == null ? command : command.replace(" netns pod", " netns " + netns);
    }

    /** Returns a command of the pod's inside as one types it outside of the namespace. */
    static String inside(String netns, String command) {
        String enter = "nsenter --net=" + netns + " ";
        return enter + command.replace(" && ", " && " + enter);
    }

    private void add(Described described, String where, Difference difference, String command) {
        findings.add(new Finding(described, where, difference.text(), List.of(command)));
    }

    private void compareFilters(Described described) throws IOException {
        List<RulesetPart> parts = FilterParts.of(described);
        if (parts.isEmpty()) {
            return;
        }
        try (NetlinkSocket socket = NetlinkSocket.open(NETLINK_NETFILTER)) {
            for (RulesetPart part : parts) {
                add(described, new PartTables(part, socket, null, 0));
            }
        }
    }

    /** What puts them right is a whole, which comes with the last of them. */
    private void add(Described described, PartTables tables) throws IOException {
        List<io.vethkit.iptables.Difference> differences = tables.diff();
        List<String> commands = differences.isEmpty() ? List.of() : tables.plan();
        for (int i = 0; i < differences.size(); i++) {
            List<String> own = i == differences.size() - 1 ? commands : List.of();
            String where = tables.part().backend().toString();
            findings.add(new Finding(described, where, differences.get(i).toString(), own));
        }
    }
}
