package io.vethkit.iptables;

import static io.vethkit.iptables.NfTables.*;

import io.vethkit.netlink.MessageWriter;

/** Asks for one element of a set or map that has no intervals (Linux 4.15). */
final class ElementQuery extends NftCommand {
    private final String table;
    private final String set;
    private final byte[] key;

    ElementQuery(Table table, SetForm set, ElementForm element) {
        super(
                NFT_MSG_GETSETELEM,
                0,
                table.family(),
                "get element "
                        + (table.family() + " " + table.name() + " " + set.name())
                        + (" { " + element.key().text(set.key()) + " }"));
        this.table = table.name();
        this.set = set.name();
        this.key = element.key().first;
    }

    @Override
    void attributes(MessageWriter out) {
        out.putString(NFTA_SET_ELEM_LIST_TABLE, table).putString(NFTA_SET_ELEM_LIST_SET, set);
        int list = out.beginNested(NFTA_SET_ELEM_LIST_ELEMENTS);
        int element = out.beginNested(1);
        ExpressionWriter.value(out, NFTA_SET_ELEM_KEY, key);
        out.endNested(element);
        out.endNested(list);
    }
}
