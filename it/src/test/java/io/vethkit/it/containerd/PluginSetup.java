package io.vethkit.it.containerd;

import java.io.IOException;
import java.util.List;

/** The CNI plugin under test: how it gets into a node, and what it may leave there. */
interface PluginSetup {
    /**
     * Puts the plugin into {@code /opt/cni/bin} of a node, beside the reference plugins that are
     * there, and its network configuration list into {@code /etc/cni/net.d}.
     */
    void install(Node node) throws IOException;

    /**
     * A jq filter that changes the configuration list so that ADD fails and DEL can still undo what
     * was done until then.
     */
    String wrongConfiguration();

    /**
     * Regular expressions for the facts of a {@link NodeState} that the first pod adds for good
     * because they serve all pods.
     */
    List<String> lasting();
}
