package io.vethkit.iptables;

import static io.vethkit.iptables.NfTables.*;

import io.vethkit.netlink.MessageWriter;

/** Deletes something that lies in a table. */
final class DeleteCommand extends NftCommand {
    private static final int TABLE = 1; // NFTA_{CHAIN,RULE,SET,OBJ,FLOWTABLE}_TABLE

    private final String table;
    private final int nameAttribute;
    private final String name;
    private long ruleHandle;
    private int objectType;

    private DeleteCommand(int message, Table table, String words, int nameAttribute, String name) {
        super(message, 0, table.family(), words);
        this.table = table.name();
        this.nameAttribute = nameAttribute;
        this.name = name;
    }

    private static String in(Table table) {
        return table.family() + " " + table.name() + " ";
    }

    static DeleteCommand chain(Table table, String chain) {
        String words = "delete chain " + in(table) + chain;
        return new DeleteCommand(NFT_MSG_DELCHAIN, table, words, NFTA_CHAIN_NAME, chain);
    }

    /** Deletes all rules of a chain. */
    static DeleteCommand rules(Table table, String chain) {
        String words = "flush chain " + in(table) + chain;
        return new DeleteCommand(NFT_MSG_DELRULE, table, words, NFTA_RULE_CHAIN, chain);
    }

    static DeleteCommand rule(Table table, String chain, long handle) {
        String words = "delete rule " + in(table) + chain + " handle " + handle;
        DeleteCommand command =
                new DeleteCommand(NFT_MSG_DELRULE, table, words, NFTA_RULE_CHAIN, chain);
        command.ruleHandle = handle;
        return command;
    }

    static DeleteCommand set(Table table, KernelSet set) {
        String words = "delete " + set.kind() + " " + in(table) + set.name;
        return new DeleteCommand(NFT_MSG_DELSET, table, words, NFTA_SET_NAME, set.name);
    }

    static DeleteCommand object(Table table, KernelObject object) {
        String words = "delete " + object.kind() + " " + in(table) + object.name();
        DeleteCommand command =
                new DeleteCommand(NFT_MSG_DELOBJ, table, words, NFTA_OBJ_NAME, object.name());
        command.objectType = object.type();
        return command;
    }

    static DeleteCommand flowtable(Table table, String flowtable) {
        String words = "delete flowtable " + in(table) + flowtable;
        return new DeleteCommand(
                NFT_MSG_DELFLOWTABLE, table, words, NFTA_FLOWTABLE_NAME, flowtable);
    }

    @Override
    void attributes(MessageWriter out) {
        out.putString(TABLE, table).putString(nameAttribute, name);
        if (ruleHandle != 0) {
            out.putBe64(NFTA_RULE_HANDLE, ruleHandle);
        }
        if (objectType != 0) {
            out.putBe32(NFTA_OBJ_TYPE, objectType);
        }
    }
}
