package io.vethkit.netlink.testing;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Netlink messages that {@code ip} or {@code nft} exchanged with the kernel, from the module's
 * {@code src/test/resources/golden}; tools/capture/README.md describes the format.
 *
 * <p>Sequence numbers and port ids are zero in all messages, also in those an error quotes.
 *
 * @param command the command line captured
 * @param input the lines it read from standard input
 * @param datagrams what was sent and received, in order
 */
public record GoldenFile(String command, List<String> input, List<Datagram> datagrams) {
    private static final Path FOLDER = Path.of("src/test/resources/golden");
    private static final int NLMSG_ERROR = 2;

    /** One system call's worth of messages, sent to the kernel or received from it. */
    public record Datagram(Direction direction, List<byte[]> messages) {}

    /** Who sent a datagram. */
    public enum Direction {
        REQUEST,
        REPLY
    }

    /** Reads a file by its name without ending, such as {@code rule/add4-from}. */
    public static GoldenFile read(String name) {
        Path file = Path.of(System.getProperty("basedir", "")).resolve(FOLDER);
        try {
            return parse(Files.readAllLines(file.resolve(name + ".golden")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static GoldenFile parse(List<String> lines) {
        String command = "";
        List<String> input = new ArrayList<>();
        List<Datagram> datagrams = new ArrayList<>();
        StringBuilder hex = new StringBuilder();
        Direction direction = Direction.REQUEST;
        for (String line : lines) {
            if (line.startsWith("# command: ")) {
                command = line.substring("# command: ".length());
            } else if (line.startsWith("# input: ")) {
                input.add(line.substring("# input: ".length()));
            } else if (line.startsWith(">") || line.startsWith("<")) {
                addDatagram(datagrams, direction, hex);
                direction = line.startsWith(">") ? Direction.REQUEST : Direction.REPLY;
            } else {
                int comment = line.indexOf('#');
                hex.append(comment < 0 ? line : line.substring(0, comment));
            }
        }
        addDatagram(datagrams, direction, hex);
        return new GoldenFile(command, List.copyOf(input), List.copyOf(datagrams));
    }

    private static void addDatagram(List<Datagram> out, Direction direction, StringBuilder hex) {
        if (!hex.isEmpty()) {
            byte[] bytes = HexFormat.of().parseHex(hex.toString().replace(" ", ""));
            out.add(new Datagram(direction, split(bytes)));
            hex.setLength(0);
        }
    }

    /** Returns the messages of a datagram one by one, without sequence numbers and port ids. */
    public static List<byte[]> split(byte[] datagram) {
        List<byte[]> messages = new ArrayList<>();
        int at = 0;
        while (at < datagram.length) {
            int length = host(datagram).getInt(at);
            if (length < 16 || length > datagram.length - at) {
                throw new IllegalArgumentException("nlmsg_len " + length + " at " + at);
            }
            messages.add(withoutIds(Arrays.copyOfRange(datagram, at, at + length)));
            at += (length + 3) & ~3;
        }
        return List.copyOf(messages);
    }

    /** Returns the messages sent to the kernel. */
    public List<byte[]> requests() {
        return messages(Direction.REQUEST);
    }

    /** Returns the messages received from the kernel. */
    public List<byte[]> replies() {
        return messages(Direction.REPLY);
    }

    /** Returns the one request with this {@code nlmsg_type}. */
    public byte[] request(int type) {
        List<byte[]> found = requests().stream().filter(message -> type(message) == type).toList();
        if (found.size() != 1) {
            throw new IllegalStateException(found.size() + " requests of type " + type);
        }
        return found.getFirst();
    }

    /** Fails unless both messages are the same but for their sequence numbers and port ids. */
    public static void assertSameMessage(byte[] expected, byte[] actual) {
        byte[] comparable = withoutIds(actual);
        if (!Arrays.equals(withoutIds(expected), comparable)) {
            fail(MessageText.difference(withoutIds(expected), comparable));
        }
    }

    private List<byte[]> messages(Direction direction) {
        return datagrams.stream()
                .filter(datagram -> datagram.direction() == direction)
                .flatMap(datagram -> datagram.messages().stream())
                .toList();
    }

    private static byte[] withoutIds(byte[] message) {
        byte[] copy = message.clone();
        host(copy).putLong(8, 0);
        if (type(copy) == NLMSG_ERROR) {
            host(copy).putLong(28, 0);
        }
        return copy;
    }

    private static int type(byte[] message) {
        return Short.toUnsignedInt(host(message).getShort(4));
    }

    private static ByteBuffer host(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    }
}
