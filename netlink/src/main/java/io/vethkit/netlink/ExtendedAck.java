package io.vethkit.netlink;

import static io.vethkit.netlink.Netlink.NLMSGERR_ATTR_MISS_NEST;
import static io.vethkit.netlink.Netlink.NLMSGERR_ATTR_MISS_TYPE;
import static io.vethkit.netlink.Netlink.NLMSGERR_ATTR_MSG;
import static io.vethkit.netlink.Netlink.NLMSGERR_ATTR_OFFS;

import org.jspecify.annotations.Nullable;

/**
 * What the kernel says beside an errno ({@code enum nlmsgerr_attrs} of netlink.h, Linux 4.12).
 *
 * @param message the words, or null
 * @param offset where the bad attribute starts in the request, counted from its {@code nlmsghdr},
 *     or 0
 * @param missingType the type of an attribute that should have been there, or 0
 * @param missingNest where the attribute starts in which that one is missing, counted as {@code
 *     offset}, or 0 if it is missing at the top (Linux 6.1)
 */
record ExtendedAck(@Nullable String message, int offset, int missingType, int missingNest) {
    static final ExtendedAck NONE = new ExtendedAck(null, 0, 0, 0);

    static ExtendedAck decode(AttributeReader attributes) throws MalformedMessageException {
        String message = null;
        int offset = 0;
        int missingType = 0;
        int missingNest = 0;
        while (attributes.next()) {
            switch (attributes.type()) {
                case NLMSGERR_ATTR_MSG -> message = attributes.string();
                case NLMSGERR_ATTR_OFFS -> offset = attributes.u32();
                case NLMSGERR_ATTR_MISS_TYPE -> missingType = attributes.u32();
                case NLMSGERR_ATTR_MISS_NEST -> missingNest = attributes.u32();
                default -> {} // cookies and policies say nothing a caller could act on
            }
        }
        return new ExtendedAck(message, offset, missingType, missingNest);
    }
}
