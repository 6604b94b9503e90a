package io.vethkit.iptables;

import static io.vethkit.iptables.NfTables.*;

import io.vethkit.netlink.MessageWriter;

import org.jspecify.annotations.Nullable;

/** Asks for chains, or for the rules of a chain. */
final class CompatQuery extends NftCommand {
    private final @Nullable String table;
    private final @Nullable String chain;

    private CompatQuery(
            int message,
            Family family,
            @Nullable String table,
            @Nullable String chain,
            String words) {
        super(message, 0, family, words);
        this.table = table;
        this.chain = chain;
    }

    /** Asks for the chains of all tables of the family. */
    static CompatQuery chains(Family family) {
        return new CompatQuery(NFT_MSG_GETCHAIN, family, null, null, "list chains " + family);
    }

    /** Asks for the rules of a chain; before Linux 4.6, the kernel tells of all rules. */
    static CompatQuery rules(IptablesTable table, String chain) {
        String words = IptablesText.command(table, FilterBackend.IPTABLES_NFT) + " -S " + chain;
        return new CompatQuery(NFT_MSG_GETRULE, table.family(), table.name(), chain, words);
    }

    @Override
    void attributes(MessageWriter out) {
        if (table != null && chain != null) {
            out.putString(NFTA_RULE_TABLE, table).putString(NFTA_RULE_CHAIN, chain);
        }
    }
}
