package io.vethkit.bench;

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

/** Dumps a routing table from the kernel through a visitor: the time of one route. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RouteDumpBenchmark {
    private static final int ROUTES = 10_000;

    private final RouteSum sum = new RouteSum();
    private @Nullable RouteTable table;

    /** Makes the namespace and its routes. */
    @Setup
    public void open() throws IOException {
        table = new RouteTable();
        table.fill(ROUTES);
    }

    /** Asks the kernel, receives and reads. */
    @Benchmark
    @OperationsPerInvocation(ROUTES)
    public int dump() throws IOException {
        Objects.requireNonNull(table).socket.dump(RouteTable.listing(), sum);
        return sum.checked(ROUTES);
    }

    /** Lets the C program have its turn. */
    @TearDown(Level.Iteration)
    public void measurePeer() {
        Peer.measure("dump", Objects.requireNonNull(table), ROUTES);
    }

    /** Ends the namespace. */
    @TearDown
    public void close() {
        Objects.requireNonNull(table).close();
    }
}
