package io.vethkit.podnet;

import io.vethkit.iptables.HostRules;
import io.vethkit.iptables.Ruleset;
import io.vethkit.iptables.Table;
import io.vethkit.routing.NamespaceState;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * What a pod, an ENI or a node needs in the kernel: the one description that every verb works on.
 *
 * @param host what the node's namespace shall have
 * @param pod what the pod's namespace shall have, or null where no pod is concerned
 * @param ruleset the nftables tables of the node's namespace, or null where none are concerned
 * @param iptables what is ours in the tables of iptables of the node's namespace
 */
public record DesiredState(
        NamespaceState host,
        @Nullable NamespaceState pod,
        @Nullable Ruleset ruleset,
        List<HostRules> iptables) {
    /** Takes a copy. */
    public DesiredState {
        iptables = List.copyOf(iptables);
    }

    /** A state that does not concern the tables of iptables. */
    public DesiredState(
            NamespaceState host, @Nullable NamespaceState pod, @Nullable Ruleset ruleset) {
        this(host, pod, ruleset, List.of());
    }

    /** Returns what of the host's side {@code other} does not have; tables count by their names. */
    public DesiredState without(DesiredState other) {
        List<HostRules> rest = new ArrayList<>(iptables.size());
        for (HostRules rules : iptables) {
            rest.add(rules.without(other.iptables));
        }
        return new DesiredState(host.without(other.host), null, tablesWithout(other.ruleset), rest);
    }

    private @Nullable Ruleset tablesWithout(@Nullable Ruleset other) {
        if (ruleset == null || other == null) {
            return ruleset;
        }
        List<Table> rest = new ArrayList<>();
        for (Table table : ruleset.tables()) {
            if (!other.names(table)) {
                rest.add(table);
            }
        }
        return new Ruleset(rest);
    }
}
