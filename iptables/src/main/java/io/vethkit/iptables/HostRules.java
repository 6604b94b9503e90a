package io.vethkit.iptables;

import java.util.ArrayList;
import java.util.List;

/**
 * Rules in the tables of one sort of iptables.
 *
 * @param backend {@link FilterBackend#IPTABLES_NFT} or {@link FilterBackend#IPTABLES_LEGACY}
 * @param rules what is ours in them
 */
public record HostRules(FilterBackend backend, IptablesRules rules) {
    /** Checks the backend. */
    public HostRules {
        if (backend == FilterBackend.NFTABLES) {
            throw new IllegalArgumentException("iptables of nftables");
        }
    }

    /** Returns the commands a person would type to get these rules where there are none of them. */
    public List<String> commands() {
        return rules.commands(backend);
    }

    /** Returns the tables that {@code others} do not look after. */
    public HostRules without(List<HostRules> others) {
        List<IptablesTable> rest = new ArrayList<>();
        for (IptablesTable table : rules.tables()) {
            boolean named = false;
            for (HostRules other : others) {
                named |= other.backend == backend && other.rules.names(table);
            }
            if (!named) {
                rest.add(table);
            }
        }
        return new HostRules(backend, new IptablesRules(rest));
    }
}
