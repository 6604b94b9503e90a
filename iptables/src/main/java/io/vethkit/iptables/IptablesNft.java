package io.vethkit.iptables;

import static io.vethkit.netlink.netfilter.Nfnetlink.NFNL_SUBSYS_NFTABLES;

import io.vethkit.iptables.XtChanges.ChainChange;
import io.vethkit.linux.Errno;
import io.vethkit.linux.ErrnoException;
import io.vethkit.netlink.BatchResult;
import io.vethkit.netlink.NetlinkException;
import io.vethkit.netlink.NetlinkSocket;
import io.vethkit.netlink.Request;
import io.vethkit.netlink.netfilter.NfnetlinkBatch;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The tables of iptables in nf_tables, as the command {@code iptables-nft} has them.
 *
 * <p>Changes are one transaction. If another program changes tables meanwhile, the call starts
 * again, some times, before it fails with {@code ERESTART}.
 */
public final class IptablesNft implements Iptables {
    private static final int TRIES = 100;

    private final NetlinkSocket socket;
    private final KernelReader generations;
    private final CompatReader reader;
    private final CompatCompiler compiler = new CompatCompiler();

    /**
     * Works through {@code socket}, which stays the caller's.
     *
     * @param socket of {@code NETLINK_NETFILTER}
     */
    public IptablesNft(NetlinkSocket socket) {
        this.socket = socket;
        this.generations = new KernelReader(socket);
        this.reader = new CompatReader(socket);
    }

    /** Tells whether the kernel has nf_tables. */
    public boolean exists() throws IOException {
        try {
            generations.generation();
            return true;
        } catch (ErrnoException e) {
            return false;
        }
    }

    /**
     * {@inheritDoc}
     *
     * @throws NetlinkException if the kernel refuses a command, further refused ones being
     *     suppressed exceptions; nothing has changed then
     */
    @Override
    public List<Difference> apply(IptablesRules rules) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            int generation = generations.generation();
            List<XtChanges> changes = compare(rules, generation);
            if (changes != null && send(commands(rules, changes), generation)) {
                return differences(changes);
            }
        }
        throw restart("apply rules of iptables");
    }

    @Override
    public List<Difference> diff(IptablesRules rules) throws IOException {
        return differences(stable(rules));
    }

    @Override
    public List<String> plan(IptablesRules rules) throws IOException {
        List<XtChanges> changes = stable(rules);
        List<String> commands = new ArrayList<>();
        for (int i = 0; i < changes.size(); i++) {
            IptablesTable table = rules.tables().get(i);
            commands.addAll(changes.get(i).commands(table, FilterBackend.IPTABLES_NFT));
        }
        return commands;
    }

    private List<XtChanges> stable(IptablesRules rules) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            int generation = generations.generation();
            List<XtChanges> changes = compare(rules, generation);
            if (changes != null && generations.generation() == generation) {
                return changes;
            }
        }
        throw restart("compare rules of iptables");
    }

    /** Returns what must change, or null if the tables changed while they were read. */
    private @Nullable List<XtChanges> compare(IptablesRules rules, int generation)
            throws IOException {
        List<XtChanges> changes = new ArrayList<>(rules.tables().size());
        reader.forget();
        try {
            for (IptablesTable table : rules.tables()) {
                changes.add(XtComparison.of(table, reader.read(table), compiler));
            }
            return changes;
        } catch (NetlinkException e) {
            if (e.is(Errno.ENOENT) && generations.generation() != generation) {
                return null;
            }
            throw e;
        }
    }

    private static List<Difference> differences(List<XtChanges> changes) {
        List<Difference> differences = new ArrayList<>();
        for (XtChanges change : changes) {
            differences.addAll(change.differences);
        }
        return differences;
    }

    private static List<Request> commands(IptablesRules rules, List<XtChanges> changes) {
        List<Request> commands = new ArrayList<>();
        for (int i = 0; i < changes.size(); i++) {
            addCommands(rules.tables().get(i), changes.get(i).chains, commands);
        }
        return commands;
    }

    private static void addCommands(
            IptablesTable table, List<ChainChange> chains, List<Request> commands) {
        addNewChains(table, chains, commands);
        for (ChainChange chain : chains) {
            for (XtRule rule : chain.before()) {
                if (!chain.keeps(rule)) {
                    commands.add(CompatCommand.deleteRule(table, chain.name(), rule.handle));
                }
            }
        }
        for (ChainChange chain : chains) {
            if (chain.isGone()) {
                commands.add(CompatCommand.deleteChain(table, chain.name()));
            } else {
                addNewRules(table, chain, commands);
            }
        }
    }

    private static void addNewChains(
            IptablesTable table, List<ChainChange> chains, List<Request> commands) {
        boolean hasTable = false;
        for (ChainChange chain : chains) {
            if (!chain.isNew()) {
                continue;
            }
            if (!hasTable) {
                commands.add(CompatCommand.addTable(table));
                hasTable = true;
            }
            BaseChain base = XtLayout.of(table.name()).base(chain.name());
            commands.add(
                    base == null
                            ? CompatCommand.addChain(table, chain.name())
                            : CompatCommand.addBuiltIn(table, chain.name(), base));
        }
    }

    private static void addNewRules(
            IptablesTable table, ChainChange chain, List<Request> commands) {
        List<XtRule> rules = chain.after();
        long[] before = new long[rules.size()];
        for (int i = rules.size() - 2; i >= 0; i--) {
            long next = rules.get(i + 1).handle;
            before[i] = next == 0 ? before[i + 1] : next;
        }
        for (int i = 0; i < before.length; i++) {
            if (rules.get(i).handle == 0) {
                commands.add(CompatCommand.addRule(table, chain.name(), rules.get(i), before[i]));
            }
        }
    }

    /** Tells whether the commands met the tables they are for. */
    private boolean send(List<Request> commands, int generation) throws IOException {
        if (commands.isEmpty()) {
            return generations.generation() == generation;
        }
        NfnetlinkBatch batch = new NfnetlinkBatch(socket, NFNL_SUBSYS_NFTABLES, generation);
        for (Request command : commands) {
            batch.add(command);
        }
        BatchResult result = batch.commit();
        NetlinkException whole = result.error(0);
        if (whole != null && whole.is(Errno.ERESTART)) {
            return false;
        }
        result.throwFirstError();
        return true;
    }

    private static ErrnoException restart(String operation) {
        return new ErrnoException(operation, Errno.ERESTART.number());
    }
}
