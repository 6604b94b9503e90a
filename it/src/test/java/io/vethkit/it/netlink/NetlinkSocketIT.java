package io.vethkit.it.netlink;

import static io.vethkit.linux.Socket.SOL_SOCKET;
import static io.vethkit.linux.Socket.SO_RCVBUF;
import static io.vethkit.linux.Socket.SO_RCVTIMEO;
import static io.vethkit.netlink.Netlink.NETLINK_ROUTE;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vethkit.it.ThrowawayNetns;
import io.vethkit.it.Tool;
import io.vethkit.linux.Errno;
import io.vethkit.linux.ErrnoException;
import io.vethkit.linux.Libc;
import io.vethkit.netlink.AttributeReader;
import io.vethkit.netlink.Batch;
import io.vethkit.netlink.BatchResult;
import io.vethkit.netlink.DumpInterruptedException;
import io.vethkit.netlink.MalformedMessageException;
import io.vethkit.netlink.MessageReader;
import io.vethkit.netlink.MessageVisitor;
import io.vethkit.netlink.NetlinkException;
import io.vethkit.netlink.NetlinkSocket;
import io.vethkit.netns.NetworkNamespace;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

@ExtendWith(ThrowawayNetns.class)
class NetlinkSocketIT {
    private static final int TEN = 10 << 24;

    /** Collects the names of links. */
    private static class Names implements MessageVisitor {
        final List<String> names = new ArrayList<>();
        int starts;

        @Override
        public void start() {
            starts++;
            names.clear();
        }

        @Override
        public void message(MessageReader message) throws MalformedMessageException {
            AttributeReader attributes = message.attributes(16);
            while (attributes.next()) {
                if (attributes.type() == 3) {
                    names.add(attributes.string());
                }
            }
        }
    }

    /** Counts messages. */
    private static final class Count implements MessageVisitor {
        int count;

        @Override
        public void start() {
            count = 0;
        }

        @Override
        public void message(MessageReader message) {
            count++;
        }
    }

    @Test
    void hasStrictCheckingOn() throws IOException {
        RawRequest lax =
                new RawRequest("show links", RawRequest.RTM_GETLINK, 0, 1, out -> out.u8(0), "");
        try (NetlinkSocket socket = NetlinkSocket.open(NETLINK_ROUTE)) {
            NetlinkException e =
                    assertThrows(NetlinkException.class, () -> socket.dump(lax, new Names()));

            assertEquals("show links: EINVAL: Invalid header for link dump", e.getMessage());
        }
    }

    @Test
    void reportsTheWordsOfTheKernelAndTheAttribute() throws IOException {
        try (NetlinkSocket socket = NetlinkSocket.open(NETLINK_ROUTE)) {
            NetlinkException unknown =
                    assertThrows(
                            NetlinkException.class,
                            () -> socket.execute(RawRequest.addLink("x0", "nosuchkind")));
            NetlinkException tooLong =
                    assertThrows(
                            NetlinkException.class,
                            () -> socket.execute(RawRequest.addLink("sixteen-letters-", "veth")));

            assertEquals("add link x0: EOPNOTSUPP: Unknown device type", unknown.getMessage());
            assertEquals("Unknown device type", unknown.kernelWords());
            assertTrue(tooLong.is(Errno.ERANGE), tooLong.getMessage());
            assertEquals("IFLA_IFNAME", tooLong.attribute());
            assertEquals(
                    "add link sixteen-letters-: ERANGE: Attribute failed policy validation"
                            + " (at IFLA_IFNAME)",
                    tooLong.getMessage());
        }
    }

    @Test
    void reportsAnErrorWithoutWords() throws IOException {
        try (NetlinkSocket socket = NetlinkSocket.open(NETLINK_ROUTE)) {
            NetlinkException e =
                    assertThrows(
                            NetlinkException.class,
                            () -> socket.execute(RawRequest.deleteLink("nosuchlink")));

            assertEquals("delete link nosuchlink: ENODEV: No such device", e.getMessage());
            assertNull(e.kernelWords());
            assertNull(e.attribute());
        }
    }

    @Test
    void getsAnObjectAndItsAbsence() throws IOException {
        Names found = new Names();
        try (NetlinkSocket socket = NetlinkSocket.open(NETLINK_ROUTE)) {
            socket.get(RawRequest.link(RawRequest.LOOPBACK), found);
            NetlinkException e =
                    assertThrows(
                            NetlinkException.class,
                            () -> socket.get(RawRequest.link(4711), new Names()));

            assertEquals(List.of("lo"), found.names);
            assertTrue(e.is(Errno.ENODEV), e.getMessage());
        }
    }

    @Test
    void givesEachRequestOfABatchItsResult() throws IOException {
        try (NetlinkSocket socket = NetlinkSocket.open(NETLINK_ROUTE)) {
            socket.execute(RawRequest.loopbackUp());
            Batch batch = socket.batch();
            for (int i = 0; i < 1000; i++) {
                batch.add(RawRequest.addRoute(TEN + (i % 7 == 6 ? 0 : i)));
            }

            BatchResult result = batch.execute();

            for (int i = 0; i < 1000; i++) {
                NetlinkException error = result.error(i);
                if (i % 7 == 6) {
                    assertTrue(error != null && error.is(Errno.EEXIST), "" + i);
                    assertEquals("add route a000000", error.operation());
                } else {
                    assertNull(error, "" + i);
                }
            }
        }
        assertEquals(1000 - 142, Tool.ip("route", "show", "table", "100").lines().count());
    }

    @Test
    void survivesAStormOfErrors() throws IOException {
        try (NetlinkSocket socket = NetlinkSocket.open(NETLINK_ROUTE)) {
            socket.execute(RawRequest.loopbackUp());
            Batch batch = socket.batch();
            for (int i = 0; i < 1000; i++) {
                batch.add(
                        i % 2 == 0
                                ? RawRequest.addRouteVia(TEN + i, 0x01020304)
                                : RawRequest.addLink("x" + i, "nosuchkind"));
            }

            BatchResult result = batch.execute();

            for (int i = 0; i < 1000; i++) {
                NetlinkException error = result.error(i);
                String words = i % 2 == 0 ? "Nexthop has invalid gateway" : "Unknown device type";
                assertEquals(words, error == null ? null : error.kernelWords(), "" + i);
            }
            NetlinkException first = assertThrows(NetlinkException.class, result::throwFirstError);
            assertEquals(999, first.getSuppressed().length);
        }
    }

    @Test
    void saysThatAnswersWereLostAndWorksOn() throws IOException {
        try (NetlinkSocket socket = NetlinkSocket.open(NETLINK_ROUTE)) {
            socket.execute(RawRequest.loopbackUp());
            Libc.setsockopt(socket.fd().number(), SOL_SOCKET, SO_RCVBUF, 1);
            Batch batch = socket.batch();
            for (int i = 0; i < 100; i++) {
                batch.add(RawRequest.addLink("x" + i, "nosuchkind"));
            }

            ErrnoException e = assertThrows(ErrnoException.class, batch::execute);

            assertEquals(
                    "batch of 100 requests: recvfrom: ENOBUFS: No buffer space available",
                    e.getMessage());
            socket.execute(RawRequest.addRoute(TEN));
            Names links = new Names();
            socket.dump(RawRequest.links(), links);
            assertTrue(links.names.contains("lo"));
        }
    }

    @Test
    void startsADumpAgainThatAChangeInterrupts() throws IOException {
        try (NetlinkSocket socket = NetlinkSocket.open(NETLINK_ROUTE);
                NetlinkSocket meddler = NetlinkSocket.open(NETLINK_ROUTE)) {
            List<String> expected = addBridges(socket, 100);
            Names names =
                    new Names() {
                        @Override
                        public void message(MessageReader message)
                                throws MalformedMessageException {
                            if (names.isEmpty() && starts <= 3) {
                                change(meddler, "late" + starts);
                            }
                            super.message(message);
                        }
                    };

            socket.dump(RawRequest.links(), names);

            expected.addAll(List.of("late1", "late2", "late3"));
            assertEquals(4, names.starts);
            assertEquals(expected.size(), names.names.size());
            assertEquals(new HashSet<>(expected), new HashSet<>(names.names));
        }
    }

    @Test
    void givesUpADumpThatEveryTryFindsChanged() throws IOException {
        try (NetlinkSocket socket = NetlinkSocket.open(NETLINK_ROUTE);
                NetlinkSocket meddler = NetlinkSocket.open(NETLINK_ROUTE)) {
            addBridges(socket, 100);
            Names names =
                    new Names() {
                        @Override
                        public void message(MessageReader message)
                                throws MalformedMessageException {
                            if (names.isEmpty()) {
                                change(meddler, "late" + starts);
                            }
                            super.message(message);
                        }
                    };

            assertThrows(
                    DumpInterruptedException.class, () -> socket.dump(RawRequest.links(), names));

            Names after = new Names();
            socket.dump(RawRequest.links(), after);
            assertTrue(after.names.contains("late1"));
            assertEquals(1, after.starts);
        }
    }

    private static List<String> addBridges(NetlinkSocket socket, int count) throws IOException {
        List<String> names = new ArrayList<>(List.of(Tool.ip("-br", "link").split("\\s.*\n*")));
        Batch batch = socket.batch();
        for (int i = 0; i < count; i++) {
            names.add("br" + i);
            batch.add(RawRequest.addLink("br" + i, "bridge"));
        }
        batch.execute().throwFirstError();
        return names;
    }

    private static void change(NetlinkSocket socket, String name) {
        try {
            socket.execute(RawRequest.addLink(name, "bridge"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void dumpsTwentyThousandRoutesAndAbandonsThem() throws IOException {
        try (NetlinkSocket socket = NetlinkSocket.open(NETLINK_ROUTE)) {
            socket.execute(RawRequest.loopbackUp());
            Batch batch = socket.batch();
            for (int i = 0; i < 20_000; i++) {
                batch.add(RawRequest.addRoute(TEN + i));
            }
            batch.execute().throwFirstError();
            Count routes = new Count();

            socket.dump(RawRequest.routes(), routes);

            assertEquals(20_000, routes.count);
            abandon(socket, new IllegalStateException("enough"));
            abandon(socket, new AssertionError("enough"));
            socket.dump(RawRequest.routes(), routes);
            assertEquals(20_000, routes.count);
            Names links = new Names();
            abandon(socket, new IllegalStateException("enough"));
            socket.get(RawRequest.link(RawRequest.LOOPBACK), links);
            assertEquals(List.of("lo"), links.names);
        }
    }

    private static void abandon(NetlinkSocket socket, Throwable reason) {
        MessageVisitor impatient =
                message -> {
                    if (reason instanceof Error e) {
                        throw e;
                    }
                    throw (RuntimeException) reason;
                };
        assertEquals(
                reason,
                assertThrows(Throwable.class, () -> socket.dump(RawRequest.routes(), impatient)));
    }

    @Test
    void timesOutAndWorksOn() throws IOException {
        try (NetlinkSocket socket = NetlinkSocket.open(NETLINK_ROUTE)) {
            ByteBuffer timeval = ByteBuffer.allocateDirect(16).order(ByteOrder.nativeOrder());
            timeval.putLong(8, 50_000);
            Libc.setsockopt(socket.fd().number(), SOL_SOCKET, SO_RCVTIMEO, timeval);

            ErrnoException e =
                    assertThrows(
                            ErrnoException.class,
                            () -> socket.dump(RawRequest.unanswered(), new Count()));

            assertEquals("say nothing: recvfrom: ETIMEDOUT: Connection timed out", e.getMessage());
            Count links = new Count();
            socket.dump(RawRequest.links(), links);
            assertTrue(links.count >= 1);
        }
    }

    @Test
    void worksInTheNamespaceItWasOpenedIn() throws IOException {
        try (NetworkNamespace other = NetworkNamespace.createAnonymous();
                NetlinkSocket socket = NetlinkSocket.open(NETLINK_ROUTE, other)) {
            socket.execute(RawRequest.addLink("inside0", "bridge"));
            Names names = new Names();
            socket.dump(RawRequest.links(), names);

            assertTrue(names.names.contains("inside0"));
            assertTrue(other.call(() -> Tool.ip("-br", "link")).contains("inside0"));
            assertTrue(!Tool.ip("-br", "link").contains("inside0"));
        }
    }

    @Test
    void ignoresWhatOtherProcessesSend() throws IOException {
        try (NetlinkSocket socket = NetlinkSocket.open(NETLINK_ROUTE);
                NetlinkSocket stranger = NetlinkSocket.open(NETLINK_ROUTE)) {
            ByteBuffer address = ByteBuffer.allocateDirect(12).order(ByteOrder.nativeOrder());
            Libc.getsockname(socket.fd().number(), address);

            ErrnoException e =
                    assertThrows(
                            ErrnoException.class,
                            () ->
                                    Libc.sendto(
                                            stranger.fd().number(),
                                            ByteBuffer.allocateDirect(20),
                                            0,
                                            address));

            assertTrue(e.is(Errno.ECONNREFUSED), e.getMessage());
        }
    }
}
