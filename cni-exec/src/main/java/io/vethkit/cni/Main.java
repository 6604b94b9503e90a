package io.vethkit.cni;

/** The executable {@code vethkit-cni}, which is {@code vethkit-egress} as well. */
public final class Main {
    private Main() {}

    /** Serves the one call that the environment and standard input describe, and exits. */
    public static void main(String[] arguments) {
        int status = skel().run(System.getenv(), System.in, System.out, System.err);
        Runtime.getRuntime().halt(status);
    }

    static Skel skel() {
        return new Skel("Vethkit CNI plugin", new PluginByType());
    }
}
