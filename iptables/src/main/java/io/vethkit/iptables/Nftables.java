package io.vethkit.iptables;

import static io.vethkit.netlink.netfilter.Nfnetlink.NFNL_SUBSYS_NFTABLES;

import io.vethkit.linux.Errno;
import io.vethkit.linux.ErrnoException;
import io.vethkit.netlink.BatchResult;
import io.vethkit.netlink.NetlinkException;
import io.vethkit.netlink.NetlinkSocket;
import io.vethkit.netlink.Request;
import io.vethkit.netlink.netfilter.NfnetlinkBatch;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.List;

/**
 * The tables of nf_tables in the network namespace of a socket.
 *
 * <p>Each call looks at the described tables only. Changes are one transaction, of no more than
 * what differs. If another program changes tables meanwhile, the call starts again, some times,
 * before it fails with {@code ERESTART}. Not thread-safe.
 */
public final class Nftables {
    private static final int TRIES = 10;

    private final NetlinkSocket socket;
    private final KernelReader reader;

    /**
     * Works through {@code socket}, which stays the caller's.
     *
     * @param socket of {@code NETLINK_NETFILTER}
     */
    public Nftables(NetlinkSocket socket) {
        this.socket = socket;
        this.reader = new KernelReader(socket);
    }

    /**
     * Makes the tables what {@code ruleset} says. What is as described stays, and keeps counting;
     * what a table holds beyond its description goes.
     *
     * @return what differed before
     * @throws NetlinkException if the kernel refuses a command, further refused ones being
     *     suppressed exceptions; nothing has changed then
     */
    public List<Difference> apply(Ruleset ruleset) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            Plan plan = compare(ruleset);
            if (plan != null && carryOut(plan, ruleset)) {
                return plan.differences;
            }
        }
        throw restart("apply ruleset");
    }

    private boolean carryOut(Plan plan, Ruleset ruleset) throws IOException {
        if (plan.commands.isEmpty()) {
            return ruleset.shared() || isCurrent(plan);
        }
        boolean elementsAlone = ruleset.shared() && plan.isOfElements();
        return elementsAlone ? sendElements(plan) : send(plan, true);
    }

    /** Returns how the tables differ from {@code ruleset}: nothing if they are as it says. */
    public List<Difference> diff(Ruleset ruleset) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            Plan plan = compare(ruleset);
            if (plan != null && isCurrent(plan)) {
                return plan.differences;
            }
        }
        throw restart("compare ruleset");
    }

    /**
     * Returns what a person would feed to {@code nft -f}, at once, to have done what {@link #apply}
     * would do now: nothing if nothing differs.
     */
    public List<String> plan(Ruleset ruleset) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            Plan plan = compare(ruleset);
            if (plan != null && isCurrent(plan)) {
                return plan.words();
            }
        }
        throw restart("plan ruleset");
    }

    /**
     * Has the kernel try {@link #apply} and undo it.
     *
     * @return what differs
     * @throws NetlinkException what apply would throw
     */
    public List<Difference> check(Ruleset ruleset) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            Plan plan = compare(ruleset);
            if (plan != null && (plan.commands.isEmpty() ? isCurrent(plan) : send(plan, false))) {
                return plan.differences;
            }
        }
        throw restart("check ruleset");
    }

    /**
     * Deletes the tables that {@code ruleset} names, as far as they are there; of shared ones, the
     * elements that have the keys and comments it names.
     */
    public void remove(Ruleset ruleset) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            Plan plan = new Plan(reader.generation());
            for (Table table : ruleset.tables()) {
                if (ruleset.shared()) {
                    addRemovals(table, plan);
                } else if (reader.readTable(table).exists) {
                    plan.commands.add(TableCommand.delete(table));
                }
            }
            if (plan.commands.isEmpty()
                    || (ruleset.shared() ? sendElements(plan) : send(plan, true))) {
                return;
            }
        }
        throw restart("remove ruleset");
    }

    private void addRemovals(Table table, Plan plan) throws IOException {
        List<SetForm> sets = SetForm.of(table);
        KernelTable there = reader.readShared(table, sets);
        for (SetForm set : sets) {
            KernelSet found = there.set(set.name());
            List<ElementForm> own = found == null ? List.of() : set.those(found.elements);
            if (!own.isEmpty()) {
                ElementsCommand.delete(table, set, own, plan.commands);
            }
        }
    }

    /** Returns what is to be done, or null if the tables changed while they were read. */
    private @Nullable Plan compare(Ruleset ruleset) throws IOException {
        Plan plan = new Plan(reader.generation());
        try {
            for (Table table : ruleset.tables()) {
                List<SetForm> sets = SetForm.of(table);
                KernelTable there =
                        ruleset.shared()
                                ? reader.readShared(table, sets)
                                : reader.read(table, sets);
                plan.add(TableComparison.of(table, there, sets, ruleset.shared()));
            }
            return plan;
        } catch (NetlinkException e) {
            if (e.is(Errno.ENOENT) && !isCurrent(plan)) {
                return null;
            }
            throw e;
        }
    }

    private boolean isCurrent(Plan plan) throws IOException {
        return reader.generation() == plan.generation;
    }

    /** Tells whether the commands met the tables they are for. */
    private boolean send(Plan plan, boolean forGood) throws IOException {
        NfnetlinkBatch batch = new NfnetlinkBatch(socket, NFNL_SUBSYS_NFTABLES, plan.generation);
        for (Request command : plan.commands) {
            batch.add(command);
        }
        BatchResult result = forGood ? batch.commit() : batch.check();
        NetlinkException whole = result.error(0);
        if (whole != null && whole.is(Errno.ERESTART)) {
            return false;
        }
        result.throwFirstError();
        return true;
    }

    /**
     * Tells whether the commands met what they are for. Whatever the generation: pods that come and
     * go all at once have elements of their own, and would send each other back for nothing.
     */
    private boolean sendElements(Plan plan) throws IOException {
        NfnetlinkBatch batch = new NfnetlinkBatch(socket, NFNL_SUBSYS_NFTABLES);
        for (Request command : plan.commands) {
            batch.add(command);
        }
        BatchResult result = batch.commit();
        for (int i = 0; i < result.size(); i++) {
            NetlinkException error = result.error(i);
            if (error != null && (error.is(Errno.ENOENT) || error.is(Errno.EEXIST))) {
                return false; // the table, or an element, came or went
            }
        }
        result.throwFirstError();
        return true;
    }

    private static ErrnoException restart(String operation) {
        return new ErrnoException(operation, Errno.ERESTART.number());
    }
}
