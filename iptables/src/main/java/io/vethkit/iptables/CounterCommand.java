package io.vethkit.iptables;

import static io.vethkit.iptables.NfTables.*;
import static io.vethkit.netlink.Netlink.NLM_F_CREATE;

import io.vethkit.netlink.MessageWriter;

/** Adds a named counter. */
final class CounterCommand extends NftCommand {
    private final String table;
    private final NamedCounter counter;

    CounterCommand(Table table, NamedCounter counter) {
        super(
                NFT_MSG_NEWOBJ,
                NLM_F_CREATE,
                table.family(),
                "add counter " + table.family() + " " + table.name() + " " + counter.name());
        this.table = table.name();
        this.counter = counter;
    }

    @Override
    String command() {
        return describe() + NftText.block("", counter.comment());
    }

    @Override
    void attributes(MessageWriter out) {
        out.putString(NFTA_OBJ_TABLE, table).putString(NFTA_OBJ_NAME, counter.name());
        out.putBe32(NFTA_OBJ_TYPE, NFT_OBJECT_COUNTER);
        putComment(out, NFTA_OBJ_USERDATA, counter.comment());
        int data = out.beginNested(NFTA_OBJ_DATA);
        out.putBe64(NFTA_COUNTER_BYTES, 0).putBe64(NFTA_COUNTER_PACKETS, 0).endNested(data);
    }
}
