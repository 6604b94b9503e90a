package io.vethkit.iptables;

import io.vethkit.netlink.Request;

import java.util.ArrayList;
import java.util.List;

/** What a table lacks and has too much of, with the commands that change it, in their order. */
final class Changes {
    /** What is not to be used any more: rules, then elements. */
    final List<Request> removals = new ArrayList<>();

    /** What nothing uses any more: sets, then chains, then objects. */
    final List<Request> deletions = new ArrayList<>();

    /** What is going to be used: the table, counters, sets, chains. */
    final List<Request> additions = new ArrayList<>();

    /** What uses it: elements, then rules. */
    final List<Request> insertions = new ArrayList<>();

    final List<Difference> differences = new ArrayList<>();

    void differ(String object, String problem) {
        differences.add(new Difference(object, problem));
    }

    void addTo(List<Request> commands) {
        commands.addAll(removals);
        commands.addAll(deletions);
        commands.addAll(additions);
        commands.addAll(insertions);
    }
}
