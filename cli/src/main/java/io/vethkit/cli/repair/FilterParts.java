package io.vethkit.cli.repair;

import io.vethkit.cni.Described;
import io.vethkit.iptables.HostRules;
import io.vethkit.iptables.Ruleset;
import io.vethkit.iptables.RulesetPart;

import java.util.ArrayList;
import java.util.List;

/** What is described of the packet filters, each backend's a part. */
final class FilterParts {
    private FilterParts() {}

    /** Returns the parts in an order in which rules that move are never missing. */
    static List<RulesetPart> of(Described described) {
        List<RulesetPart> parts = new ArrayList<>();
        List<RulesetPart> empty = new ArrayList<>();
        for (HostRules host : described.state().iptables()) {
            RulesetPart part = new RulesetPart.InIptables(described.name(), host);
            (host.rules().isEmpty() ? empty : parts).add(part);
        }
        Ruleset ruleset = described.state().ruleset();
        if (ruleset != null && !ruleset.tables().isEmpty()) {
            parts.add(new RulesetPart.Own(described.name(), ruleset));
        }
        parts.addAll(empty);
        return parts;
    }
}
