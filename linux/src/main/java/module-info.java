import org.jspecify.annotations.NullMarked;

/** The Linux system calls Vethkit needs, through the Foreign Function and Memory API. */
@NullMarked
module io.vethkit.linux {
    requires static transitive org.jspecify;

    exports io.vethkit.linux;
}
