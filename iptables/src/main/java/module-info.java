import org.jspecify.annotations.NullMarked;

/** Packet filtering and address translation through nf_tables transactions. */
@NullMarked
module io.vethkit.iptables {
    requires static transitive org.jspecify;
    requires transitive io.vethkit.netlink;
    requires transitive io.vethkit.netns;

    exports io.vethkit.iptables;
}
