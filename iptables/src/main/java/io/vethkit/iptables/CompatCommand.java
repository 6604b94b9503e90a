package io.vethkit.iptables;

import static io.vethkit.iptables.NfTables.*;
import static io.vethkit.netlink.Netlink.NLM_F_APPEND;
import static io.vethkit.netlink.Netlink.NLM_F_CREATE;
import static io.vethkit.netlink.Netlink.NLM_F_EXCL;

import io.vethkit.netlink.MessageWriter;

import org.jspecify.annotations.Nullable;

/** A change of a table of iptables in nf_tables, as iptables-nft sends it. */
final class CompatCommand extends NftCommand {
    private final int message;
    private final String table;
    private final @Nullable String chain;
    private @Nullable BaseChain base;
    private byte @Nullable [] expressions;
    private long handle;

    private CompatCommand(
            int message, int flags, IptablesTable table, @Nullable String chain, String words) {
        super(message, flags, table.family(), words);
        this.message = message;
        this.table = table.name();
        this.chain = chain;
    }

    static CompatCommand addTable(IptablesTable table) {
        String words = "add table " + name(table);
        return new CompatCommand(NFT_MSG_NEWTABLE, NLM_F_CREATE, table, null, words);
    }

    static CompatCommand addChain(IptablesTable table, String chain) {
        String words = IptablesText.command(table, FilterBackend.IPTABLES_NFT) + " -N " + chain;
        return new CompatCommand(NFT_MSG_NEWCHAIN, NLM_F_EXCL, table, chain, words);
    }

    static CompatCommand addBuiltIn(IptablesTable table, String chain, BaseChain base) {
        String words = "add chain " + name(table) + " " + chain;
        CompatCommand command =
                new CompatCommand(NFT_MSG_NEWCHAIN, NLM_F_CREATE, table, chain, words);
        command.base = base;
        return command;
    }

    /**
     * Adds a rule.
     *
     * @param before the handle of the rule it comes before, or 0 for the end of the chain
     */
    static CompatCommand addRule(IptablesTable table, String chain, XtRule rule, long before) {
        String verb = before == 0 ? " -A " : " -I ";
        String words =
                IptablesText.command(table, FilterBackend.IPTABLES_NFT)
                        + verb
                        + chain
                        + " "
                        + rule.wanted;
        int flags = before == 0 ? NLM_F_CREATE | NLM_F_APPEND : NLM_F_CREATE;
        CompatCommand command = new CompatCommand(NFT_MSG_NEWRULE, flags, table, chain, words);
        command.expressions = rule.bytes;
        command.handle = before;
        return command;
    }

    static CompatCommand deleteRule(IptablesTable table, String chain, long handle) {
        String words = "delete rule " + name(table) + " " + chain + " handle " + handle;
        CompatCommand command = new CompatCommand(NFT_MSG_DELRULE, 0, table, chain, words);
        command.handle = handle;
        return command;
    }

    static CompatCommand deleteChain(IptablesTable table, String chain) {
        String words = IptablesText.command(table, FilterBackend.IPTABLES_NFT) + " -X " + chain;
        return new CompatCommand(NFT_MSG_DELCHAIN, 0, table, chain, words);
    }

    private static String name(IptablesTable table) {
        return table.family() + " " + table.name();
    }

    @Override
    void attributes(MessageWriter out) {
        out.putString(NFTA_TABLE_NAME, table); // 1, as NFTA_{CHAIN,RULE}_TABLE
        switch (message) {
            case NFT_MSG_NEWCHAIN, NFT_MSG_DELCHAIN -> chain(out);
            case NFT_MSG_NEWRULE, NFT_MSG_DELRULE -> rule(out);
            default -> {} // of a table there is only its name
        }
    }

    private void chain(MessageWriter out) {
        out.putString(NFTA_CHAIN_NAME, String.valueOf(chain));
        BaseChain there = base;
        if (there != null) {
            int hook = out.beginNested(NFTA_CHAIN_HOOK);
            out.putBe32(NFTA_HOOK_HOOKNUM, there.hook().number);
            out.putBe32(NFTA_HOOK_PRIORITY, there.priority()).endNested(hook);
            out.putBe32(NFTA_CHAIN_POLICY, there.policy().number);
            out.putString(NFTA_CHAIN_TYPE, there.type().text);
        }
    }

    private void rule(MessageWriter out) {
        out.putString(NFTA_RULE_CHAIN, String.valueOf(chain));
        if (message == NFT_MSG_DELRULE) {
            out.putBe64(NFTA_RULE_HANDLE, handle);
            return;
        }
        if (handle != 0) {
            out.putBe64(NFTA_RULE_POSITION, handle);
        }
        byte[] written = expressions;
        if (written != null) {
            int nested = out.beginNested(NFTA_RULE_EXPRESSIONS);
            out.bytes(written).endNested(nested);
        }
        int compat = out.beginNested(NFTA_RULE_COMPAT);
        out.putBe32(NfTablesCompat.NFTA_RULE_COMPAT_PROTO, 0);
        out.putBe32(NfTablesCompat.NFTA_RULE_COMPAT_FLAGS, 0).endNested(compat);
    }
}
