package io.vethkit.netlink.testing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Messages as text, one header or attribute per line, to see where two of them differ. */
final class MessageText {
    private static final int NLMSGHDR = 16;
    private static final int NLA_F_NESTED = 0x8000;
    private static final int NLA_TYPE_MASK = 0x3fff;

    private final byte[] bytes;
    private final ByteBuffer host;
    private final List<String> lines = new ArrayList<>();

    private MessageText(byte[] message) {
        bytes = message;
        host = ByteBuffer.wrap(message).order(ByteOrder.nativeOrder());
    }

    /** Returns the lines of a message; what has no attributes inside is guessed from its bytes. */
    static List<String> lines(byte[] message) {
        return new MessageText(message).lines();
    }

    /** Returns the lines of both, with "-" before those only in the first, "+" in the second. */
    static String difference(byte[] expected, byte[] actual) {
        List<String> left = lines(expected);
        List<String> right = lines(actual);
        int same = 0;
        while (same < Math.min(left.size(), right.size())
                && left.get(same).equals(right.get(same))) {
            same++;
        }
        int leftEnd = left.size();
        int rightEnd = right.size();
        while (leftEnd > same
                && rightEnd > same
                && left.get(leftEnd - 1).equals(right.get(rightEnd - 1))) {
            leftEnd--;
            rightEnd--;
        }
        StringBuilder text = new StringBuilder("messages differ (- expected, + actual)\n");
        append(text, "  ", left.subList(0, same));
        append(text, "- ", left.subList(same, leftEnd));
        append(text, "+ ", right.subList(same, rightEnd));
        append(text, "  ", left.subList(leftEnd, left.size()));
        return text.toString();
    }

    private static void append(StringBuilder text, String mark, List<String> lines) {
        lines.forEach(line -> text.append(mark).append(line).append('\n'));
    }

    private List<String> lines() {
        int body = Math.min(NLMSGHDR, bytes.length);
        line(0, 0, body, "nlmsghdr");
        if (bytes.length > body) {
            int attributes = Math.min(body + structSize(host.getShort(4)), bytes.length);
            line(0, body, attributes, "struct");
            attributes(attributes, bytes.length, 0);
        }
        return lines;
    }

    /** Returns the size of the struct a type of message begins with. */
    private static int structSize(int type) {
        if (type <= 3) {
            return Integer.BYTES; // the error number of NLMSG_ERROR and NLMSG_DONE
        }
        return switch (type & ~3) {
            case 16, 108 -> 16; // ifinfomsg; too much for NFNL_MSG_BATCH_BEGIN, which has no more
            case 20 -> 8; // ifaddrmsg
            case 24, 28, 32 -> 12; // rtmsg, ndmsg, fib_rule_hdr
            default -> 4; // nfgenmsg
        };
    }

    private void attributes(int from, int end, int depth) {
        int at = from;
        while (at < end && fits(at, end)) {
            int length = u16(at);
            int next = Math.min(align(at + length), end);
            String name = Integer.toString(u16(at + 2) & NLA_TYPE_MASK);
            if ((u16(at + 2) & NLA_F_NESTED) != 0 || isAttributes(at + 4, at + length)) {
                line(depth, at, at + 4, name);
                attributes(at + 4, next, depth + 1);
            } else {
                line(depth, at, next, name);
            }
            at = next;
        }
        if (at < end) {
            line(depth, at, end, "no attribute");
        }
    }

    private boolean isAttributes(int from, int end) {
        int at = from;
        while (at < end && fits(at, end) && u16(at + 2) != 0) {
            at = align(at + u16(at));
        }
        return from < end && at >= end;
    }

    private boolean fits(int at, int end) {
        return at + 4 <= end && u16(at) >= 4 && at + u16(at) <= end;
    }

    private void line(int depth, int from, int to, String comment) {
        StringBuilder line = new StringBuilder("  ".repeat(depth));
        for (int i = from; i < to; i++) {
            line.append(HexFormat.of().toHexDigits(bytes[i]))
                    .append((i - from) % 4 == 3 ? "  " : " ");
        }
        lines.add(line.append("# ").append(comment).toString());
    }

    private int u16(int at) {
        return Short.toUnsignedInt(host.getShort(at));
    }

    private static int align(int length) {
        return (length + 3) & ~3;
    }
}
