import org.jspecify.annotations.NullMarked;

/** Network namespaces: opened, made, named, and entered by code and sockets. */
@NullMarked
module io.vethkit.netns {
    requires static transitive org.jspecify;
    requires transitive io.vethkit.linux;

    exports io.vethkit.netns;
}
