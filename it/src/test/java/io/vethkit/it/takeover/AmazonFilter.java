package io.vethkit.it.takeover;

/** By what Amazon's daemon has its SNAT and its marks (reference/aws-datapath.md §3.1). */
enum AmazonFilter {
    /** All by iptables-legacy. */
    LEGACY("-legacy", false),

    /** All by iptables-nft, as versions before 1.19 did. */
    IPTABLES_NFT("-nft", false),

    /** SNAT by iptables-nft, marks in an nftables table. */
    NFTABLES("-nft", true);

    private final String flavour;
    private final boolean marksByNft;

    AmazonFilter(String flavour, boolean marksByNft) {
        this.flavour = flavour;
        this.marksByNft = marksByNft;
    }

    String iptables() {
        return "iptables" + flavour;
    }

    String ip6tables() {
        return "ip6tables" + flavour;
    }

    boolean marksByNft() {
        return marksByNft;
    }
}
