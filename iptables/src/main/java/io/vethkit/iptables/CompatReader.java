package io.vethkit.iptables;

import static io.vethkit.iptables.NfTables.*;
import static io.vethkit.iptables.NfTablesCompat.NFTA_MATCH_INFO;
import static io.vethkit.iptables.NfTablesCompat.NFTA_MATCH_NAME;

import io.vethkit.netlink.AttributeReader;
import io.vethkit.netlink.MalformedMessageException;
import io.vethkit.netlink.MessageReader;
import io.vethkit.netlink.MessageVisitor;
import io.vethkit.netlink.NetlinkSocket;
import io.vethkit.netlink.netfilter.Nfnetlink;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads tables of iptables from nf_tables: the names of all chains, and the rules of those that may
 * hold ours.
 */
final class CompatReader {
    private final NetlinkSocket socket;
    private final List<TableChains> known = new ArrayList<>();

    CompatReader(NetlinkSocket socket) {
        this.socket = socket;
    }

    /** Reads what may be ours. A table that is missing has no chains. */
    XtTable read(IptablesTable wanted) throws IOException {
        XtTable table = readChains(wanted.family(), wanted.name());
        for (XtChain chain : table.chains) {
            if (wanted.isBuiltIn(chain.name) || wanted.owner().ownsChain(chain.name)) {
                readRules(wanted, chain);
                chain.uses -= chain.rules.size();
            }
        }
        return table;
    }

    /** Starts again: what was read is not true any more. */
    void forget() {
        known.clear();
    }

    /** Returns the chains of a table, without rules. */
    XtTable readChains(Family family, String name) throws IOException {
        boolean asked = false;
        for (TableChains table : known) {
            if (table.family == family) {
                asked = true;
                if (table.name.equals(name)) {
                    return table.chains;
                }
            }
        }
        if (asked) {
            return new XtTable();
        }
        readChains(family);
        known.add(new TableChains(family, "")); // asked, if only in vain
        return readChains(family, name);
    }

    /** The kernel tells of the chains of all tables: it cannot choose. */
    private void readChains(Family family) throws IOException {
        socket.dump(
                CompatQuery.chains(family),
                new MessageVisitor() {
                    @Override
                    public void start() {
                        for (int i = known.size() - 1; i >= 0; i--) {
                            if (known.get(i).family == family) {
                                known.remove(i);
                            }
                        }
                    }

                    @Override
                    public void message(MessageReader message) throws MalformedMessageException {
                        chain(message, family);
                    }
                });
    }

    private void chain(MessageReader message, Family family) throws MalformedMessageException {
        AttributeReader attributes = message.attributes(Nfnetlink.HEADER_LENGTH);
        String table = "";
        String name = "";
        int use = 0;
        while (attributes.next()) {
            switch (attributes.type()) {
                case NFTA_CHAIN_TABLE -> table = attributes.string();
                case NFTA_CHAIN_NAME -> name = attributes.string();
                case NFTA_CHAIN_USE -> use = attributes.be32();
                default -> {} // where it is hooked in, and what its policy is
            }
        }
        XtChain chain = new XtChain(name);
        chain.uses = use; // its rules, and the jumps to it
        chainsOf(family, table).add(chain);
    }

    private List<XtChain> chainsOf(Family family, String name) {
        for (int i = known.size() - 1; i >= 0; i--) { // chains come table by table
            TableChains table = known.get(i);
            if (table.family == family && table.name.equals(name)) {
                return table.chains.chains;
            }
        }
        TableChains table = new TableChains(family, name);
        known.add(table);
        return table.chains.chains;
    }

    /** The chains of a table of any program. */
    private static final class TableChains {
        final Family family;
        final String name;
        final XtTable chains = new XtTable();

        TableChains(Family family, String name) {
            this.family = family;
            this.name = name;
        }
    }

    private void readRules(IptablesTable wanted, XtChain chain) throws IOException {
        socket.dump(
                CompatQuery.rules(wanted, chain.name),
                new MessageVisitor() {
                    @Override
                    public void start() {
                        chain.rules.clear();
                    }

                    @Override
                    public void message(MessageReader message) throws MalformedMessageException {
                        rule(message, wanted.name(), chain);
                    }
                });
    }

    static void rule(MessageReader message, String inTable, XtChain chain)
            throws MalformedMessageException {
        AttributeReader attributes = message.attributes(Nfnetlink.HEADER_LENGTH);
        long handle = 0;
        RuleForm form = RuleForm.EMPTY;
        Finder finder = new Finder();
        boolean ours = true;
        while (attributes.next()) {
            switch (attributes.type()) {
                case NFTA_RULE_TABLE -> ours &= attributes.string().equals(inTable);
                case NFTA_RULE_CHAIN -> ours &= attributes.string().equals(chain.name);
                case NFTA_RULE_HANDLE -> handle = attributes.be64();
                case NFTA_RULE_EXPRESSIONS -> {
                    form = RuleForm.of(attributes.nested());
                    finder.find(attributes.nested());
                }
                default -> {} // where it is, which the order of the messages tells
            }
        }
        if (ours) {
            chain.rules.add(
                    XtRule.found(form.text(), finder.comment, finder.jumpsTo, new byte[0], handle));
        }
    }

    /** Finds what a rule says of whose it is. */
    private static final class Finder {
        @Nullable String comment;
        @Nullable String jumpsTo;

        void find(AttributeReader expressions) throws MalformedMessageException {
            while (expressions.next()) {
                AttributeReader expression = expressions.nested();
                String name = "";
                while (expression.next()) {
                    if (expression.type() == NFTA_EXPR_NAME) {
                        name = expression.string();
                    } else if (expression.type() == NFTA_EXPR_DATA && name.equals("match")) {
                        match(expression.nested());
                    } else if (expression.type() == NFTA_EXPR_DATA && name.equals("immediate")) {
                        immediate(expression.nested());
                    }
                }
            }
        }

        private void match(AttributeReader match) throws MalformedMessageException {
            boolean isComment = false;
            while (match.next()) {
                if (match.type() == NFTA_MATCH_NAME) {
                    isComment = match.string().equals("comment");
                } else if (match.type() == NFTA_MATCH_INFO && isComment && comment == null) {
                    comment = match.string();
                }
            }
        }

        private void immediate(AttributeReader immediate) throws MalformedMessageException {
            while (immediate.next()) {
                if (immediate.type() == NFTA_IMMEDIATE_DATA) {
                    AttributeReader data = immediate.nested();
                    while (data.next()) {
                        if (data.type() == NFTA_DATA_VERDICT) {
                            verdict(data.nested());
                        }
                    }
                }
            }
        }

        private void verdict(AttributeReader verdict) throws MalformedMessageException {
            while (verdict.next()) {
                if (verdict.type() == NFTA_VERDICT_CHAIN) {
                    jumpsTo = verdict.string();
                }
            }
        }
    }
}
