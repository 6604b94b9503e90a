package io.vethkit.bench;

import io.vethkit.netlink.Batch;
import io.vethkit.netlink.route.Route;
import io.vethkit.netlink.route.Routes;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Adds and deletes host routes in batches: the time of one route added or deleted. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RouteBatchBenchmark {
    private static final int ROUTES = 1000;

    private final Route[] routes = new Route[ROUTES];
    private @Nullable RouteTable table;

    /** Makes the namespace and the routes to come. */
    @Setup
    public void open() throws IOException {
        table = new RouteTable();
        for (int i = 0; i < ROUTES; i++) {
            routes[i] = RouteTable.host(i);
        }
    }

    /** Adds all, then deletes all. */
    @Benchmark
    @OperationsPerInvocation(2 * ROUTES)
    public void addAndDelete() throws IOException {
        RouteTable open = Objects.requireNonNull(table);
        Batch additions = open.socket.batch();
        for (Route route : routes) {
            additions.add(Routes.adding(route));
        }
        additions.execute().throwFirstError();
        Batch deletions = open.socket.batch();
        for (Route route : routes) {
            deletions.add(Routes.deleting(route));
        }
        deletions.execute().throwFirstError();
    }

    /** Lets the C program have its turn. */
    @TearDown(Level.Iteration)
    public void measurePeer() {
        Peer.measure("batch", Objects.requireNonNull(table), ROUTES);
    }

    /** Ends the namespace. */
    @TearDown
    public void close() {
        Objects.requireNonNull(table).close();
    }
}
