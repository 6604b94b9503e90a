package io.vethkit.podnet;

/** Whose tables the node's filter rules are in: the values of {@code node.filterBackend}. */
public enum FilterBackendChoice {
    /** What the node's other software uses. */
    AUTO,
    /** Tables of our own in nftables. */
    NFTABLES,
    /** The tables of {@code iptables-nft}. */
    IPTABLES_NFT,
    /** The tables of {@code iptables-legacy}. */
    IPTABLES_LEGACY
}
