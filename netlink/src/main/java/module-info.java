import org.jspecify.annotations.NullMarked;

/** Netlink: messages, sockets, batches, typed objects of rtnetlink, the frame of nfnetlink. */
@NullMarked
module io.vethkit.netlink {
    requires static transitive org.jspecify;
    requires transitive io.vethkit.linux;

    exports io.vethkit.netlink;
    exports io.vethkit.netlink.netfilter;
    exports io.vethkit.netlink.route;
}
