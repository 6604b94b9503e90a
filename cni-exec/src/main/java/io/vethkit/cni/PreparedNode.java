package io.vethkit.cni;

import com.google.gson.JsonElement;

import io.vethkit.netlink.IpAddress;
import io.vethkit.netns.NetworkNamespace;
import io.vethkit.podnet.DesiredState;
import io.vethkit.podnet.Node;
import io.vethkit.podnet.NodeKernel;
import io.vethkit.podnet.NodeSetUp;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.List;

/**
 * The node's own networking, set up by the first ADD that finds it is not, or not as configured
 * now.
 *
 * <p>That it is, and what pods must know of it, stands in {@code STATE/node/NETWORK}, with the
 * namespace and the configuration it is true for; so a later ADD reads one small file and asks the
 * kernel nothing. A configuration without {@code node} leaves the node to others.
 *
 * @param mtu of the primary ENI, which pods get unless configured otherwise
 * @param address of the primary ENI, or null if unknown
 */
record PreparedNode(int mtu, @Nullable IpAddress address) {
    private static final int AMAZONS_DEFAULT_MTU = 9001;
    private static final String BOOT_ID = "/proc/sys/kernel/random/boot_id";
    private static final String LOCK = ".lock";
    private static final String TEMPORARY = ".tmp";

    /** Returns the node, set up. */
    static PreparedNode of(CniRequest request, NetConf conf, NodeKernel kernel) throws IOException {
        if (conf.node() == null) {
            return new PreparedNode(AMAZONS_DEFAULT_MTU, null);
        }
        String directory = conf.settings().stateDir() + "/node";
        String path = directory + "/" + conf.name();
        String circumstances = circumstances(request);
        PreparedNode known = parse(StateFiles.read(path), circumstances);
        if (known != null) {
            return known;
        }
        try (StateLock _ = StateLock.takeAlone(directory, LOCK)) {
            known = parse(StateFiles.read(path), circumstances);
            if (known != null) {
                return known;
            }
            NodeResolver resolver = new NodeResolver(conf, conf.node(), kernel);
            Node node = resolver.node();
            DesiredState state = NodeSetUp.describe(node);
            kernel.apply(state);
            new OwnObjects(kernel.host()).removeNodeRules(state.host()); // of what it was before
            IpAddress address = node.primaryAddress().address();
            PreparedNode prepared = new PreparedNode(resolver.mtu(), address);
            String text = prepared.mtu + " " + address + "\n" + circumstances;
            StateFiles.replace(path, directory + "/." + conf.name() + TEMPORARY, text);
            return prepared;
        }
    }

    /** Returns what on the node is not as configured. */
    static List<String> diff(NetConf conf, NodeKernel kernel) throws IOException {
        NodeConf node = conf.node();
        return node == null ? List.of() : kernel.diff(describe(conf, node, kernel));
    }

    private static DesiredState describe(NetConf conf, NodeConf node, NodeKernel kernel)
            throws IOException {
        return NodeSetUp.describe(new NodeResolver(conf, node, kernel).node());
    }

    /** Returns all that decides what the node needs; nothing of it outlives a boot. */
    private static String circumstances(CniRequest request) throws IOException {
        try (NetworkNamespace own = NetworkNamespace.current()) {
            return StateFiles.read(BOOT_ID)
                    + own.identity()
                    + "\n"
                    + text(request, "node")
                    + "\n"
                    + text(request, "ipam")
                    + "\n"
                    + text(request, "vethPrefix");
        }
    }

    private static String text(CniRequest request, String key) {
        JsonElement value = request.config().get(key);
        return value == null ? "" : JsonText.of(value);
    }

    private static @Nullable PreparedNode parse(@Nullable String text, String circumstances) {
        int end = text == null ? -1 : text.indexOf('\n');
        if (text == null || end < 0 || !text.substring(end + 1).equals(circumstances)) {
            return null;
        }
        int space = text.indexOf(' ');
        return new PreparedNode(
                Integer.parseInt(text.substring(0, space)),
                IpAddress.parse(text.substring(space + 1, end)));
    }
}
