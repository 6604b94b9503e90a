package io.vethkit.podnet;

import io.vethkit.iptables.FilterBackend;
import io.vethkit.iptables.IptablesRules;
import io.vethkit.iptables.IptablesTable;

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

    /** Returns the tables that {@code others} do not look after. */
    HostRules without(List<HostRules> others) {
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
