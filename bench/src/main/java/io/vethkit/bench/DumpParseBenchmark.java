package io.vethkit.bench;

import io.vethkit.netlink.MessageReader;
import io.vethkit.netlink.route.Link;
import io.vethkit.netlink.route.LinkFilter;
import io.vethkit.netlink.route.LinkKind;
import io.vethkit.netlink.route.LinkReader;
import io.vethkit.netlink.route.Links;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/** Parses captured dumps in memory, without the kernel: the time of one message. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DumpParseBenchmark {
    private static final int ROUTES = 10_000;
    private static final int LINKS = 200;

    private final RouteTable table;
    private final ByteBuffer routes;
    private final ByteBuffer links;
    private final RouteSum sum = new RouteSum();
    private final LinkReader link = new LinkReader();

    /** Captures both dumps. */
    public DumpParseBenchmark() {
        try {
            table = new RouteTable();
            table.fill(ROUTES);
            routes = Capture.of(RouteTable.listing(), table.namespace);
            Links namespace = new Links(table.socket);
            for (int i = 1; i < LINKS; i++) { // lo is one
                namespace.add(Link.named("ifb" + i).kind(new LinkKind.Ifb()));
            }
            links = Capture.of(Links.listing(LinkFilter.ALL), table.namespace);
        } catch (IOException e) {
            throw new IllegalStateException("the dumps could not be captured", e);
        }
    }

    /** Reads routes. */
    @Benchmark
    @OperationsPerInvocation(ROUTES)
    public int routes() throws IOException {
        MessageReader reader = new MessageReader(routes);
        sum.start();
        while (reader.next()) {
            sum.message(reader);
        }
        return sum.checked(ROUTES);
    }

    /** Reads links, whose messages are some twenty times as long. */
    @Benchmark
    @OperationsPerInvocation(LINKS)
    public int links() throws IOException {
        MessageReader reader = new MessageReader(links);
        int total = 0;
        int count = 0;
        while (reader.next()) {
            link.read(reader);
            total += link.index() + link.flags() + link.mtu();
            count++;
        }
        if (count != LINKS) {
            throw new IllegalStateException(count + " links instead of " + LINKS);
        }
        return total;
    }

    /** Lets the C program, which reads routes, have its turn. */
    @TearDown(Level.Iteration)
    public void measurePeer() {
        Peer.measure("parse", table, ROUTES);
    }

    /** Ends the namespace. */
    @TearDown
    public void close() {
        table.close();
    }
}
