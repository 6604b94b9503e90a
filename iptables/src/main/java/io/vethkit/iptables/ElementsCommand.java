package io.vethkit.iptables;

import static io.vethkit.iptables.NfTables.*;
import static io.vethkit.netlink.Netlink.NLM_F_CREATE;

import io.vethkit.netlink.MessageWriter;

import java.util.List;

/** Adds elements to a set or map, or deletes some: as many as fit a message. */
final class ElementsCommand extends NftCommand {
    private static final int MAX_BYTES = 60_000; // an attribute takes 65535

    private final String table;
    private final SetForm set;
    private final List<ElementForm> elements;
    private final boolean adds;
    private final boolean startsSet;

    private ElementsCommand(
            Table table, SetForm set, List<ElementForm> elements, boolean adds, boolean starts) {
        super(
                adds ? NFT_MSG_NEWSETELEM : NFT_MSG_DELSETELEM,
                adds ? NLM_F_CREATE : 0,
                table.family(),
                words(table, set, elements, adds));
        this.table = table.name();
        this.set = set;
        this.elements = elements;
        this.adds = adds;
        this.startsSet = starts;
    }

    private static String words(
            Table table, SetForm set, List<ElementForm> elements, boolean adds) {
        String first = elements.get(0).key().text(set.key());
        int more = elements.size() - 1;
        String where = where(table.name(), set, table.family());
        return verb(adds) + where + " { " + first + (more == 0 ? " }" : ", … } (and " + more + ")");
    }

    private static String verb(boolean adds) {
        return adds ? "add element " : "delete element ";
    }

    private static String where(String table, SetForm set, Family family) {
        return family + " " + table + " " + set.name();
    }

    /**
     * Adds commands for all of {@code elements} to {@code to}.
     *
     * @param starts whether nothing is in the set yet
     */
    static void add(
            Table table,
            SetForm set,
            List<ElementForm> elements,
            boolean starts,
            List<NftCommand> to) {
        split(table, set, elements, true, starts, to);
    }

    static void delete(Table table, SetForm set, List<ElementForm> elements, List<NftCommand> to) {
        split(table, set, elements, false, false, to);
    }

    private static void split(
            Table table,
            SetForm set,
            List<ElementForm> elements,
            boolean adds,
            boolean starts,
            List<NftCommand> to) {
        int from = 0;
        int bytes = 0;
        for (int i = 0; i < elements.size(); i++) {
            int size = elements.get(i).size();
            if (bytes + size > MAX_BYTES) {
                List<ElementForm> part = elements.subList(from, i);
                to.add(new ElementsCommand(table, set, part, adds, starts && from == 0));
                from = i;
                bytes = 0;
            }
            bytes += size;
        }
        if (from < elements.size()) {
            List<ElementForm> part = elements.subList(from, elements.size());
            to.add(new ElementsCommand(table, set, part, adds, starts && from == 0));
        }
    }

    @Override
    String command() {
        StringBuilder text = new StringBuilder(64 + 24 * elements.size());
        text.append(verb(adds)).append(where(table, set, family())).append(" { ");
        String comma = "";
        for (ElementForm element : elements) {
            text.append(comma).append(element.text(set.key(), set.value()));
            comma = ", ";
        }
        return text.append(" }").toString();
    }

    @Override
    void attributes(MessageWriter out) {
        out.putString(NFTA_SET_ELEM_LIST_TABLE, table);
        out.putString(NFTA_SET_ELEM_LIST_SET, set.name());
        if (adds) {
            out.putBe32(NFTA_SET_ELEM_LIST_SET_ID, set.id());
        }
        int list = out.beginNested(NFTA_SET_ELEM_LIST_ELEMENTS);
        int index = 1; // nft numbers the elements where NFTA_LIST_ELEM is meant
        if (startsSet && set.interval() && !Bytes.isZero(elements.get(0).key().first)) {
            // What lies before the first interval ends where the values start.
            end(out, index++, new byte[set.key().length]);
        }
        for (ElementForm element : elements) {
            start(out, index++, element);
            byte[] end = set.interval() ? Bytes.successor(element.key().last) : null;
            if (end != null && element.hasEnd()) {
                end(out, index++, end);
            }
        }
        out.endNested(list);
    }

    private void start(MessageWriter out, int index, ElementForm element) {
        int nested = out.beginNested(index);
        ExpressionWriter.value(out, NFTA_SET_ELEM_KEY, element.key().first);
        if (adds) {
            element.value(out, NFTA_SET_ELEM_DATA, set.value());
            if (element.comment() != null) {
                byte[] comment = Userdata.comment(element.comment());
                out.putBytes(NFTA_SET_ELEM_USERDATA, comment);
            } else if (set.interval() && !element.hasEnd()) {
                out.putBytes(NFTA_SET_ELEM_USERDATA, Userdata.openInterval());
            }
        }
        out.endNested(nested);
    }

    private static void end(MessageWriter out, int index, byte[] key) {
        int nested = out.beginNested(index);
        out.putBe32(NFTA_SET_ELEM_FLAGS, NFT_SET_ELEM_INTERVAL_END);
        ExpressionWriter.value(out, NFTA_SET_ELEM_KEY, key);
        out.endNested(nested);
    }
}
