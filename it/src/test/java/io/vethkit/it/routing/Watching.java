package io.vethkit.it.routing;

import static io.vethkit.netlink.Netlink.NETLINK_ROUTE;

import io.vethkit.linux.SocketOpener;
import io.vethkit.netlink.Monitor;
import io.vethkit.routing.Keeper;
import io.vethkit.routing.NamespaceHandle;
import io.vethkit.routing.NamespaceState;
import io.vethkit.routing.Part;
import io.vethkit.routing.Repairer;
import io.vethkit.routing.Watcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** A watcher of the calling thread's namespace, on a thread of its own. */
final class Watching implements AutoCloseable {
    final Findings findings = new Findings();
    private final NamespaceHandle handle = NamespaceHandle.here();
    private final Watcher watcher;
    private final Thread thread;
    private final AtomicReference<Path> task = new AtomicReference<>();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    /** Watches, and repairs if told so. */
    Watching(boolean repairs) throws IOException {
        this(repairs, Keeper.ALONE, Monitor.RECEIVE_BUFFER);
    }

    Watching(boolean repairs, Keeper keeper, int receiveBuffer) throws IOException {
        Repairer repairer = repairs ? new Repairer(findings) : null;
        Monitor monitor = Monitor.open(NETLINK_ROUTE, SocketOpener.HERE, receiveBuffer);
        watcher = Watcher.open(handle, monitor, findings, keeper, repairer);
        thread = Thread.ofPlatform().name("watch").start(this::run);
    }

    private void run() {
        try {
            task.set(Path.of("/proc/thread-self").toRealPath());
            watcher.run();
        } catch (Throwable e) {
            failure.set(e);
        }
    }

    void describe(Part... parts) {
        watcher.describe(List.of(parts));
    }

    void describe(NamespaceState state) {
        describe(new Part("node", state));
    }

    /** Waits until nothing was said for a while: longer than a watch takes to say something. */
    void settle() {
        findings.awaitSilence();
    }

    /** Returns how often the watching thread has given the processor away of its own will. */
    long switches() throws IOException {
        for (String line : Files.readAllLines(task.get().resolve("status"))) {
            if (line.startsWith("voluntary_ctxt_switches:")) {
                return Long.parseLong(line.substring(line.indexOf(':') + 1).strip());
            }
        }
        throw new AssertionError("no count of switches");
    }

    @Override
    public void close() {
        watcher.stop();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        if (thread.isAlive()) {
            throw new AssertionError("the watch does not stop");
        }
        watcher.close();
        handle.close();
        if (failure.get() != null) {
            throw new AssertionError("the watch failed", failure.get());
        }
    }
}
