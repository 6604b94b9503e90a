package io.vethkit.iptables;

import static io.vethkit.iptables.NfTables.*;
import static io.vethkit.netlink.Netlink.NLM_F_APPEND;
import static io.vethkit.netlink.Netlink.NLM_F_CREATE;

import io.vethkit.netlink.MessageWriter;

/** Adds a rule to the end of a chain, or before another rule. */
final class RuleCommand extends NftCommand {
    private final String table;
    private final String chain;
    private final CompiledRule rule;
    private final long before;

    /**
     * Adds {@code rule}.
     *
     * @param before the handle of the rule it comes before, or 0 for the end of the chain
     */
    RuleCommand(Table table, Chain chain, CompiledRule rule, long before) {
        super(
                NFT_MSG_NEWRULE,
                before == 0 ? NLM_F_CREATE | NLM_F_APPEND : NLM_F_CREATE,
                table.family(),
                words(table, chain, rule, before));
        this.table = table.name();
        this.chain = chain.name();
        this.rule = rule;
        this.before = before;
    }

    private static String words(Table table, Chain chain, CompiledRule rule, long before) {
        String where = table.family() + " " + table.name() + " " + chain.name() + " ";
        String verb = before == 0 ? "add rule " + where : "insert rule " + where;
        return verb + (before == 0 ? "" : "handle " + before + " ") + rule.text();
    }

    @Override
    void attributes(MessageWriter out) {
        out.putString(NFTA_RULE_TABLE, table).putString(NFTA_RULE_CHAIN, chain);
        int expressions = out.beginNested(NFTA_RULE_EXPRESSIONS);
        out.bytes(rule.expressions()).endNested(expressions);
        if (before != 0) {
            out.putBe64(NFTA_RULE_POSITION, before);
        }
        putComment(out, NFTA_RULE_USERDATA, rule.comment());
    }
}
