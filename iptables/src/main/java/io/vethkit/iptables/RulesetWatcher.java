package io.vethkit.iptables;

import static io.vethkit.netlink.Netlink.NETLINK_NETFILTER;
import static io.vethkit.netlink.netfilter.Nfnetlink.NFNLGRP_NFTABLES;

import io.vethkit.linux.Errno;
import io.vethkit.linux.ErrnoException;
import io.vethkit.linux.SocketOpener;
import io.vethkit.netlink.Attempts;
import io.vethkit.netlink.Burst;
import io.vethkit.netlink.Monitor;
import io.vethkit.netlink.NetlinkSocket;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Watches nftables tables of one network namespace, names whatever is not, or no longer, as
 * described, some milliseconds after it happened, and repairs it if told to.
 *
 * <p>Transactions on other tables are let pass. Without events it sleeps. What breaks again and
 * again is left alone for growing {@linkplain Attempts pauses}: all tables are repaired in one
 * transaction, so that they are given up as one.
 *
 * <p>One thread runs it; descriptions come from any.
 */
public final class RulesetWatcher implements AutoCloseable {
    private static final Ruleset NOTHING = new Ruleset(List.of());
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Monitor monitor;
    private final NetlinkSocket socket;
    private final Nftables nftables;
    private final RulesetListener listener;
    private final boolean repairs;
    private final Burst burst = new Burst();
    private final RulesetEvents events;
    private final Attempts attempts = new Attempts();
    private final Map<String, Difference> open = new LinkedHashMap<>();
    private final AtomicReference<Ruleset> described = new AtomicReference<>(NOTHING);
    private Ruleset ruleset = NOTHING;
    private boolean hasNextTry;
    private long nextTry;
    private volatile boolean stopped;

    private RulesetWatcher(
            Monitor monitor, NetlinkSocket socket, RulesetListener listener, boolean repairs) {
        this.monitor = monitor;
        this.socket = socket;
        this.nftables = new Nftables(socket);
        this.listener = listener;
        this.repairs = repairs;
        this.events = new RulesetEvents(burst, listener);
    }

    /** Opens a watch in the namespace of {@code opener}, with nothing described yet. */
    public static RulesetWatcher open(
            SocketOpener opener, RulesetListener listener, boolean repairs) throws ErrnoException {
        Monitor monitor = Monitor.open(NETLINK_NETFILTER, opener);
        boolean open = false;
        try {
            monitor.join(NFNLGRP_NFTABLES);
            NetlinkSocket socket = NetlinkSocket.open(NETLINK_NETFILTER, opener);
            open = true;
            return new RulesetWatcher(monitor, socket, listener, repairs);
        } finally {
            if (!open) {
                monitor.close();
            }
        }
    }

    /** Says what shall be, in place of what was said before. Any thread may call. */
    public void describe(Ruleset wanted) {
        described.set(wanted);
        monitor.wake();
    }

    /** Has {@link #run} return. Any thread may call. */
    public void stop() {
        stopped = true;
        monitor.wake();
    }

    /** Watches, until it is stopped. */
    public void run() throws IOException {
        while (!stopped) {
            Ruleset wanted = described.get();
            if (!wanted.equals(ruleset)) {
                ruleset = wanted;
                events.tables(wanted);
                burst.add(System.nanoTime());
            }
            monitor.receive(events, timeoutMillis(System.nanoTime()));
            long now = System.nanoTime();
            if (timeoutMillis(now) == 0) {
                look(now);
            }
        }
    }

    /** Returns how long to sleep, 0 if it is time to look, negative until something happens. */
    private int timeoutMillis(long now) {
        int settled = burst.remainingMillis(now);
        if (settled >= 0) {
            return settled;
        }
        if (!hasNextTry) {
            return -1;
        }
        return (int) ((Math.max(0, nextTry - now) + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI);
    }

    private void look(long now) throws IOException {
        burst.end();
        List<Difference> differences;
        try {
            differences = nftables.diff(ruleset);
        } catch (ErrnoException e) {
            if (!e.is(Errno.ERESTART)) {
                throw e;
            }
            burst.add(now); // others change tables all the time
            return;
        }
        judge(differences, now);
        hasNextTry = false;
        if (repairs && !differences.isEmpty()) {
            if (attempts.waitNanos(now) <= 0) {
                attempts.tried(now);
                repair(differences);
            }
            hasNextTry = !open.isEmpty();
            nextTry = now + attempts.waitNanos(now);
        }
    }

    /** Says what is new, and what is over. */
    private void judge(List<Difference> differences, long now) {
        String by = events.takeBy();
        Set<String> current = new HashSet<>();
        boolean wasWhole = open.isEmpty();
        for (Difference difference : differences) {
            current.add(difference.toString());
            if (open.putIfAbsent(difference.toString(), difference) == null) {
                listener.differs(difference, by);
            }
        }
        for (Difference before : new ArrayList<>(open.values())) {
            if (!current.contains(before.toString())) {
                open.remove(before.toString());
                listener.isAsDescribed(before);
            }
        }
        if (wasWhole && !differences.isEmpty()) {
            attempts.broken(now);
        }
    }

    private void repair(List<Difference> differences) {
        try {
            nftables.apply(ruleset);
            open.clear();
            listener.repaired(differences);
        } catch (IOException e) {
            if (attempts.count() == 1) {
                listener.failed(differences, e);
            }
        }
        if (attempts.isGivenUp()) {
            listener.gaveUp(differences, attempts);
        }
    }

    @Override
    public void close() {
        monitor.close();
        socket.close();
    }
}
