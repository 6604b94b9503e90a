package io.vethkit.netlink.route;

import static io.vethkit.netlink.route.IfLink.IFLA_INFO_DATA;
import static io.vethkit.netlink.route.IfLink.IFLA_LINKINFO;
import static io.vethkit.netlink.route.IfLink.VETH_INFO_PEER;

import io.vethkit.netlink.Request;

import org.jspecify.annotations.Nullable;

/** A request that concerns a link. */
abstract class LinkRequest implements Request {
    private final int type;
    private final int flags;

    LinkRequest(int type, int flags) {
        this.type = type;
        this.flags = flags;
    }

    @Override
    public final int type() {
        return type;
    }

    @Override
    public final int flags() {
        return flags;
    }

    @Override
    public final int headerLength() {
        return LinkCodec.HEADER;
    }

    /** Returns the kind of link that is spoken of, or null. */
    @Nullable LinkKind kind() {
        return null;
    }

    @Override
    public final String attributeName(int parent, int attribute) {
        LinkKind kind = kind();
        if (parent == IFLA_LINKINFO) {
            return IfLink.infoAttribute(attribute);
        }
        if (parent == IFLA_INFO_DATA && kind != null) {
            return IfLink.dataAttribute(kind.name(), attribute);
        }
        return IfLink.linkAttribute(attribute);
    }

    @Override
    public final int nestedBehind(int parent, int attribute) {
        if (parent == 0) {
            return attribute == IFLA_LINKINFO ? 0 : -1;
        }
        if (parent == IFLA_LINKINFO) {
            return attribute == IFLA_INFO_DATA ? 0 : -1;
        }
        boolean isPeer = parent == IFLA_INFO_DATA && kind() instanceof LinkKind.Veth;
        return isPeer && attribute == VETH_INFO_PEER ? LinkCodec.HEADER : -1;
    }
}
