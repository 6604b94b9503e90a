package io.vethkit.cli.repair;

import io.vethkit.cni.Described;
import io.vethkit.cni.OnRecord;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;

/**
 * The watch of all that is on record, as it comes and goes: a thread for the node's namespace, one
 * for its packet filters, one for the records and, if wanted, one for each pod.
 *
 * <p>All of them sleep while nothing happens.
 */
final class Watch implements AutoCloseable {
    private final OnRecord onRecord;
    private final Announcer announcer;
    private final Predicate<Described> wanted;
    private final boolean repairs;
    private final boolean withPods;
    private final HostWatch host;
    private final TablesWatch tables;
    private final RecordsWatch records;
    private final Map<String, PodWatch> pods = new HashMap<>();
    private final Set<String> complaints = new HashSet<>();
    private final List<Thread> threads = new ArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private @Nullable Throwable failure;
    private boolean stopped;

    /** Opens it in the namespace of the calling thread; {@link #run} starts it. */
    Watch(
            Path stateDir,
            Predicate<Described> wanted,
            Announcer announcer,
            boolean repairs,
            boolean withPods)
            throws IOException {
        this.onRecord = new OnRecord(stateDir.toString());
        this.wanted = wanted;
        this.announcer = announcer;
        this.repairs = repairs;
        this.withPods = withPods;
        this.records = new RecordsWatch(stateDir);
        this.host = HostWatch.open(onRecord, announcer, repairs);
        this.tables = new TablesWatch(onRecord, announcer, repairs);
    }

    /** A part of the watch that runs on a thread of its own. */
    @FunctionalInterface
    private interface Runner {
        void run() throws IOException;
    }

    /** Watches until {@link #stop}. */
    void run() throws IOException, InterruptedException {
        describe();
        start("node", host::run);
        start("filters", tables::run);
        start("records", this::followRecords);
        end.await();
        halt();
        throwFailure();
    }

    private synchronized void start(String name, Runner runner) {
        if (!stopped) {
            threads.removeIf(thread -> !thread.isAlive());
            threads.add(Thread.ofPlatform().daemon().name(name).start(() -> run(runner)));
        }
    }

    private void run(Runner runner) {
        try {
            runner.run();
        } catch (IOException | RuntimeException | Error e) {
            fail(e);
        }
    }

    private synchronized void fail(Throwable e) {
        if (failure == null) {
            failure = e;
        }
        end.countDown();
    }

    private synchronized void throwFailure() throws IOException {
        switch (failure) {
            case null -> {}
            case IOException e -> throw e;
            case RuntimeException e -> throw e;
            default -> throw new IllegalStateException(failure);
        }
    }

    private void followRecords() throws IOException {
        while (records.await()) {
            describe();
        }
    }

    private synchronized void describe() throws IOException {
        OnRecord.Listing listing = onRecord.list();
        for (String line : listing.unreadable()) {
            if (complaints.add(line)) {
                announcer.note("unreadable", line);
            }
        }
        complaints.retainAll(listing.unreadable());
        List<Described> all = listing.described().stream().filter(wanted).toList();
        all.forEach(announcer::know);
        host.describe(all);
        tables.describe(all);
        if (withPods) {
            describePods(all);
        }
        announcer.retain(all);
    }

    private void describePods(List<Described> all) {
        Map<String, PodWatch> before = new HashMap<>(pods);
        pods.clear();
        for (Described each : all) {
            if (each.isNode()) {
                continue;
            }
            PodWatch known = before.remove(each.name());
            if (known != null && known.isOf(each)) {
                pods.put(each.name(), known);
                continue;
            }
            if (known != null) {
                known.stop();
            }
            PodWatch fresh = new PodWatch(each, onRecord, announcer, repairs);
            pods.put(each.name(), fresh);
            start(each.name(), fresh::run);
        }
        before.values().forEach(PodWatch::stop);
    }

    /** Has {@link #run} return. Any thread may call. */
    void stop() {
        end.countDown();
    }

    private void halt() throws IOException, InterruptedException {
        List<Thread> running;
        synchronized (this) {
            stopped = true;
            host.stop();
            tables.stop();
            pods.values().forEach(PodWatch::stop);
            running = List.copyOf(threads);
        }
        records.close();
        for (Thread thread : running) {
            thread.join();
        }
    }

    @Override
    public void close() throws IOException {
        records.close();
        host.close();
        tables.close();
    }
}
