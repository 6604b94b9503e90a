package io.vethkit.cni;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.Prefix;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    private List<AddressRange> ranges = List.of();

    @Test
    void givesOutEachAddressOnce() throws IOException {
        AddressPool pool = pool(range("10.0.0.0/29", "10.0.0.1", "10.0.0.6"));

        assertEquals(
                List.of("10.0.0.2", "10.0.0.3", "10.0.0.4", "10.0.0.5", "10.0.0.6", "null"),
                take(pool, 6));
    }

    @Test
    void goesOnBehindAnAddress() throws IOException {
        AddressPool pool =
                pool(
                        range("10.0.0.0/24", "10.0.0.7", "10.0.0.8"),
                        range("10.0.9.0/24", "10.0.9.8", "10.0.9.9"));

        List<String> given = new ArrayList<>();
        try (Reserving reserving = pool.reserve(pod(1))) {
            for (String behind : List.of("10.0.0.7", "10.0.9.8", "10.0.9.8", "192.0.2.1")) {
                IpAddress address = reserving.takeNext(ranges, IpAddress.parse(behind));
                given.add(String.valueOf(address));
            }
        }

        assertEquals(List.of("10.0.0.8", "10.0.9.9", "null", "10.0.0.7"), given);
    }

    @Test
    void findsTheGap() throws IOException {
        AddressPool pool = pool(range("10.0.0.0/29", "10.0.0.2", "10.0.0.4"));
        take(pool, 3);
        pool.release(pod(1), IpAddress.parse("10.0.0.3"));

        assertEquals("10.0.0.3", String.valueOf(take(pool, pod(9))));
    }

    @Test
    void goesFromOneRangeToTheNext() throws IOException {
        AddressPool pool =
                pool(
                        range("10.0.0.0/24", "10.0.0.7", "10.0.0.7"),
                        range("10.0.9.0/24", "10.0.9.8", "10.0.9.9"));

        assertEquals(List.of("10.0.0.7", "10.0.9.8", "10.0.9.9"), take(pool, 3));
    }

    @Test
    void neverGivesNetworkBroadcastGatewayAndExcluded() throws IOException {
        ranges = List.of(range("10.0.0.0/29", "10.0.0.0", "10.0.0.7"));
        AddressPool pool =
                new AddressPool(
                        state.toString(), "net", ranges, List.of(IpAddress.parse("10.0.0.5")));
        pool.exclude(List.of(IpAddress.parse("10.0.0.4")));

        assertEquals(3, pool.capacity(ranges));
        assertEquals(List.of("10.0.0.2", "10.0.0.3", "10.0.0.6", "null"), take(pool, 4));
    }

    @Test
    void servesAHugeRangeFromItsFirstAddress() throws IOException {
        AddressRange prefix = AddressRange.of(Prefix.parse("2001:db8:1:2:3::/80"));
        AddressPool pool = pool(prefix);

        assertEquals(1L << 48, pool.capacity(ranges));
        assertEquals(
                List.of("2001:db8:1:2:3::", "2001:db8:1:2:3::1", "2001:db8:1:2:3::2"),
                take(pool, 3));
    }

    @Test
    void countsNoMoreThanALongHolds() {
        AddressPool pool =
                pool(
                        AddressRange.of(Prefix.parse("fd00::/64")),
                        AddressRange.of(Prefix.parse("fd01::/16")));

        assertEquals(Long.MAX_VALUE, pool.capacity(ranges));
    }

    @Test
    void knowsWhoHasWhat() throws IOException {
        AddressPool pool = pool(range("10.0.0.0/29", "10.0.0.1", "10.0.0.6"));
        IpAddress address = IpAddress.parse("10.0.0.2");

        assertEquals(address, take(pool, pod(1)));

        assertEquals(List.of(address), pool.reserved());
        assertTrue(pool.isReserved(pod(1), address));
        assertFalse(pool.isReserved(pod(2), address));
        try (Reserving reserving = pool.reserve(pod(2))) {
            assertFalse(reserving.take(address));
        }
        assertTrue(pool.isReserved(pod(1), address));
    }

    @Test
    void takesBackWhatIsNotKept() throws IOException {
        AddressPool pool = pool(range("10.0.0.0/29", "10.0.0.1", "10.0.0.6"));
        try (Reserving reserving = pool.reserve(pod(1))) {
            reserving.takeNext(ranges, null);
            reserving.take(IpAddress.parse("fd00::5"));
            assertEquals(2, pool.reserved().size());
        }

        assertEquals(List.of(), files());
    }

    @Test
    void takesBackOnlyFromTheOwner() throws IOException {
        AddressPool pool = pool(range("10.0.0.0/29", "10.0.0.1", "10.0.0.6"));
        IpAddress address = IpAddress.parse("10.0.0.2");
        take(pool, pod(1));

        pool.release(pod(2), address);
        assertTrue(pool.isReserved(pod(1), address));

        pool.release(pod(1), address);
        pool.release(pod(1), address);
        assertEquals(List.of(), pool.reserved());
    }

    @Test
    void takesBackAllOfOneOwner() throws IOException {
        AddressPool pool = pool(range("10.0.0.0/29", "10.0.0.1", "10.0.0.6"));
        take(pool, pod(1));
        take(pool, pod(2));
        take(pool, pod(1));
        assertEquals(2, pool.of(pod(1)).size());

        pool.releaseAll(pod(1));

        assertEquals(List.of(), pool.of(pod(1)));
        assertEquals(1, pool.reserved().size());
    }

    @Test
    void takesBackWhatNobodyHas() throws IOException {
        AddressPool pool = pool(range("10.0.0.0/29", "10.0.0.1", "10.0.0.6"));
        take(pool, pod(1));
        take(pool, pod(2));
        try (Reserving reserving = pool.reserve(pod(3))) {
            reserving.setLast(0, IpAddress.parse("10.0.0.3"));
            reserving.setLast(1, IpAddress.parse("fd00::3"));
        }
        Files.writeString(directory().resolve(".c3:eth0.tmp"), "c3:eth0");
        Files.writeString(directory().resolve(".last:eth0.tmp"), "last:eth0");

        pool.releaseAllBut(List.of("c1:eth0"));

        assertEquals(List.of(".last", ".last6-1", "10.0.0.2"), files());
    }

    // a crash may leave anything in the hint
    @ParameterizedTest
    @ValueSource(strings = {"", "10.0.", "fd00::", "\0\0\0\0"})
    void takesADamagedHintForNone(String hint) throws IOException {
        AddressPool pool = pool(range("10.0.0.0/29", "10.0.0.1", "10.0.0.6"));
        pool.reserve(pod(1)).close();
        Files.writeString(directory().resolve(".last"), hint);

        IpAddress last = pool.last(0, false);

        assertTrue(last == null || !ranges.getFirst().contains(last), hint);
    }

    @Test
    void servesManyAtOnce() throws Exception {
        AddressPool pool = pool(range("10.0.4.0/22", "10.0.4.1", "10.0.7.254"));
        Set<String> given = new HashSet<>();

        List<Future<String>> futures = new ArrayList<>();
        try (ExecutorService callers = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 400; i++) {
                Attachment owner = pod(i);
                futures.add(callers.submit(() -> String.valueOf(take(pool, owner))));
            }
            for (Future<String> future : futures) {
                given.add(future.get());
            }
        }

        assertEquals(400, given.size());
        assertEquals(400, pool.reserved().size());
    }

    private AddressPool pool(AddressRange... ranges) {
        this.ranges = List.of(ranges);
        return new AddressPool(state.toString(), "net", this.ranges, List.of());
    }

    private List<String> take(AddressPool pool, int count) throws IOException {
        List<String> given = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            given.add(String.valueOf(take(pool, pod(i))));
        }
        return given;
    }

    private @Nullable IpAddress take(AddressPool pool, Attachment owner) throws IOException {
        try (Reserving reserving = pool.reserve(owner)) {
            IpAddress address = reserving.takeNext(ranges, null);
            reserving.keep();
            return address;
        }
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
