import org.jspecify.annotations.NullMarked;

/** Netlink: messages, sockets, batches, and the typed objects of rtnetlink. */
@NullMarked
module io.vethkit.netlink {
    requires static transitive org.jspecify;
    requires transitive io.vethkit.linux;

    exports io.vethkit.netlink;
    exports io.vethkit.netlink.netfilter;
    exports io.vethkit.netlink.route;
}
