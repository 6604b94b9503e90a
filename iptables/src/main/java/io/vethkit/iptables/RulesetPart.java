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
     * @param host what shall be there, and nothing else of ours
     */
    record InIptables(String name, HostRules host) implements RulesetPart {
        @Override
        public FilterBackend backend() {
            return host.backend();
        }

        IptablesRules rules() {
            return host.rules();
        }
    }
}
