package io.vethkit.iptables;

import static io.vethkit.iptables.NfTables.*;

import io.vethkit.netlink.MessageWriter;

import org.jspecify.annotations.Nullable;

/** Adds, wakes, deletes or asks for a table. */
final class TableCommand extends NftCommand {
    private final String name;
    private final boolean isNew;
    private final @Nullable String comment;

    private TableCommand(int message, Family family, String verb, String name, @Nullable String c) {
        super(message, 0, family, verb + " table " + family + " " + name);
        this.name = name;
        this.isNew = message == NFT_MSG_NEWTABLE;
        this.comment = c;
    }

    static TableCommand add(Table table) {
        String comment = table.comment();
        return new TableCommand(NFT_MSG_NEWTABLE, table.family(), "add", table.name(), comment);
    }

    /** Takes the flag {@code dormant} from a table. */
    static TableCommand wake(Table table) {
        return new TableCommand(NFT_MSG_NEWTABLE, table.family(), "add", table.name(), null);
    }

    static TableCommand delete(Table table) {
        return new TableCommand(NFT_MSG_DELTABLE, table.family(), "delete", table.name(), null);
    }

    static TableCommand get(Table table) {
        return new TableCommand(NFT_MSG_GETTABLE, table.family(), "list", table.name(), null);
    }

    @Override
    String command() {
        return describe() + NftText.block("", comment);
    }

    @Override
    void attributes(MessageWriter out) {
        out.putString(NFTA_TABLE_NAME, name);
        if (isNew) {
            out.putBe32(NFTA_TABLE_FLAGS, 0);
            putComment(out, NFTA_TABLE_USERDATA, comment);
        }
    }
}
