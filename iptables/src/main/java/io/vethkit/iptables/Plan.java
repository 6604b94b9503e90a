package io.vethkit.iptables;

import io.vethkit.netlink.Request;

import java.util.ArrayList;
import java.util.List;

/** What differs at a generation of the tables, and the commands that change it. */
final class Plan {
    final int generation;
    final List<Difference> differences = new ArrayList<>();
    final List<Request> commands = new ArrayList<>();

    Plan(int generation) {
        this.generation = generation;
    }

    void add(Changes changes) {
        differences.addAll(changes.differences);
        changes.addTo(commands);
    }
}
