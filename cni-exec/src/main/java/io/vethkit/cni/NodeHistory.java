package io.vethkit.cni;

import io.vethkit.podnet.DesiredState;
import io.vethkit.podnet.EnforcingMode;
import io.vethkit.podnet.Node;
import io.vethkit.podnet.NodeKernel;
import io.vethkit.podnet.NodeSetUp;
import io.vethkit.routing.Desired;
import io.vethkit.routing.NamespaceState;
import io.vethkit.routing.Origin;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Changes a node from what it is to what is configured now, and takes back what that no longer has:
 * objects go, sysctls and MTUs get the values they had before anything was set up.
 *
 * <p>What may be in the kernel is on record in {@code STATE/node-record/NETWORK} before it is, so
 * that a change that was interrupted is completed by the next.
 */
final class NodeHistory {
    private static final String TEMPORARY = ".tmp";

    private final NetConf conf;
    private final String directory;
    private final String place;

    NodeHistory(NetConf conf, String place) {
        this.conf = conf;
        this.directory = directory(conf);
        this.place = place;
    }

    /** Makes the node what {@code next} says. */
    void change(Node next, NodeKernel kernel) throws IOException {
        DesiredState wanted = NodeSetUp.describe(next);
        NodeRecord before = read(conf.name());
        Origin origin = before.origin().before(wanted.host(), known(before), kernel.host());
        DesiredState move = NodeSetUp.describeMove(next);
        write(before.changingTo(next, origin));
        try {
            if (move != null) {
                kernel.apply(move);
            }
            kernel.apply(wanted);
        } catch (IOException | RuntimeException e) {
            forget(wanted, before, origin, kernel, e);
            throw e;
        }
        for (Node earlier : before.nodes()) {
            remove(NodeSetUp.describe(earlier).without(wanted), origin, kernel);
        }
        Origin kept = origin.of(wanted.host());
        restore(origin.without(kept, kernel.host()), kernel);
        write(new NodeRecord(place, List.of(next), kept));
    }

    /** Makes sure that nothing of {@code refused} is left before it goes from the record. */
    private void forget(
            DesiredState refused,
            NodeRecord before,
            Origin origin,
            NodeKernel kernel,
            Exception cause) {
        try {
            NamespaceState rest = refused.host();
            for (Node earlier : before.nodes()) {
                rest = rest.without(NodeSetUp.describe(earlier).host());
            }
            // the ruleset comes last, and whole
            remove(new DesiredState(rest, null, null), origin, kernel);
            write(before);
        } catch (IOException | RuntimeException e) {
            cause.addSuppressed(e);
        }
    }

    /** Takes everything back, if there is anything. */
    void withdraw(NodeKernel kernel) throws IOException {
        NodeRecord before = read(conf.name());
        for (Node earlier : before.nodes()) {
            remove(NodeSetUp.describe(earlier), before.origin(), kernel);
        }
        restore(before.origin().without(Origin.NONE, kernel.host()), kernel);
        StateFiles.remove(directory + "/" + conf.name());
    }

    /** What the node had of its own is not removed. */
    private static void remove(DesiredState state, Origin origin, NodeKernel kernel)
            throws IOException {
        kernel.remove(
                new DesiredState(
                        origin.spared(state.host()), null, state.ruleset(), state.iptables()));
    }

    private static NamespaceState known(NodeRecord record) {
        List<Desired> objects = new ArrayList<>();
        for (Node node : record.nodes()) {
            objects.addAll(NodeSetUp.describe(node).host().objects());
        }
        return new NamespaceState(objects);
    }

    private static void restore(NamespaceState origin, NodeKernel kernel) throws IOException {
        kernel.apply(new DesiredState(origin, null, null));
    }

    /** Tells whether the node has been set up for strict branch ENIs. */
    boolean hasStrictNode() throws IOException {
        for (Node node : read(conf.name()).nodes()) {
            if (node.branchEnis() == EnforcingMode.STRICT) {
                return true;
            }
        }
        return false;
    }

    /** Tells whether anything is on record. */
    static boolean isAny(NetConf conf) throws IOException {
        return StateFiles.read(directory(conf) + "/" + conf.name()) != null;
    }

    private static String directory(NetConf conf) {
        return conf.settings().stateDir() + "/node-record";
    }

    /** Makes what the network {@code other} made this network's. */
    void succeed(String other) throws IOException {
        NodeRecord own = read(conf.name());
        NodeRecord record = read(other);
        for (Node node : own.nodes()) {
            record = record.changingTo(node, record.origin());
        }
        write(record);
        StateFiles.remove(directory + "/" + other);
    }

    private NodeRecord read(String network) throws IOException {
        String text = StateFiles.read(directory + "/" + network);
        NodeRecord nothing = new NodeRecord(place, List.of(), Origin.NONE);
        if (text == null) {
            return nothing;
        }
        try {
            NodeRecord record = NodeRecord.parse(text);
            return record.place().equals(place) ? record : nothing;
        } catch (UnreadableRecordException e) {
            return nothing; // it must not keep pods from starting
        }
    }

    private void write(NodeRecord record) throws IOException {
        if (record.nodes().isEmpty()) {
            StateFiles.remove(directory + "/" + conf.name());
            return;
        }
        StateFiles.makeDirectories(directory);
        String temporary = directory + "/." + conf.name() + TEMPORARY;
        StateFiles.replace(directory + "/" + conf.name(), temporary, record.toJson());
    }
}
