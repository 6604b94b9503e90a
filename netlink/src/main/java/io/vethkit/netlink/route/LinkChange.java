package io.vethkit.netlink.route;

import static io.vethkit.netlink.route.If.IFF_UP;
import static io.vethkit.netlink.route.IfLink.IFLA_IFNAME;
import static io.vethkit.netlink.route.RtNetlink.RTM_NEWLINK;

import io.vethkit.netlink.MessageWriter;

/** Changes a link. */
final class LinkChange extends LinkRequest {
    private final Link link;
    private final boolean rename;
    private final boolean down;

    LinkChange(Link link, boolean rename, boolean down) {
        super(RTM_NEWLINK, 0);
        if (rename && link.index() == null) {
            throw new IllegalArgumentException("to rename, the index is needed: " + link);
        }
        this.link = link;
        this.rename = rename;
        this.down = down;
    }

    @Override
    public void encode(MessageWriter out) {
        Integer index = link.index();
        int change = link.up() || down ? IFF_UP : 0;
        LinkCodec.header(index == null ? 0 : index, link.up() ? IFF_UP : 0, change, out);
        LinkCodec.properties(link, out);
        if (index == null || rename) {
            out.putString(IFLA_IFNAME, link.name());
        }
    }

    @Override
    public String describe() {
        return (rename ? "rename link " : "set link ") + link + (down ? " down" : "");
    }
}
