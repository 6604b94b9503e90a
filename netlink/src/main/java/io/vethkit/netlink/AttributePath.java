package io.vethkit.netlink;

import static io.vethkit.netlink.Netlink.NLA_F_NESTED;
import static io.vethkit.netlink.Netlink.NLA_TYPE_MASK;
import static io.vethkit.netlink.Netlink.NLMSG_HDRLEN;
import static io.vethkit.netlink.Netlink.align;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;

/** Names the attribute that an extended acknowledgement points at by its offset. */
final class AttributePath {
    private static final int HEADER = 4;

    private AttributePath() {}

    /**
     * Returns the path down to the attribute at {@code offset}, such as {@code
     * IFLA_LINKINFO.IFLA_INFO_KIND}, or null if the offset is in no attribute.
     *
     * @param message the request, whose {@code nlmsghdr} starts at {@code start}
     */
    static @Nullable String of(Request request, ByteBuffer message, int start, int offset) {
        int from = start + NLMSG_HDRLEN + align(request.headerLength());
        int to = start + message.getInt(start);
        return find(request, message, from, to, start + offset, 0);
    }

    /** Returns the path of the attribute that {@code ack} says is missing, or null. */
    static @Nullable String ofMissing(
            Request request, ByteBuffer message, int start, ExtendedAck ack) {
        if (ack.missingType() == 0) {
            return null;
        }
        String nest = of(request, message, start, ack.missingNest());
        if (nest == null) {
            return request.attributeName(0, ack.missingType());
        }
        int parent = message.getShort(start + ack.missingNest() + 2) & NLA_TYPE_MASK;
        return nest + "." + request.attributeName(parent, ack.missingType());
    }

    private static @Nullable String find(
            Request request, ByteBuffer message, int from, int to, int target, int parent) {
        int at = from;
        while (to - at >= HEADER) {
            int length = Short.toUnsignedInt(message.getShort(at));
            if (length < HEADER || length > to - at) {
                return null;
            }
            if (target >= at && target < at + length) {
                int type = message.getShort(at + 2);
                String name = request.attributeName(parent, type & NLA_TYPE_MASK);
                int skipped =
                        (type & NLA_F_NESTED) != 0
                                ? 0
                                : request.nestedBehind(parent, type & NLA_TYPE_MASK);
                String inner =
                        target == at || skipped < 0
                                ? null
                                : find(
                                        request,
                                        message,
                                        at + HEADER + skipped,
                                        at + length,
                                        target,
                                        type & NLA_TYPE_MASK);
                return inner == null ? name : name + "." + inner;
            }
            at += align(length);
        }
        return null;
    }
}
