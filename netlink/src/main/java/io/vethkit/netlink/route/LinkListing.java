package io.vethkit.netlink.route;

import static io.vethkit.netlink.route.IfLink.IFLA_EXT_MASK;
import static io.vethkit.netlink.route.IfLink.IFLA_LINKINFO;
import static io.vethkit.netlink.route.IfLink.IFLA_MASTER;
import static io.vethkit.netlink.route.RtNetlink.RTEXT_FILTER_SKIP_STATS;
import static io.vethkit.netlink.route.RtNetlink.RTM_GETLINK;

import io.vethkit.netlink.MessageWriter;

/** Asks for the links of a filter. */
final class LinkListing extends LinkRequest {
    private final LinkFilter filter;

    LinkListing(LinkFilter filter) {
        super(RTM_GETLINK, 0);
        this.filter = filter;
    }

    @Override
    public void encode(MessageWriter out) {
        LinkCodec.header(0, 0, 0, out);
        out.putU32(IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS);
        Integer master = filter.master();
        if (master != null) {
            out.putU32(IFLA_MASTER, master);
        }
        String kind = filter.kind();
        if (kind != null) {
            int info = out.beginNestedUnflagged(IFLA_LINKINFO);
            LinkKindCodec.kindName(kind, out);
            out.endNested(info);
        }
    }

    @Override
    public String describe() {
        return "list links " + filter;
    }
}
