package io.vethkit.cni;

import io.vethkit.podnet.DesiredState;
import io.vethkit.podnet.Egress;
import io.vethkit.podnet.Node;
import io.vethkit.podnet.NodeSetUp;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What is on record in a state directory: the node, as the network that describes it left it, and
 * the attachments of pods, each as the description that the plugin's verbs work on.
 *
 * <p>For those who watch and repair between calls of the plugin. Any thread may call. What was set
 * up in another network namespace, or before a reboot, is listed as such.
 */
public final class OnRecord {
    private static final String NODE = "node/";
    private static final String POD = "pod/";
    private static final String EGRESS = "egress/";

    private final String stateDir;
    private final String place;

    /**
     * What is on record in {@code stateDir}, which need not be there, as it concerns the network
     * namespace of the calling thread.
     */
    public OnRecord(String stateDir) throws IOException {
        this.stateDir = stateDir;
        this.place = NodePreparer.place();
    }

    /**
     * All that is on record.
     *
     * @param described the node first, then pods, then their egress, by name
     * @param unreadable what cannot be understood, each a line that names the file
     */
    public record Listing(List<Described> described, List<String> unreadable) {}

    /** Reads all that is on record. */
    public Listing list() throws IOException {
        List<Described> described = new ArrayList<>();
        List<String> unreadable = new ArrayList<>();
        for (String name : names()) {
            try {
                Described found = find(name);
                if (found != null) {
                    described.add(found);
                }
            } catch (UnreadableRecordException e) {
                unreadable.add(path(name) + ": " + e.getMessage());
            }
        }
        return new Listing(described, unreadable);
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        for (String network : sorted(stateDir + "/node-record")) {
            names.add(NODE + network);
        }
        addAttachments(POD, stateDir, names);
        addAttachments(EGRESS, stateDir + "/egress", names);
        return names;
    }

    private static void addAttachments(String kind, String stateDir, List<String> names) {
        for (String network : sorted(stateDir + "/attachments")) {
            List<String> keys = new ArrayList<>();
            for (Attachment attachment : new AttachmentStore(stateDir, network).list()) {
                keys.add(kind + AttachmentStore.name(network, attachment));
            }
            keys.sort(null);
            names.addAll(keys);
        }
    }

    /** Temporary files begin with a dot. */
    private static List<String> sorted(String directory) {
        String[] all = StateFiles.list(directory);
        Arrays.sort(all);
        List<String> names = new ArrayList<>();
        for (String name : all) {
            if (!name.startsWith(".")) {
                names.add(name);
            }
        }
        return names;
    }

    /**
     * Returns what is on record under {@code name}, or null if nothing is, or nothing yet.
     *
     * @throws IOException if it cannot be understood, or read
     */
    public @Nullable Described find(String name) throws IOException {
        String text = StateFiles.read(path(name));
        if (text == null || text.isEmpty()) {
            return null;
        }
        if (name.startsWith(NODE)) {
            return node(name, text);
        }
        return name.startsWith(POD) ? pod(name, text) : egress(name, text);
    }

    /** While a node is being changed, or if that was interrupted, nobody but ADD knows better. */
    private @Nullable Described node(String name, String text) throws IOException {
        NodeRecord record = NodeRecord.parse(text);
        if (record.nodes().size() != 1) {
            return null;
        }
        Node node = record.nodes().get(0);
        return new Described(name, null, null, NodeSetUp.describe(node), isHere(record.place()));
    }

    private Described pod(String name, String text) throws IOException {
        AttachmentRecord record = AttachmentRecord.parse(text);
        return new Described(
                name, record.owner(), record.netns(), record.describe(), isHere(record.place()));
    }

    private Described egress(String name, String text) throws IOException {
        EgressRecord record = EgressRecord.parse(text);
        DesiredState state = Egress.describe(record.pod());
        return new Described(name, record.owner(), record.netns(), state, isHere(record.place()));
    }

    private boolean isHere(String recorded) {
        return recorded.isEmpty() || recorded.equals(place);
    }

    private String path(String name) {
        if (name.startsWith(NODE)) {
            return stateDir + "/node-record/" + rest(name);
        }
        return stateDir(name) + "/attachments/" + rest(name);
    }

    private static String rest(String name) {
        return name.substring(name.indexOf('/') + 1);
    }

    private String stateDir(String name) {
        return name.startsWith(EGRESS) ? stateDir + "/egress" : stateDir;
    }

    /**
     * Keeps calls of the plugin away from what is on record under {@code name}, until closed.
     *
     * @return null if one is at it now
     */
    public @Nullable Hold tryToHold(String name) throws IOException {
        if (name.startsWith(NODE)) {
            return hold(StateLock.tryToTakeAlone(stateDir + "/node", NodePreparer.LOCK));
        }
        return hold(StateLock.tryToTakeAttachment(stateDir(name), rest(name)));
    }

    private static @Nullable Hold hold(@Nullable StateLock lock) {
        return lock == null ? null : new Hold(lock);
    }

    /** That nobody changes something on record. */
    public static final class Hold implements AutoCloseable {
        private final StateLock lock;

        private Hold(StateLock lock) {
            this.lock = lock;
        }

        @Override
        public void close() {
            lock.close();
        }
    }
}
