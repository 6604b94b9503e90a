package io.vethkit.netlink.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vethkit.netlink.testing.GoldenFile.Datagram;
import io.vethkit.netlink.testing.GoldenFile.Direction;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

class GoldenFileTest {
    private static final int RTM_NEWRULE = 32;
    private static final String RULE =
            """
            # command: ip rule add from 10.0.1.7/32
            # input: nothing # at all
            > request
            24 00 00 00  20 00 05 06  01 02 03 04  05 06 07 08  # nlmsghdr RTM_NEWRULE
            02 00 20 00  00 00 00 01  00 00 00 00  # fib_rule_hdr
            08 00 02 00  0a 00 01 07  # FRA_SRC
            < reply
            24 00 00 00  02 00 00 01  01 02 03 04  05 06 07 08  # nlmsghdr NLMSG_ERROR
            00 00 00 00  # error 0
              24 00 00 00  20 00 05 06  01 02 03 04  05 06 07 08  # nlmsghdr RTM_NEWRULE
            """;

    @Test
    void readsTheCommandAndItsInput() {
        GoldenFile file = GoldenFile.parse(RULE.lines().toList());

        assertEquals("ip rule add from 10.0.1.7/32", file.command());
        assertEquals(List.of("nothing # at all"), file.input());
    }

    @Test
    void readsRequestsAndRepliesInOrder() {
        GoldenFile file = GoldenFile.parse(RULE.lines().toList());

        List<Direction> directions = file.datagrams().stream().map(Datagram::direction).toList();
        assertEquals(List.of(Direction.REQUEST, Direction.REPLY), directions);
        assertEquals(1, file.requests().size());
        assertEquals(1, file.replies().size());
    }

    @Test
    void zeroesSequenceNumberAndPortId() {
        GoldenFile file = GoldenFile.parse(RULE.lines().toList());

        byte[] expected =
                hex(
                        """
                        24 00 00 00  20 00 05 06  00 00 00 00  00 00 00 00
                        02 00 20 00  00 00 00 01  00 00 00 00
                        08 00 02 00  0a 00 01 07
                        """);
        assertArrayEquals(expected, file.request(RTM_NEWRULE));
    }

    @Test
    void zeroesThemInTheMessageAnErrorQuotes() {
        GoldenFile file = GoldenFile.parse(RULE.lines().toList());

        byte[] expected =
                hex(
                        """
                        24 00 00 00  02 00 00 01  00 00 00 00  00 00 00 00
                        00 00 00 00
                        24 00 00 00  20 00 05 06  00 00 00 00  00 00 00 00
                        """);
        assertArrayEquals(expected, file.replies().getFirst());
    }

    @Test
    void splitsADatagramOfSeveralMessages() {
        byte[] done = hex("11 00 00 00  03 00 00 00  00 00 00 00  00 00 00 00  2a");
        byte[] datagram =
                hex(HexFormat.of().formatHex(done) + "000000" + HexFormat.of().formatHex(done));

        List<byte[]> messages = GoldenFile.split(datagram);

        assertEquals(2, messages.size());
        assertArrayEquals(done, messages.getLast());
    }

    @Test
    void refusesALengthBeyondTheDatagram() {
        byte[] datagram = hex("18 00 00 00  03 00 00 00  00 00 00 00  00 00 00 00");

        assertThrows(IllegalArgumentException.class, () -> GoldenFile.split(datagram));
    }

    @Test
    void refusesToChooseAmongRequests() {
        GoldenFile file = GoldenFile.parse(RULE.lines().toList());

        assertThrows(IllegalStateException.class, () -> file.request(RTM_NEWRULE + 1));
    }

    @Test
    void ignoresIdsWhenItCompares() {
        byte[] one = hex("10 00 00 00  03 00 00 00  01 00 00 00  02 00 00 00");
        byte[] other = hex("10 00 00 00  03 00 00 00  03 00 00 00  04 00 00 00");

        GoldenFile.assertSameMessage(one, other);
    }

    @Test
    void showsTheAttributeThatDiffers() {
        byte[] expected = GoldenFile.parse(RULE.lines().toList()).request(RTM_NEWRULE);
        byte[] actual = expected.clone();
        actual[actual.length - 1] = 8;

        AssertionError error =
                assertThrows(
                        AssertionError.class, () -> GoldenFile.assertSameMessage(expected, actual));

        assertEquals(
                """
                messages differ (- expected, + actual)
                  24 00 00 00  20 00 05 06  00 00 00 00  00 00 00 00  # nlmsghdr
                  02 00 20 00  00 00 00 01  00 00 00 00  # struct
                - 08 00 02 00  0a 00 01 07  # 2
                + 08 00 02 00  0a 00 01 08  # 2
                """,
                error.getMessage());
    }

    @Test
    void indentsNestedAttributes() {
        byte[] link =
                hex(
                        """
                        34 00 00 00  10 00 05 06  00 00 00 00  00 00 00 00
                        00 00 00 00  00 00 00 00  00 00 00 00  00 00 00 00
                        07 00 03 00  62 72 30 00
                        0c 00 12 00
                          08 00 01 00  76 65 74 68
                        """);

        assertEquals(
                List.of(
                        "07 00 03 00  62 72 30 00  # 3",
                        "0c 00 12 00  # 18",
                        "  08 00 01 00  76 65 74 68  # 1"),
                MessageText.lines(link).subList(2, 5));
    }

    @Test
    void readsEveryFileOfTheCorpus() throws IOException {
        Path folder = Path.of(System.getProperty("basedir", ""), "src/test/resources/golden");
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".golden")).toList()) {
                String path = folder.relativize(file).toString();
                GoldenFile golden = GoldenFile.read(path.substring(0, path.indexOf('.')));

                assertFalse(golden.requests().isEmpty(), path);
                golden.requests().forEach(MessageText::lines);
                golden.replies().forEach(MessageText::lines);
            }
        }
    }

    @Test
    void namesTheFileThatIsMissing() {
        assertThrows(UncheckedIOException.class, () -> GoldenFile.read("rule/nothere"));
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
    }
}
