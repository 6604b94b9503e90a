package io.vethkit.netlink.route;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vethkit.netlink.MalformedMessageException;
import io.vethkit.netlink.testing.GoldenFile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/** Whatever bytes come, the decoders end, and complain of nothing but a malformed message. */
@Timeout(60)
class MutationTest {
    private static final int HEADER = 16;
    private static final int SAMPLES = 200;
    private static final int MUTANTS = 200;
    private static final byte[] EDGES = {0, 1, 3, 4, 5, 8, 0x7f, (byte) 0x80, (byte) 0xff};

    private final Random random = new Random(7);
    private final RandomObjects objects = new RandomObjects(7);

    /** Turns a message into a value. */
    private interface Decoder {
        Object decode(byte[] message) throws MalformedMessageException;
    }

    @Test
    void linksAreReadOrRefused() {
        List<byte[]> samples = new ArrayList<>(GoldenFile.read("link/show-all-kinds").replies());
        for (int i = 0; i < SAMPLES; i++) {
            samples.add(Wire.encode(Links.adding(objects.link()), 0));
        }
        assertEachIsReadOrRefused(samples, Wire::link);
    }

    @Test
    void addressesAreReadOrRefused() {
        List<byte[]> samples = new ArrayList<>();
        for (int i = 0; i < SAMPLES; i++) {
            samples.add(Wire.encode(Addresses.adding(objects.address()), 0));
        }
        assertEachIsReadOrRefused(samples, Wire::address);
    }

    @Test
    void neighboursAreReadOrRefused() {
        List<byte[]> samples = new ArrayList<>();
        for (int i = 0; i < SAMPLES; i++) {
            samples.add(Wire.encode(Neighbours.adding(objects.neighbour()), 0));
        }
        assertEachIsReadOrRefused(samples, Wire::neighbour);
    }

    @Test
    void routesAreReadOrRefused() {
        RouteFilter filter = RouteFilter.ALL.device(5);
        List<byte[]> samples = new ArrayList<>(GoldenFile.read("route/show4").replies());
        for (int i = 0; i < SAMPLES; i++) {
            samples.add(Wire.encode(Routes.adding(objects.route()), 0));
        }
        assertEachIsReadOrRefused(
                samples, message -> new RouteReader().read(Wire.read(message)).matches(filter));
        assertEachIsReadOrRefused(samples, Wire::route);
    }

    @Test
    void rulesAreReadOrRefused() {
        List<byte[]> samples = new ArrayList<>();
        for (int i = 0; i < SAMPLES; i++) {
            samples.add(Wire.encode(Rules.adding(objects.rule()), 0));
        }
        assertEachIsReadOrRefused(samples, Wire::rule);
    }

    private void assertEachIsReadOrRefused(List<byte[]> samples, Decoder decoder) {
        int read = 0;
        int refused = 0;
        for (byte[] sample : samples) {
            for (int i = 0; i < MUTANTS; i++) {
                byte[] mutant = mutate(sample);
                try {
                    assertTrue(!decoder.decode(mutant).toString().isEmpty());
                    read++;
                } catch (MalformedMessageException e) {
                    refused++;
                } catch (RuntimeException e) {
                    throw new AssertionError(HexFormat.of().formatHex(mutant), e);
                }
            }
        }
        assertTrue(read > 0 && refused > 0, read + " read, " + refused + " refused");
    }

    private byte[] mutate(byte[] sample) {
        byte[] mutant = sample.clone();
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = HEADER + random.nextInt(mutant.length - HEADER);
            mutant[at] =
                    random.nextBoolean()
                            ? EDGES[random.nextInt(EDGES.length)]
                            : (byte) random.nextInt();
        }
        if (random.nextInt(4) == 0) {
            int length = HEADER + random.nextInt(mutant.length - HEADER + 1);
            mutant = Arrays.copyOf(mutant, length);
            mutant[0] = (byte) length;
            mutant[1] = (byte) (length >>> 8);
        }
        return mutant;
    }
}
