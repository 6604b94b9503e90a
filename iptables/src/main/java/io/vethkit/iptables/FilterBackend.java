package io.vethkit.iptables;

/** Whose tables rules are in. */
public enum FilterBackend {
    /** Tables of our own in nf_tables. */
    NFTABLES("nftables"),
    /** The tables of {@code iptables-nft}. */
    IPTABLES_NFT("iptables-nft"),
    /** The tables of {@code iptables-legacy}. */
    IPTABLES_LEGACY("iptables-legacy");

    private final String text;

    FilterBackend(String text) {
        this.text = text;
    }

    /** Returns the name of the tool that lists the rules, but for {@code nftables}. */
    @Override
    public String toString() {
        return text;
    }
}
