package io.vethkit.cni;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.Prefix;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

class AddressPoolTest {
    @TempDir Path state;

    @Test
    void givesOutEachAddressOnce() throws IOException {
        AddressPool pool = pool(range("10.0.0.0/29", "10.0.0.1", "10.0.0.6"));

        List<String> given = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            given.add(pool.allocate(pod(i)).toString());
        }

        assertEquals(List.of("10.0.0.2", "10.0.0.3", "10.0.0.4", "10.0.0.5", "10.0.0.6"), given);
        CniException full = assertThrows(CniException.class, () -> pool.allocate(pod(9)));
        assertEquals(ErrorCodes.TRY_AGAIN_LATER, full.code());
        assertEquals(
                "no address is free in the ranges of the network (10.0.0.1-10.0.0.6)", full.msg());
    }

    @Test
    void doesNotGiveAnAddressAgainAtOnce() throws IOException {
        AddressPool pool = pool(range("10.0.0.0/29", "10.0.0.1", "10.0.0.6"));
        IpAddress first = pool.allocate(pod(1));
        pool.release(pod(1), first);

        assertEquals("10.0.0.3", pool.allocate(pod(1)).toString());
    }

    @Test
    void goesRoundAndFindsTheGap() throws IOException {
        AddressPool pool = pool(range("10.0.0.0/29", "10.0.0.2", "10.0.0.4"));
        for (int i = 2; i <= 4; i++) {
            pool.allocate(pod(i));
        }
        pool.release(pod(3), IpAddress.parse("10.0.0.3"));

        assertEquals("10.0.0.3", pool.allocate(pod(9)).toString());
    }

    @Test
    void goesFromOneRangeToTheNext() throws IOException {
        AddressPool pool =
                pool(
                        range("10.0.0.0/24", "10.0.0.7", "10.0.0.7"),
                        range("10.0.9.0/24", "10.0.9.8", "10.0.9.9"));

        List<String> given = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            given.add(pool.allocate(pod(i)).toString());
        }

        assertEquals(List.of("10.0.0.7", "10.0.9.8", "10.0.9.9"), given);
    }

    @Test
    void neverGivesNetworkBroadcastGatewayAndExcluded() throws IOException {
        AddressPool pool =
                new AddressPool(
                        state.toString(),
                        "net",
                        List.of(range("10.0.0.0/29", "10.0.0.0", "10.0.0.7")),
                        List.of(IpAddress.parse("10.0.0.5")));
        pool.exclude(IpAddress.parse("10.0.0.4"));
        assertEquals(3, pool.capacity());

        List<String> given = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            given.add(pool.allocate(pod(i)).toString());
        }

        assertEquals(List.of("10.0.0.2", "10.0.0.3", "10.0.0.6"), given);
        assertThrows(CniException.class, () -> pool.allocate(pod(9)));
    }

    @Test
    void countsWhatItCanGiveAndHasGiven() throws IOException {
        AddressPool pool = pool(range("10.0.0.0/29", "10.0.0.1", "10.0.0.6"));
        assertEquals(5, pool.capacity());
        assertEquals(0, pool.reserved());

        pool.allocate(pod(1));

        assertEquals(1, pool.reserved());
    }

    @Test
    void givesWhatIsAskedForOnce() throws IOException {
        AddressPool pool = pool(range("10.0.0.0/29", "10.0.0.1", "10.0.0.6"));
        IpAddress wanted = IpAddress.parse("10.0.0.5");

        assertEquals(wanted, pool.allocate(pod(1), wanted));

        CniException taken = assertThrows(CniException.class, () -> pool.allocate(pod(2), wanted));
        assertEquals(ErrorCodes.TRY_AGAIN_LATER, taken.code());
        assertTrue(pool.isReserved(pod(1), wanted));
        assertFalse(pool.isReserved(pod(2), wanted));
    }

    @Test
    void refusesToGiveWhatIsNotItsOwn() {
        AddressPool pool = pool(range("10.0.0.0/29", "10.0.0.1", "10.0.0.6"));

        for (String other : List.of("10.0.0.1", "10.0.0.0", "10.0.0.7", "10.1.0.2", "fd00::2")) {
            CniException e =
                    assertThrows(
                            CniException.class,
                            () -> pool.allocate(pod(1), IpAddress.parse(other)),
                            other);
            assertEquals(ErrorCodes.INVALID_CONFIG, e.code(), other);
        }
        assertEquals(0, pool.reserved());
    }

    @Test
    void takesBackOnlyFromTheOwner() throws IOException {
        AddressPool pool = pool(range("10.0.0.0/29", "10.0.0.1", "10.0.0.6"));
        IpAddress address = pool.allocate(pod(1));

        pool.release(pod(2), address);
        assertTrue(pool.isReserved(pod(1), address));

        pool.release(pod(1), address);
        pool.release(pod(1), address);
        assertEquals(0, pool.reserved());
    }

    @Test
    void takesBackAllOfOneOwner() throws IOException {
        AddressPool pool = pool(range("10.0.0.0/29", "10.0.0.1", "10.0.0.6"));
        pool.allocate(pod(1));
        pool.allocate(pod(2));
        pool.allocate(pod(1));
        assertEquals(2, pool.of(pod(1)).size());

        pool.releaseAll(pod(1));

        assertEquals(List.of(), pool.of(pod(1)));
        assertEquals(1, pool.reserved());
    }

    @Test
    void takesBackWhatNobodyHas() throws IOException {
        AddressPool pool = pool(range("10.0.0.0/29", "10.0.0.1", "10.0.0.6"));
        pool.allocate(pod(1));
        pool.allocate(pod(2));
        Files.writeString(directory().resolve(".c3:eth0.tmp"), "c3:eth0");

        pool.releaseAllBut(List.of("c2:eth0"));

        assertEquals(List.of(".last", "10.0.0.3"), files());
    }

    @Test
    void leavesNoTemporaryFile() throws IOException {
        AddressPool pool = pool(range("10.0.0.0/29", "10.0.0.2", "10.0.0.2"));
        pool.allocate(pod(1));
        assertThrows(CniException.class, () -> pool.allocate(pod(2)));
        assertThrows(CniException.class, () -> pool.allocate(pod(2), IpAddress.parse("10.0.0.2")));

        assertEquals(List.of(".last", "10.0.0.2"), files());
    }

    // a crash may leave anything in the hint
    @Test
    void startsAnywhereIfItsHintIsDamaged() throws IOException {
        AddressPool pool = pool(range("10.0.0.0/29", "10.0.0.1", "10.0.0.6"));
        pool.allocate(pod(1));

        for (String hint : List.of("", "10.0.", "fd00::1", "192.0.2.1", "\0\0\0\0")) {
            Files.writeString(directory().resolve(".last"), hint);
            IpAddress address = pool.allocate(pod(2));
            assertEquals("10.0.0.3", address.toString(), hint);
            pool.release(pod(2), address);
        }
    }

    @Test
    void servesManyAtOnce() throws Exception {
        AddressPool pool = pool(range("10.0.4.0/22", "10.0.4.1", "10.0.7.254"));
        Set<IpAddress> given = new HashSet<>();

        List<Future<IpAddress>> futures = new ArrayList<>();
        try (ExecutorService callers = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 400; i++) {
                Attachment owner = pod(i);
                futures.add(callers.submit(() -> pool.allocate(owner)));
            }
            for (Future<IpAddress> future : futures) {
                given.add(future.get());
            }
        }

        assertEquals(400, given.size());
        assertEquals(400, pool.reserved());
    }

    private AddressPool pool(AddressRange... ranges) {
        return new AddressPool(state.toString(), "net", List.of(ranges), List.of());
    }

    private static AddressRange range(String subnet, String first, String last) {
        Prefix network = Prefix.parse(subnet);
        return new AddressRange(
                network, IpAddress.parse(first), IpAddress.parse(last), network.address().plus(1));
    }

    private static Attachment pod(int number) {
        return new Attachment("c" + number, "eth0");
    }

    private Path directory() {
        return state.resolve("ipam/net");
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(directory())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
