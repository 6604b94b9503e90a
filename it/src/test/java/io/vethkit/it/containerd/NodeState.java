package io.vethkit.it.containerd;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a node held at one moment that a pod could leave behind, one fact a line: links, addresses,
 * neighbours, routes, rules, packet filters, files, mounts, orphaned processes, control groups.
 */
record NodeState(List<String> facts) {

    static NodeState of(Node node) throws IOException {
        String facts = node.run("bash", Node.resource("state.sh").toString(), node.name());
        return new NodeState(facts.lines().sorted().toList());
    }

    /**
     * The facts that came and went since an earlier state, each after a {@code +} or a {@code -}.
     */
    List<String> since(NodeState earlier) {
        List<String> changes = new ArrayList<>();
        addMissing(changes, "- ", earlier.facts, facts);
        addMissing(changes, "+ ", facts, earlier.facts);
        return changes;
    }

    private static void addMissing(
            List<String> changes, String prefix, List<String> facts, List<String> others) {
        List<String> rest = new ArrayList<>(others);
        for (String fact : facts) {
            if (!rest.remove(fact)) {
                changes.add(prefix + fact);
            }
        }
    }
}
