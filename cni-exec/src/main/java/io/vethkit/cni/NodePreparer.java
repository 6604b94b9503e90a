package io.vethkit.cni;

import com.google.gson.JsonElement;

import io.vethkit.netns.NetworkNamespace;
import io.vethkit.podnet.Node;
import io.vethkit.podnet.NodeKernel;
import io.vethkit.podnet.NodeSetUp;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The node's own networking, set up by the first ADD that finds it is not, or not as configured
 * now.
 *
 * <p>That it is, and what pods must know of it, stands in {@code STATE/node/NETWORK}, with the
 * boot, the namespace and the configuration it is true for; so a later ADD reads one small file and
 * dumps none of the kernel's tables. A configuration without {@code node} leaves the node to
 * others, as it was before, and only one network of a node may have one.
 */
final class NodePreparer {
    private static final String BOOT_ID = "/proc/sys/kernel/random/boot_id";
    static final String LOCK = ".lock";
    private static final String TEMPORARY = ".tmp";

    private final NetConf conf;
    private final NodeKernel kernel;
    private final @Nullable NodeConf nodeConf;
    private final String directory;
    private final String path;
    private final String place;
    private final String circumstances;
    private final NodeHistory history;
    private final @Nullable PreparedNode known;

    NodePreparer(CniRequest request, NetConf conf, NodeKernel kernel) throws IOException {
        this.conf = conf;
        this.kernel = kernel;
        this.nodeConf = conf.node();
        this.directory = conf.settings().stateDir() + "/node";
        this.path = directory + "/" + conf.name();
        boolean isOurs = nodeConf != null || NodeHistory.isAny(conf);
        this.place = isOurs ? place() : "";
        this.history = new NodeHistory(conf, place);
        this.circumstances = place + configuration(request);
        this.known = nodeConf == null ? PreparedNode.OF_OTHERS : recorded();
    }

    /**
     * Returns what pods must know of the node, which may not be set up yet.
     *
     * @throws CniException code 7 if it is not this network's to set up
     */
    PreparedNode node() throws IOException {
        if (known != null || nodeConf == null) {
            return known == null ? PreparedNode.OF_OTHERS : known;
        }
        for (String other : others()) {
            refuseIfItHasPods(other);
        }
        return new NodeResolver(conf, nodeConf, history, kernel).prepared();
    }

    /** Sets the node up, unless it is, or takes back what a configuration had that is no more. */
    void setUp() throws IOException {
        if (nodeConf == null && !place.isEmpty()) {
            leaveToOthers();
        }
        if (known != null || nodeConf == null) {
            return;
        }
        try (StateLock _ = StateLock.takeAlone(directory, LOCK)) {
            if (recorded() == null) {
                takeOver(others());
                setUp(nodeConf);
            }
        }
    }

    private void leaveToOthers() throws IOException {
        if (new StrictPods(conf, kernel).mayBeAny()) {
            return;
        }
        try (StateLock _ = StateLock.takeAlone(directory, LOCK)) {
            forget();
            history.withdraw(kernel);
        }
    }

    /** What is about to change is not as recorded any more, whatever is killed when. */
    private void forget() throws IOException {
        if (StateFiles.remove(path)) {
            StateFiles.syncDirectory(path);
        }
    }

    private void setUp(NodeConf described) throws IOException {
        NodeResolver resolver = new NodeResolver(conf, described, history, kernel);
        Node node = resolver.node();
        forget();
        history.change(node, kernel);
        new AmazonsRules(kernel.host(), NodeSetUp.describe(node).host()).remove();
        String temporary = directory + "/." + conf.name() + TEMPORARY;
        StateFiles.replace(path, temporary, resolver.prepared().text() + "\n" + circumstances);
    }

    /** Returns the other networks that describe the node. */
    private List<String> others() throws IOException {
        List<String> others = new ArrayList<>();
        for (String other : StateFiles.list(directory)) {
            String text = StateFiles.read(directory + "/" + other);
            boolean isOther = !other.startsWith(".") && !other.equals(conf.name());
            if (isOther && text != null && text.contains(place)) {
                others.add(other);
            }
        }
        return others;
    }

    /**
     * Two networks that describe the node would undo each other's work at every ADD. One that has
     * no pods any more, as after it was renamed, gives the node up.
     */
    private void refuseIfItHasPods(String other) {
        if (!new AttachmentStore(conf.settings().stateDir(), other).list().isEmpty()) {
            throw CniException.invalidConfig(
                    "node: network \""
                            + other
                            + "\" describes the node already, and has pods; only one network may"
                            + " (if that one is gone, remove "
                            + directory
                            + "/"
                            + other
                            + ")");
        }
    }

    private void takeOver(List<String> others) throws IOException {
        for (String other : others) {
            refuseIfItHasPods(other);
            history.succeed(other);
            StateFiles.remove(directory + "/" + other);
        }
    }

    /** Returns what on the node is not as configured. */
    List<String> diff() throws IOException {
        if (nodeConf == null) {
            return List.of();
        }
        Node node = new NodeResolver(conf, nodeConf, history, kernel).node();
        return kernel.diff(NodeSetUp.describe(node));
    }

    /** Has the next ADD look again whether the node must be stricter than configured. */
    static void reconsider(NetConf conf) throws IOException {
        String path = conf.settings().stateDir() + "/node/" + conf.name();
        String text = StateFiles.read(path);
        int end = text == null ? -1 : text.indexOf('\n');
        if (text != null && end >= 0 && PreparedNode.parse(text.substring(0, end)).isStricter()) {
            StateFiles.remove(path);
        }
    }

    private @Nullable PreparedNode recorded() throws IOException {
        String text = StateFiles.read(path);
        int end = text == null ? -1 : text.indexOf('\n');
        if (text == null || end < 0 || !text.substring(end + 1).equals(circumstances)) {
            return null;
        }
        return PreparedNode.parse(text.substring(0, end));
    }

    /** Returns {@link #place}, which need not be looked up again if this is about the node. */
    String placeOfPod() throws IOException {
        return place.isEmpty() ? place() : place;
    }

    /** Returns which namespace of which boot this is: what was set up there goes with it. */
    static String place() throws IOException {
        try (NetworkNamespace own = NetworkNamespace.current()) {
            return StateFiles.read(BOOT_ID) + own.identity() + "\n";
        }
    }

    /** Returns all of the configuration that decides what the node needs. */
    private static String configuration(CniRequest request) {
        Fields config = Fields.ofConfig(request.config());
        return text(config, "node")
                + "\n"
                + text(config, "ipam")
                + "\n"
                + text(config, "vethPrefix")
                + "\n"
                + text(config, "podSGEnforcingMode");
    }

    private static String text(Fields config, String key) {
        JsonElement value = config.get(key);
        return value == null ? "" : JsonText.of(value);
    }
}
