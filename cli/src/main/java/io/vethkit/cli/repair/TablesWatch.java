package io.vethkit.cli.repair;

import io.vethkit.cni.Described;
import io.vethkit.cni.OnRecord;
import io.vethkit.iptables.RulesetKeeper;
import io.vethkit.iptables.RulesetPart;
import io.vethkit.iptables.RulesetWatcher;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The watch of the packet filters of all that is on record. */
final class TablesWatch implements AutoCloseable {
    private final OnRecord onRecord;
    private final RulesetWatcher watcher;
    private volatile Map<String, Described> known = Map.of();

    /** Opens it in the namespace of the calling thread. */
    TablesWatch(OnRecord onRecord, Announcer announcer, boolean repairs) throws IOException {
        this.onRecord = onRecord;
        this.watcher = RulesetWatcher.open(null, new TablesReport(announcer), this::hold, repairs);
    }

    private RulesetKeeper.@Nullable Hold hold(String name) throws IOException {
        Described described = known.get(name);
        return described == null ? null : Turn.tryToTake(onRecord, described);
    }

    /** Says what is on record now. Any thread may call. */
    void describe(List<Described> all) {
        Map<String, Described> byName = new HashMap<>();
        List<RulesetPart> parts = new ArrayList<>();
        for (Described each : all) {
            byName.put(each.name(), each);
            parts.addAll(FilterParts.of(each));
        }
        known = byName;
        watcher.describe(parts);
    }

    void run() throws IOException {
        watcher.run();
    }

    /** Has {@link #run} return. Any thread may call. */
    void stop() {
        watcher.stop();
    }

    @Override
    public void close() {
        watcher.close();
    }
}
