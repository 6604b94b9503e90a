package io.vethkit.cni;

import io.vethkit.podnet.DesiredState;
import io.vethkit.podnet.Node;
import io.vethkit.podnet.NodeSetUp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The descriptions of what a state directory has on record. */
public final class Recorded {
    private Recorded() {}

    /** Describes what the pod of that container has in the kernel. */
    public static DesiredState pod(Path stateDir, String network, String id) throws IOException {
        Path file = stateDir.resolve("attachments/" + network + "/" + id + ":eth0");
        return AttachmentRecord.parse(Files.readString(file)).describe();
    }

    /** Describes what the node has. */
    public static DesiredState node(Path stateDir, String network) throws IOException {
        Path file = stateDir.resolve("node-record/" + network);
        Node node = NodeRecord.parse(Files.readString(file)).nodes().getLast();
        return NodeSetUp.describe(node);
    }
}
