package io.vethkit.cli.repair;

import io.vethkit.cni.Described;

import java.util.List;

/** Numbers in words. */
final class Counts {
    private Counts() {}

    /** Returns {@code 1 NOUN} or {@code 7 NOUNs}. */
    static String of(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    /** Returns how many nodes and attachments there are. */
    static String of(List<Described> described) {
        long nodes = described.stream().filter(Described::isNode).count();
        return of(nodes, "node") + ", " + of(described.size() - nodes, "attachment") + " on record";
    }
}
