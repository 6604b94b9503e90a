package io.vethkit.cli.install;

import java.util.ArrayList;
import java.util.List;

/** How the plugin's JVM is started. The choices are measured in docs/decisions/007-launcher.md. */
final class Launch {
    static final String MODULE = "io.vethkit.cni";
    static final String MAIN = MODULE + "/io.vethkit.cni.Main";
    static final String TRAINING = MODULE + "/io.vethkit.cni.Training";

    /** A kernel before 5.1 cuts the first line of a script there. */
    private static final int SHEBANG_MAX = 127;

    private static final List<String> OPTIONS =
            List.of(
                    // standard output is for the answer alone
                    "-Xlog:disable",
                    "-Xlog:all=warning:stderr",
                    "-XX:+DisplayVMOutputToStderr",
                    // and a runtime's working directory, often /, not for reports of crashes
                    "-XX:ErrorFile=/run/vethkit-cni-crash-%p.log",
                    "--enable-native-access=io.vethkit.linux",
                    // nothing lives long enough for a second thread of a collector or a compiler
                    "-XX:+UseSerialGC",
                    "-Xint",
                    "-XX:-UsePerfData",
                    // code in a cache is for the processor it was made on, unchecked
                    "-XX:+UnlockDiagnosticVMOptions",
                    "-XX:-AOTAdapterCaching",
                    // nothing is compiled: nothing to hand to a thread of its own class by class
                    "-XX:-AOTReplayTraining");

    /** For io.vethkit.linux.PinnedLinker: this runtime is the plugin's own. */
    private static final List<String> PINNED_LINKER =
            List.of(
                    "-Dio.vethkit.linux.pinned=" + System.getProperty("java.runtime.version"),
                    "-Djdk.reflect.useNativeAccessorOnly=true",
                    export("jdk.internal.access"),
                    export("jdk.internal.foreign.abi"),
                    export("jdk.internal.foreign.abi.x64"));

    private Launch() {}

    /**
     * Returns the options of every start, training included: a cache is refused if some differ.
     *
     * @param tried whether this very runtime has called libc before it is put in place
     */
    static List<String> options(boolean tried) {
        List<String> options = new ArrayList<>(OPTIONS);
        if (tried) {
            options.addAll(PINNED_LINKER);
        }
        return options;
    }

    private static String export(String inside) {
        return "--add-exports=java.base/" + inside + "=io.vethkit.linux";
    }

    /** The argument file of {@code generation}, as {@code java @file} reads it. */
    static String arguments(Generation generation, boolean tried) {
        StringBuilder out = new StringBuilder();
        for (String option : options(tried)) {
            out.append(option).append('\n');
        }
        out.append(quoted("-XX:AOTCache=" + generation.cache())).append('\n');
        return out.append("-m\n").append(MAIN).append('\n').toString();
    }

    /** The executable of {@code generation}: two words for the kernel, or a shell script. */
    static String executable(Generation generation) {
        String java = generation.java().toString();
        String arguments = "@" + generation.arguments();
        String direct = "#!" + java + " " + arguments;
        boolean simple = java.indexOf(' ') < 0 && arguments.indexOf(' ') < 0;
        if (simple && direct.length() < SHEBANG_MAX) {
            return direct + "\n";
        }
        return "#!/bin/sh\nexec " + shellQuoted(java) + " " + shellQuoted(arguments) + "\n";
    }

    private static String quoted(String argument) {
        return '"' + argument.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static String shellQuoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }
}
