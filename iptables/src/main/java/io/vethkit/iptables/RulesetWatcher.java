package io.vethkit.iptables;

import static io.vethkit.netlink.Netlink.NETLINK_NETFILTER;
import static io.vethkit.netlink.netfilter.Nfnetlink.NFNLGRP_NFTABLES;

import io.vethkit.linux.ErrnoException;
import io.vethkit.linux.SocketOpener;
import io.vethkit.netlink.Attempts;
import io.vethkit.netlink.Burst;
import io.vethkit.netlink.Monitor;
import io.vethkit.netlink.NetlinkSocket;
import io.vethkit.netns.NetworkNamespace;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Watches packet filters of one network namespace, names whatever is not, or no longer, as
 * described, some milliseconds after it happened, and repairs it if told to.
 *
 * <p>Of nftables and of the tables of iptables-nft the kernel tells; transactions on tables that
 * are not described are let pass. Legacy tables change in silence: they are looked at when somebody
 * leaves the lock of xtables. Without events it sleeps. What breaks again and again is left alone
 * for growing {@linkplain Attempts pauses}: a part is repaired as one, and given up by finding.
 *
 * <p>One thread runs it; descriptions come from any.
 */
public final class RulesetWatcher implements AutoCloseable {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Monitor monitor;
    private final NetlinkSocket socket;
    private final @Nullable NetworkNamespace namespace;
    private final RulesetListener listener;
    private final RulesetKeeper keeper;
    private final boolean repairs;
    private final Burst burst = new Burst();
    private final RulesetEvents events;
    private @Nullable XtablesLockWatch lock;
    private boolean isDeaf;
    private final Map<RulesetPart, RulesetPartWatch> parts = new LinkedHashMap<>();
    private final AtomicReference<@Nullable List<RulesetPart>> described = new AtomicReference<>();
    private boolean isBusy;
    private long busyUntil;
    private volatile boolean stopped;

    private RulesetWatcher(
            Monitor monitor,
            NetlinkSocket socket,
            @Nullable NetworkNamespace namespace,
            RulesetListener listener,
            RulesetKeeper keeper,
            boolean repairs) {
        this.monitor = monitor;
        this.socket = socket;
        this.namespace = namespace;
        this.listener = listener;
        this.keeper = keeper;
        this.repairs = repairs;
        this.events = new RulesetEvents(burst, listener);
    }

    /**
     * Opens a watch of {@code namespace}, with nothing described yet.
     *
     * @param namespace null for that of the calling thread, which the one that runs it must share
     * @param keeper who else changes what will be described
     */
    public static RulesetWatcher open(
            @Nullable NetworkNamespace namespace,
            RulesetListener listener,
            RulesetKeeper keeper,
            boolean repairs)
            throws ErrnoException {
        SocketOpener opener = namespace == null ? SocketOpener.HERE : namespace;
        Monitor monitor = Monitor.open(NETLINK_NETFILTER, opener);
        boolean open = false;
        try {
            monitor.join(NFNLGRP_NFTABLES);
            NetlinkSocket socket = NetlinkSocket.open(NETLINK_NETFILTER, opener);
            open = true;
            return new RulesetWatcher(monitor, socket, namespace, listener, keeper, repairs);
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
            listenToLock();
            long now = System.nanoTime();
            if (timeoutMillis(now) == 0) {
                look(now);
            }
        }
    }

    private void listenToLock() {
        try {
            if (lock != null && lock.wasLeft()) {
                events.legacy();
            }
        } catch (ErrnoException e) {
            beDeaf(e);
        }
    }

    private void hearLock() {
        if (lock != null || isDeaf) {
            return;
        }
        try {
            lock = XtablesLockWatch.open(XtablesLock.PATH);
            monitor.wakeFor(lock.fd());
        } catch (ErrnoException e) {
            beDeaf(e);
        }
    }

    private void beDeaf(ErrnoException why) {
        if (!isDeaf) {
            isDeaf = true;
            listener.deaf(why);
        }
    }

    private void replace(List<RulesetPart> wanted) {
        Map<RulesetPart, RulesetPartWatch> before = new LinkedHashMap<>(parts);
        parts.clear();
        for (RulesetPart part : wanted) {
            RulesetPartWatch known = before.get(part);
            if (known == null) {
                PartTables tables = new PartTables(part, socket, namespace, 0);
                known = new RulesetPartWatch(tables, listener, repairs);
                burst.add(System.nanoTime());
            }
            parts.put(part, known);
            if (part.backend() == FilterBackend.IPTABLES_LEGACY) {
                hearLock();
            }
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
            FilterBackend backend = part.part().backend();
            boolean isUnheard = isDeaf && backend == FilterBackend.IPTABLES_LEGACY;
            if (isUnheard || events.isTouched(backend)) {
                part.stale();
            }
        }
        events.forgetTouched();
        for (RulesetPartWatch part : parts.values()) {
            try {
                look(part, by, now);
            } catch (ErrnoException e) {
                if (!RulesetPartWatch.isBusy(e)) {
                    throw e;
                }
                beBusy(now);
            }
        }
        if (!isBusy) {
            events.forgetBy();
        }
    }

    private void look(RulesetPartWatch part, String by, long now) throws IOException {
        if (!part.isSuspect(now)) {
            part.settled();
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
        busyUntil = now + RulesetPartWatch.BUSY_NANOS;
    }

    @Override
    public void close() {
        monitor.close();
        socket.close();
        if (lock != null) {
            lock.close();
        }
    }
}
