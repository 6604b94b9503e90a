import org.jspecify.annotations.NullMarked;

/** The command line of operators: install, demo, explain, diff, plan and repair. */
@NullMarked
module io.vethkit.cli {
    requires static transitive org.jspecify;
    requires transitive io.vethkit.cni;
    requires info.picocli;

    opens io.vethkit.cli to
            info.picocli;
    opens io.vethkit.cli.demo to
            info.picocli;
    opens io.vethkit.cli.install to
            info.picocli;
    opens io.vethkit.cli.repair to
            info.picocli;
}
