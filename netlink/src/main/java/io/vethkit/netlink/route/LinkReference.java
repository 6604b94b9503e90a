package io.vethkit.netlink.route;

import static io.vethkit.netlink.route.IfLink.IFLA_EXT_MASK;
import static io.vethkit.netlink.route.IfLink.IFLA_IFNAME;
import static io.vethkit.netlink.route.IfLink.IFLA_NET_NS_FD;
import static io.vethkit.netlink.route.RtNetlink.RTEXT_FILTER_SKIP_STATS;
import static io.vethkit.netlink.route.RtNetlink.RTM_GETLINK;

import io.vethkit.linux.Fd;
import io.vethkit.netlink.MessageWriter;

import org.jspecify.annotations.Nullable;

/** Does something to a link that is there, named by index or by name. */
final class LinkReference extends LinkRequest {
    private final String verb;
    private final int index;
    private final @Nullable String name;
    private final @Nullable Fd namespace;

    LinkReference(int type, String verb, int index, @Nullable String name, @Nullable Fd namespace) {
        super(type, 0);
        this.verb = verb;
        this.index = index;
        this.name = name == null ? null : InterfaceName.check(name);
        this.namespace = namespace;
        if (name == null && index <= 0) {
            throw new IllegalArgumentException("link index " + index);
        }
    }

    @Override
    public void encode(MessageWriter out) {
        LinkCodec.header(index, 0, 0, out);
        if (type() == RTM_GETLINK) {
            out.putU32(IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS);
        }
        if (name != null) {
            out.putString(IFLA_IFNAME, name);
        }
        if (namespace != null) {
            out.putU32(IFLA_NET_NS_FD, namespace.number());
        }
    }

    @Override
    public String describe() {
        String link = verb + " link " + (name == null ? "#" + index : name);
        return namespace == null ? link : link + " to netns " + namespace;
    }
}
