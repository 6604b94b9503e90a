package io.vethkit.it.route;

import static io.vethkit.it.route.Lab.ip;
import static io.vethkit.it.route.Lab.prefix;
import static io.vethkit.linux.Socket.AF_INET;
import static io.vethkit.linux.Socket.AF_UNSPEC;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vethkit.it.ThrowawayNetns;
import io.vethkit.netlink.Batch;
import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.MalformedMessageException;
import io.vethkit.netlink.MessageReader;
import io.vethkit.netlink.MessageVisitor;
import io.vethkit.netlink.Prefix;
import io.vethkit.netlink.Request;
import io.vethkit.netlink.route.AddressReader;
import io.vethkit.netlink.route.Addresses;
import io.vethkit.netlink.route.LinkFilter;
import io.vethkit.netlink.route.LinkReader;
import io.vethkit.netlink.route.Links;
import io.vethkit.netlink.route.NeighbourReader;
import io.vethkit.netlink.route.Neighbours;
import io.vethkit.netlink.route.NextHop;
import io.vethkit.netlink.route.Route;
import io.vethkit.netlink.route.RouteFilter;
import io.vethkit.netlink.route.RouteMetrics;
import io.vethkit.netlink.route.RouteReader;
import io.vethkit.netlink.route.Routes;
import io.vethkit.netlink.route.RuleReader;
import io.vethkit.netlink.route.Rules;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;

/** Reading a message in place makes no object. */
@ExtendWith(ThrowawayNetns.class)
class ReaderAllocationIT {
    private static final int DUMPS = 5; // the JVM allocates at times, when it compiles

    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Reads a message in place, and gives a number so that none of it is left out. */
    private interface Reading {
        int read(MessageReader message) throws MalformedMessageException;
    }

    /** Adds up what readings of messages allocate. */
    private static final class Meter implements MessageVisitor {
        private final Reading reading;
        int messages;
        long bytes;
        int sum;

        Meter(Reading reading) {
            this.reading = reading;
        }

        @Override
        public void start() {
            messages = 0;
            bytes = 0;
        }

        @Override
        public void message(MessageReader message) throws MalformedMessageException {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            sum += reading.read(message);
            bytes += THREADS.getCurrentThreadAllocatedBytes() - before;
            messages++;
        }
    }

    private static void assertAllocatesNothing(Lab lab, Request request, Reading reading)
            throws IOException {
        Meter meter = new Meter(reading);
        long least = Long.MAX_VALUE;
        for (int i = 0; i < DUMPS; i++) { // the first message makes what all others share
            lab.socket.dump(request, meter);
            assertTrue(meter.messages > 0);
            least = Math.min(least, meter.bytes);
        }

        assertEquals(0, least, () -> meter.messages + " messages, " + meter.sum);
    }

    @Test
    void ofRoutes() throws IOException {
        try (Lab lab = new Lab()) {
            addRoutes(lab);
            RouteReader reader = new RouteReader();

            assertAllocatesNothing(
                    lab,
                    Routes.listing(AF_INET, RouteFilter.ALL),
                    message -> {
                        reader.read(message);
                        return reader.destinationV4()
                                + reader.table()
                                + reader.device()
                                + reader.priority();
                    });
        }
    }

    private static void addRoutes(Lab lab) throws IOException {
        Batch batch = lab.socket.batch();
        IpAddress first = IpAddress.parse("10.128.0.0");
        for (int i = 0; i < 1000; i++) {
            batch.add(Routes.adding(Route.to(Prefix.host(first.plus(i))).dev(lab.eth0)));
        }
        IpAddress router = IpAddress.parse("10.0.0.1");
        Route net = Route.to(prefix("10.1.0.0/16"));
        batch.add(Routes.adding(net.via(router).metrics(RouteMetrics.mtu(1400)).table(1001)));
        List<NextHop> hops =
                List.of(
                        new NextHop(router, lab.eth0, 1, false),
                        new NextHop(null, lab.eth1, 2, false));
        batch.add(Routes.adding(net.nextHops(hops)));
        batch.execute().throwFirstError();
    }

    @Test
    void ofLinks() throws IOException {
        try (Lab lab = new Lab()) {
            ip("link set dev eth1 alias remark");
            LinkReader reader = new LinkReader();

            assertAllocatesNothing(
                    lab,
                    Links.listing(LinkFilter.ALL),
                    message -> {
                        reader.read(message);
                        boolean found = reader.isNamed("eth0") && reader.isKind("veth");
                        return reader.index() + reader.mtu() + (found ? 1 : 0);
                    });
        }
    }

    @Test
    void ofAddresses() throws IOException {
        try (Lab lab = new Lab()) {
            AddressReader reader = new AddressReader();

            assertAllocatesNothing(
                    lab,
                    Addresses.listing(AF_UNSPEC, 0),
                    message -> reader.read(message).device() + reader.flags());
        }
    }

    @Test
    void ofNeighbours() throws IOException {
        try (Lab lab = new Lab()) {
            ip("neigh add 169.254.1.1 lladdr 02:00:00:00:00:02 dev eth0");
            NeighbourReader reader = new NeighbourReader();

            assertAllocatesNothing(
                    lab,
                    Neighbours.listing(AF_UNSPEC, 0),
                    message -> reader.read(message).device() + reader.state());
        }
    }

    @Test
    void ofRules() throws IOException {
        try (Lab lab = new Lab()) {
            ip("rule add from 10.0.1.7 iif eth0 fwmark 0x80/0x80 ipproto tcp dport 53 lookup 1001");
            RuleReader reader = new RuleReader();

            assertAllocatesNothing(
                    lab,
                    Rules.listing(AF_INET),
                    message -> reader.read(message).table() + reader.priority());
        }
    }
}
