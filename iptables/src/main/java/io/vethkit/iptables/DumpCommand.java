package io.vethkit.iptables;

import static io.vethkit.iptables.NfTables.*;

import io.vethkit.netlink.MessageWriter;

import org.jspecify.annotations.Nullable;

/** Asks for what lies in a table, or for the generation of all tables. */
final class DumpCommand extends NftCommand {
    private final @Nullable String table;
    private final int nameAttribute;
    private final @Nullable String name;

    private DumpCommand(
            int message,
            Family family,
            @Nullable String table,
            @Nullable String name,
            String words) {
        super(message, 0, family, words);
        this.nameAttribute = message == NFT_MSG_GETCHAIN ? NFTA_CHAIN_NAME : NFTA_SET_ELEM_LIST_SET;
        this.table = table;
        this.name = name;
    }

    static DumpCommand generation() {
        return new DumpCommand(NFT_MSG_GETGEN, Family.INET, null, null, "list generation");
    }

    /** Asks for the chains of all tables of the family: the kernel cannot choose. */
    static DumpCommand chains(Table table) {
        String words = "list chains " + table.family();
        return new DumpCommand(NFT_MSG_GETCHAIN, table.family(), null, null, words);
    }

    static DumpCommand chain(Table table, String chain) {
        String words = "list chain " + table.family() + " " + table.name() + " " + chain;
        return new DumpCommand(NFT_MSG_GETCHAIN, table.family(), table.name(), chain, words);
    }

    /** Asks for rules, sets, objects or flowtables. */
    static DumpCommand inTable(int message, Table table) {
        String words = "list table " + table.family() + " " + table.name();
        return new DumpCommand(message, table.family(), table.name(), null, words);
    }

    static DumpCommand elements(Table table, String set) {
        String words = "list set " + table.family() + " " + table.name() + " " + set;
        return new DumpCommand(NFT_MSG_GETSETELEM, table.family(), table.name(), set, words);
    }

    @Override
    void attributes(MessageWriter out) {
        if (table != null) {
            out.putString(NFTA_SET_ELEM_LIST_TABLE, table); // 1, as NFTA_{CHAIN,RULE,…}_TABLE
        }
        if (name != null) {
            out.putString(nameAttribute, name);
        }
    }
}
