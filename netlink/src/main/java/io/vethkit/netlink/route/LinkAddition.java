package io.vethkit.netlink.route;

import static io.vethkit.netlink.Netlink.NLM_F_CREATE;
import static io.vethkit.netlink.Netlink.NLM_F_EXCL;
import static io.vethkit.netlink.route.RtNetlink.RTM_NEWLINK;

import io.vethkit.linux.Fd;
import io.vethkit.netlink.MessageWriter;

import org.jspecify.annotations.Nullable;

/** Makes a link. */
final class LinkAddition extends LinkRequest {
    private final Link link;
    private final @Nullable Fd namespace;

    LinkAddition(Link link, @Nullable Fd namespace) {
        super(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL);
        this.link = link;
        this.namespace = namespace;
    }

    @Override
    public void encode(MessageWriter out) {
        LinkCodec.encode(link, namespace, out);
    }

    @Override
    @Nullable LinkKind kind() {
        return link.kind();
    }

    @Override
    public String describe() {
        return "add link " + link + (namespace == null ? "" : " netns " + namespace);
    }
}
