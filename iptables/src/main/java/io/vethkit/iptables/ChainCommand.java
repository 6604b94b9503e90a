package io.vethkit.iptables;

import static io.vethkit.iptables.NfTables.*;
import static io.vethkit.netlink.Netlink.NLM_F_CREATE;

import io.vethkit.netlink.MessageWriter;

/** Adds a chain, or changes the policy of one. */
final class ChainCommand extends NftCommand {
    private final String table;
    private final Chain chain;
    private final boolean policyOnly;

    private ChainCommand(Table table, Chain chain, boolean policyOnly, String words) {
        super(NFT_MSG_NEWCHAIN, NLM_F_CREATE, table.family(), words);
        this.table = table.name();
        this.chain = chain;
        this.policyOnly = policyOnly;
    }

    static ChainCommand add(Table table, Chain chain) {
        return new ChainCommand(table, chain, false, "add chain " + name(table, chain));
    }

    static ChainCommand setPolicy(Table table, Chain chain) {
        return new ChainCommand(table, chain, true, "add chain " + name(table, chain));
    }

    private static String name(Table table, Chain chain) {
        return table.family() + " " + table.name() + " " + chain.name();
    }

    @Override
    String command() {
        BaseChain base = chain.base();
        if (base == null) {
            return describe() + NftText.block("", chain.comment());
        }
        if (policyOnly) {
            return describe() + NftText.block("policy " + base.policy().text + "; ", null);
        }
        return describe() + NftText.block(NftText.base(base) + " ", chain.comment());
    }

    @Override
    void attributes(MessageWriter out) {
        out.putString(NFTA_CHAIN_TABLE, table).putString(NFTA_CHAIN_NAME, chain.name());
        BaseChain base = chain.base();
        if (base != null) {
            if (!policyOnly) {
                out.putString(NFTA_CHAIN_TYPE, base.type().text);
            }
            out.putBe32(NFTA_CHAIN_POLICY, base.policy().number);
            if (!policyOnly) {
                int hook = out.beginNested(NFTA_CHAIN_HOOK);
                out.putBe32(NFTA_HOOK_HOOKNUM, base.hook().number);
                out.putBe32(NFTA_HOOK_PRIORITY, base.priority()).endNested(hook);
            }
        }
        if (!policyOnly) {
            putComment(out, NFTA_CHAIN_USERDATA, chain.comment());
        }
    }
}
