package io.vethkit.routing;

import static io.vethkit.netlink.route.RtNetlink.*;

import io.vethkit.linux.Errno;
import io.vethkit.linux.ErrnoException;
import io.vethkit.netlink.Burst;
import io.vethkit.netlink.Monitor;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Watches one network namespace, and names whatever is not, or no longer, as described, some
 * milliseconds after it happened.
 *
 * <p>Events only say where to look: what they are about, and what the kernel changes along with
 * that in silence, is compared with the description once they have settled. At the start, and when
 * events were lost, all is compared. Without events it sleeps.
 *
 * <p>One thread runs it, which is the one that uses the {@link NamespaceHandle}; descriptions come
 * from any.
 */
public final class Watcher implements AutoCloseable {
    private static final int[] GROUPS = {
        RTNLGRP_LINK,
        RTNLGRP_IPV4_IFADDR,
        RTNLGRP_IPV4_ROUTE,
        RTNLGRP_IPV4_RULE,
        RTNLGRP_IPV6_IFADDR,
        RTNLGRP_IPV6_ROUTE,
        RTNLGRP_IPV6_RULE,
        RTNLGRP_IPV4_NETCONF,
        RTNLGRP_IPV6_NETCONF
    };
    private static final int BUSY_MILLIS = 20;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final NamespaceHandle namespace;
    private final Monitor monitor;
    private final SysctlWatch sysctls;
    private final WatchListener listener;
    private final Keeper keeper;
    private final @Nullable Repairer repairer;
    private final Burst burst = new Burst();
    private final EventSorter events;
    private final Map<String, PartWatch> parts = new LinkedHashMap<>();
    private final Set<String> busy = new HashSet<>();
    private long busyUntil;
    private boolean hearsNeighbours;
    private final AtomicReference<@Nullable List<Part>> described = new AtomicReference<>();
    private volatile boolean stopped;

    private Watcher(
            NamespaceHandle namespace,
            Monitor monitor,
            SysctlWatch sysctls,
            WatchListener listener,
            Keeper keeper,
            @Nullable Repairer repairer) {
        this.namespace = namespace;
        this.monitor = monitor;
        this.sysctls = sysctls;
        this.listener = listener;
        this.keeper = keeper;
        this.repairer = repairer;
        this.events = new EventSorter(listener, burst);
    }

    /**
     * Opens a watch of {@code namespace}, which must stay open as long, with nothing described yet.
     *
     * @param keeper who else changes what will be described
     * @param repairer repairs what is found, or null to leave it
     */
    public static Watcher open(
            NamespaceHandle namespace,
            WatchListener listener,
            Keeper keeper,
            @Nullable Repairer repairer)
            throws ErrnoException {
        return open(namespace, namespace.monitor(), listener, keeper, repairer);
    }

    /** As {@link #open}, by a monitor of the caller's making, which becomes the watcher's. */
    public static Watcher open(
            NamespaceHandle namespace,
            Monitor monitor,
            WatchListener listener,
            Keeper keeper,
            @Nullable Repairer repairer)
            throws ErrnoException {
        SysctlWatch sysctls = null;
        boolean open = false;
        try {
            for (int group : GROUPS) {
                monitor.join(group);
            }
            joinNextHops(monitor);
            sysctls = new SysctlWatch(namespace);
            monitor.wakeFor(sysctls.fd());
            open = true;
            return new Watcher(namespace, monitor, sysctls, listener, keeper, repairer);
        } finally {
            if (!open) {
                monitor.close();
                if (sysctls != null) {
                    sysctls.close();
                }
            }
        }
    }

    /** Kernels before 5.3 have no next hop objects. */
    private static void joinNextHops(Monitor monitor) throws ErrnoException {
        try {
            monitor.join(RTNLGRP_NEXTHOP);
        } catch (ErrnoException e) {
            if (!e.is(Errno.EINVAL)) {
                throw e;
            }
        }
    }

    /** Says what shall be, in place of what was said before. Any thread may call. */
    public void describe(List<Part> wanted) {
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
            List<Part> wanted = described.getAndSet(null);
            if (wanted != null) {
                replace(wanted);
            }
            monitor.receive(events, timeoutMillis(System.nanoTime()));
            if (sysctls.read(events.concern())) {
                burst.add(System.nanoTime());
            }
            long now = System.nanoTime();
            if (timeoutMillis(now) == 0) {
                look(now);
            }
        }
    }

    private void replace(List<Part> wanted) throws ErrnoException {
        Map<String, PartWatch> before = new LinkedHashMap<>(parts);
        parts.clear();
        for (Part part : wanted) {
            PartWatch known = before.get(part.name());
            if (known != null && known.part().equals(part)) {
                parts.put(part.name(), known);
            } else {
                parts.put(part.name(), new PartWatch(part, listener, repairer));
                events.concern().part(part.name());
                burst.add(System.nanoTime());
            }
        }
        Scope scope = Scope.of(wanted);
        for (PartWatch part : before.values()) {
            if (parts.get(part.part().name()) != part) {
                forget(part.part(), scope);
            }
        }
        events.scope(scope);
        if (scope.hasNeighbours() && !hearsNeighbours) {
            monitor.join(RTNLGRP_NEIGH);
            hearsNeighbours = true;
        }
    }

    private void forget(Part part, Scope scope) {
        if (repairer != null && !parts.containsKey(part.name())) {
            repairer.forget(part.name());
        }
        for (Desired object : part.state().objects()) {
            if (object instanceof DesiredSysctl sysctl && !scope.hasSysctl(sysctl.key())) {
                sysctls.forget(sysctl.key());
            }
        }
    }

    /** Returns how long to sleep, 0 if it is time to look, negative until something happens. */
    private int timeoutMillis(long now) {
        int settled = burst.remainingMillis(now);
        if (settled >= 0) {
            return settled;
        }
        long wait = busy.isEmpty() ? Long.MAX_VALUE : Math.max(0, busyUntil - now);
        for (PartWatch part : parts.values()) {
            wait = Math.min(wait, part.waitNanos(now));
        }
        return wait == Long.MAX_VALUE ? -1 : (int) ((wait + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI);
    }

    private void look(long now) throws IOException {
        burst.end();
        Concern concern = events.take();
        for (String part : busy) {
            concern.part(part);
        }
        busy.clear();
        KernelView kernel = new KernelView(namespace);
        List<PartWatch> toRepair = new ArrayList<>(); // when all is named: that must not wait
        for (PartWatch part : parts.values()) {
            noteDevices(part.part(), concern, kernel);
            List<Desired> suspects = part.suspects(concern, kernel, sysctls);
            if (!suspects.isEmpty()) {
                judge(part, suspects, now);
            }
            if (part.isDue(now)) {
                toRepair.add(part);
            }
        }
        for (PartWatch part : toRepair) {
            repair(part, now);
        }
    }

    private void noteDevices(Part part, Concern concern, KernelView kernel) throws IOException {
        if (!concern.isAboutAllOf(part.name())) {
            return;
        }
        for (Desired object : part.state().objects()) {
            String device = Scope.deviceOf(object);
            int index = device == null ? 0 : kernel.index(device);
            if (device != null && index != 0) {
                events.device(index, device);
            }
        }
    }

    /** Says what of the suspects differs, unless somebody is changing it now. */
    private void judge(PartWatch part, List<Desired> suspects, long now) throws IOException {
        try (Keeper.Hold hold = hold(part, now)) {
            if (hold != null && hold.isCurrent()) {
                part.judge(suspects, namespace, now);
            }
        }
    }

    private void repair(PartWatch part, long now) throws IOException {
        try (Keeper.Hold hold = hold(part, now)) {
            if (hold != null && hold.isCurrent()) {
                part.repair(namespace, hold.peers(), now);
            }
        }
    }

    private Keeper.@Nullable Hold hold(PartWatch part, long now) throws IOException {
        String name = part.part().name();
        Keeper.Hold hold = keeper.hold(name);
        if (hold == null) {
            busy.add(name);
            busyUntil = now + BUSY_MILLIS * NANOS_PER_MILLI;
        }
        return hold;
    }

    @Override
    public void close() {
        sysctls.close();
        monitor.close();
    }
}
