import org.jspecify.annotations.NullMarked;

/** The Container Network Interface: its protocol, and the executable that speaks it. */
@NullMarked
module io.vethkit.cni {
    requires static transitive org.jspecify;
    requires transitive io.vethkit.podnet;
    requires transitive com.google.gson;

    exports io.vethkit.cni;
}
