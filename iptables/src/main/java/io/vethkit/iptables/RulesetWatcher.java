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

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Watches nftables tables of one network namespace, names whatever is not, or no longer, as
 * described, some milliseconds after it happened, and repairs it if told to.
 *
 * <p>Transactions on other tables are let pass. Without events it sleeps. What breaks again and
 * again is left alone for growing {@linkplain Attempts pauses}: a part is repaired in one
 * transaction, so that it is given up as one.
 *
 * <p>One thread runs it; descriptions come from any.
 */
public final class RulesetWatcher implements AutoCloseable {
    private static final long BUSY_NANOS = 20_000_000;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Monitor monitor;
    private final NetlinkSocket socket;
    private final RulesetListener listener;
    private final RulesetKeeper keeper;
    private final boolean repairs;
    private final Burst burst = new Burst();
    private final RulesetEvents events;
    private final Map<String, RulesetPartWatch> parts = new LinkedHashMap<>();
    private final AtomicReference<@Nullable List<RulesetPart>> described = new AtomicReference<>();
    private boolean isBusy;
    private long busyUntil;
    private volatile boolean stopped;

    private RulesetWatcher(
            Monitor monitor,
            NetlinkSocket socket,
            RulesetListener listener,
            RulesetKeeper keeper,
            boolean repairs) {
        this.monitor = monitor;
        this.socket = socket;
        this.listener = listener;
        this.keeper = keeper;
        this.repairs = repairs;
        this.events = new RulesetEvents(burst, listener);
    }

    /**
     * Opens a watch in the namespace of {@code opener}, with nothing described yet.
     *
     * @param keeper who else changes what will be described
     */
    public static RulesetWatcher open(
            SocketOpener opener, RulesetListener listener, RulesetKeeper keeper, boolean repairs)
            throws ErrnoException {
        Monitor monitor = Monitor.open(NETLINK_NETFILTER, opener);
        boolean open = false;
        try {
            monitor.join(NFNLGRP_NFTABLES);
            NetlinkSocket socket = NetlinkSocket.open(NETLINK_NETFILTER, opener);
            open = true;
            return new RulesetWatcher(monitor, socket, listener, keeper, repairs);
        } finally {
            if (!open) {
                monitor.close();
            }
        }
    }

    /** Says what shall be, in place of what was said before. Any thread may call. */
    public void describe(List<RulesetPart> wanted) {
        described.set(List.copyOf(wanted));
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
            List<RulesetPart> wanted = described.getAndSet(null);
            if (wanted != null) {
                replace(wanted);
            }
            monitor.receive(events, timeoutMillis(System.nanoTime()));
            long now = System.nanoTime();
            if (timeoutMillis(now) == 0) {
                look(now);
            }
        }
    }

    private void replace(List<RulesetPart> wanted) {
        Map<String, RulesetPartWatch> before = new LinkedHashMap<>(parts);
        parts.clear();
        for (RulesetPart part : wanted) {
            RulesetPartWatch known = before.get(part.name());
            if (known == null || !known.part().equals(part)) {
                known = new RulesetPartWatch(part, new Nftables(socket), listener, repairs);
                burst.add(System.nanoTime());
            }
            parts.put(part.name(), known);
        }
        events.tables(wanted);
    }

    /** Returns how long to sleep, 0 if it is time to look, negative until something happens. */
    private int timeoutMillis(long now) {
        int settled = burst.remainingMillis(now);
        if (settled >= 0) {
            return settled;
        }
        long wait = isBusy ? Math.max(0, busyUntil - now) : Long.MAX_VALUE;
        for (RulesetPartWatch part : parts.values()) {
            wait = Math.min(wait, part.waitNanos(now));
        }
        return wait == Long.MAX_VALUE ? -1 : (int) ((wait + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI);
    }

    private void look(long now) throws IOException {
        burst.end();
        isBusy = false;
        String by = events.by();
        for (RulesetPartWatch part : parts.values()) {
            try {
                look(part, by, now);
            } catch (ErrnoException e) {
                if (!e.is(Errno.ERESTART)) {
                    throw e;
                }
                beBusy(now); // others change tables all the time
            }
        }
        if (!isBusy) {
            events.forgetBy();
        }
    }

    private void look(RulesetPartWatch part, String by, long now) throws IOException {
        if (!part.isSuspect(now)) {
            return;
        }
        try (RulesetKeeper.Hold hold = keeper.hold(part.part().name())) {
            if (hold == null) {
                beBusy(now);
            } else if (hold.isCurrent()) {
                part.judge(by, now);
            }
        }
    }

    private void beBusy(long now) {
        isBusy = true;
        busyUntil = now + BUSY_NANOS;
    }

    @Override
    public void close() {
        monitor.close();
        socket.close();
    }
}
