package io.vethkit.iptables;

import static io.vethkit.iptables.NfTables.*;
import static io.vethkit.netlink.Netlink.NLM_F_CREATE;

import io.vethkit.netlink.MessageWriter;

/** Adds a set or map, still without elements. */
final class SetCommand extends NftCommand {
    private final String table;
    private final SetForm set;

    SetCommand(Table table, SetForm set) {
        super(
                NFT_MSG_NEWSET,
                NLM_F_CREATE,
                table.family(),
                "add "
                        + set.words()
                        + " "
                        + table.family()
                        + " "
                        + table.name()
                        + " "
                        + set.name());
        this.table = table.name();
        this.set = set;
    }

    @Override
    String command() {
        String to = !set.isMap() ? "" : set.value() == null ? " : verdict" : " : " + set.value();
        String flags = set.interval() ? "flags interval; " : "";
        return describe() + NftText.block("type " + set.key() + to + "; " + flags, set.comment());
    }

    @Override
    void attributes(MessageWriter out) {
        out.putString(NFTA_SET_TABLE, table).putString(NFTA_SET_NAME, set.name());
        out.putBe32(NFTA_SET_FLAGS, set.flags());
        out.putBe32(NFTA_SET_KEY_TYPE, set.key().number);
        out.putBe32(NFTA_SET_KEY_LEN, set.key().length);
        if (set.isMap()) {
            out.putBe32(NFTA_SET_DATA_TYPE, set.dataType());
            out.putBe32(NFTA_SET_DATA_LEN, set.dataLength());
        }
        out.putBe32(NFTA_SET_ID, set.id());
        byte[] userdata = Userdata.set(set.key(), set.value(), set.isMap(), set.comment());
        out.putBytes(NFTA_SET_USERDATA, userdata);
    }
}
