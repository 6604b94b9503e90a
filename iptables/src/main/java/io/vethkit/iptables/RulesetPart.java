package io.vethkit.iptables;

/** A description that is watched, and repaired, as one. */
public sealed interface RulesetPart {
    /** Returns whose it is. */
    String name();

    /** Returns in whose tables it is. */
    FilterBackend backend();

    /**
     * Tables of our own.
     *
     * @param ruleset what they shall have
     */
    record Own(String name, Ruleset ruleset) implements RulesetPart {
        @Override
        public FilterBackend backend() {
            return FilterBackend.NFTABLES;
        }
    }

    /**
     * What is ours in the tables of one sort of iptables.
     *
     * @param backend {@link FilterBackend#IPTABLES_NFT} or {@link FilterBackend#IPTABLES_LEGACY}
     * @param rules what shall be there, and nothing else of ours
     */
    record InIptables(String name, FilterBackend backend, IptablesRules rules)
            implements RulesetPart {
        /** Checks the backend. */
        public InIptables {
            if (backend == FilterBackend.NFTABLES) {
                throw new IllegalArgumentException("iptables of nftables");
            }
        }
    }
}
