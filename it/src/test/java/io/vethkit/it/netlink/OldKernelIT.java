package io.vethkit.it.netlink;

import static io.vethkit.netlink.Netlink.NETLINK_ROUTE;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vethkit.it.ThrowawayNetns;
import io.vethkit.it.linux.Injected;
import io.vethkit.netlink.Batch;
import io.vethkit.netlink.BatchResult;
import io.vethkit.netlink.NetlinkException;
import io.vethkit.netlink.NetlinkSocket;
import io.vethkit.netns.NetworkNamespace;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Kernels that know some options of netlink sockets, and others not. */
@ExtendWith(ThrowawayNetns.class)
class OldKernelIT {
    private static final String FIRST = "add route a000000: EEXIST: File exists";
    private static final String NEXT = "add route a000001: ENETUNREACH: ";

    /**
     * Linux before 4.3: the second option and those after it do not exist. (The first is the
     * time-out.) The kernel answers with the whole request behind the errno.
     */
    @Test
    void worksWithoutAnyOption() throws IOException {
        assertEquals(
                List.of(
                        "lacks 11 true, 10 true, 12 true",
                        "links [lo]",
                        FIRST,
                        NEXT + "Network is unreachable",
                        "null",
                        "exit 0"),
                Injected.run(OldKernelIT.class, "setsockopt:error=ENOPROTOOPT:when=2+"));
    }

    /** The words stand behind the whole request. */
    @Test
    void findsTheWordsBehindUncappedRequests() throws IOException {
        assertEquals(
                List.of(
                        "lacks 11 false, 10 true, 12 false",
                        "links [lo]",
                        FIRST,
                        NEXT + "Nexthop has invalid gateway",
                        "null",
                        "exit 0"),
                Injected.run(OldKernelIT.class, "setsockopt:error=ENOPROTOOPT:when=3"));
    }

    /** Linux 4.12 to 4.19. */
    @Test
    void worksWithoutStrictChecking() throws IOException {
        assertEquals(
                List.of(
                        "lacks 11 false, 10 false, 12 true",
                        "links [lo]",
                        FIRST,
                        NEXT + "Nexthop has invalid gateway",
                        "null",
                        "exit 0"),
                Injected.run(OldKernelIT.class, "setsockopt:error=ENOPROTOOPT:when=4"));
    }

    /** Other reasons than age are reported. */
    @Test
    void reportsAnOptionThatIsRefused() throws IOException {
        assertEquals(
                List.of("setsockopt: EPERM: Operation not permitted", "exit 0"),
                Injected.run(OldKernelIT.class, "setsockopt:error=EPERM:when=3"));
    }

    @Test
    void repeatsCallsThatASignalInterrupts() throws IOException {
        assertEquals(
                List.of(
                        "lacks 11 false, 10 false, 12 false",
                        "links [lo]",
                        FIRST,
                        NEXT + "Nexthop has invalid gateway",
                        "null",
                        "exit 0"),
                Injected.run(OldKernelIT.class, "connect,sendto,recvfrom:error=EINTR:when=1+2"));
    }

    /** Says what a socket in a new namespace can do. */
    public static void main(String[] arguments) throws IOException {
        NetworkNamespace.callInNew(() -> {
            try (NetlinkSocket socket = NetlinkSocket.open(NETLINK_ROUTE)) {
                use(socket);
            } catch (IOException e) {
                System.out.println(e.getMessage());
            }
            return null;
        });
    }

    private static void use(NetlinkSocket socket) throws IOException {
        System.out.println(
                "lacks 11 "
                        + socket.lacks(11)
                        + ", 10 "
                        + socket.lacks(10)
                        + ", 12 "
                        + socket.lacks(12));
        List<String> names = new ArrayList<>();
        socket.dump(
                RawRequest.links(),
                message -> {
                    var attributes = message.attributes(16);
                    while (attributes.next()) {
                        if (attributes.type() == 3 && attributes.string().equals("lo")) {
                            names.add("lo");
                        }
                    }
                });
        System.out.println("links " + names);
        socket.execute(RawRequest.loopbackUp());
        socket.execute(RawRequest.addRoute(10 << 24));
        try {
            socket.execute(RawRequest.addRoute(10 << 24));
        } catch (NetlinkException e) {
            System.out.println(e.getMessage());
        }
        Batch batch = socket.batch();
        batch.add(RawRequest.addRouteVia((10 << 24) + 1, 0x01020304));
        batch.add(RawRequest.addRoute((10 << 24) + 2));
        BatchResult result = batch.execute();
        System.out.println(result.error(0).getMessage());
        System.out.println(result.error(1));
    }
}
