import org.jspecify.annotations.NullMarked;

/** The desired state of one network namespace: described, compared, applied and removed. */
@NullMarked
module io.vethkit.routing {
    requires static transitive org.jspecify;
    requires transitive io.vethkit.netlink;
    requires transitive io.vethkit.netns;

    exports io.vethkit.routing;
}
