import org.jspecify.annotations.NullMarked;

/** What a node, a network interface of it and a pod need in the kernel, mode by mode. */
@NullMarked
module io.vethkit.podnet {
    requires static transitive org.jspecify;
    requires transitive io.vethkit.routing;
    requires transitive io.vethkit.iptables;

    exports io.vethkit.podnet;
}
