package io.vethkit.cni;

/** The executable {@code vethkit-cni}. */
public final class Main {
    private Main() {}

    /** Serves the one call that the environment and standard input describe, and exits. */
    public static void main(String[] arguments) {
        Skel skel = new Skel("Vethkit CNI plugin", new VethkitPlugin());
        int status = skel.run(System.getenv(), System.in, System.out, System.err);
        Runtime.getRuntime().halt(status);
    }
}
