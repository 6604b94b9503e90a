package io.vethkit.cli.demo;

import com.google.gson.GsonBuilder;

import io.vethkit.cli.vpc.Mode;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.concurrent.Callable;

/** Shows the plugin at work on a simulated VPC, and proves what it says. */
@Command(
        name = "demo",
        description =
                "Show the plugin at work in one of its modes: a node with its ENIs on a small"
                        + " simulated VPC, pods, traffic, CHECK, repair, DEL. All of it is in network namespaces that"
                        + " are made for it and removed; the machine's own network is not touched."
                        + " Needs root.",
        mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec spec;

    @Option(
            names = "--keep",
            description = "Stop before DEL and leave all for a look; the next demo removes it.")
    private boolean keep;

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            defaultValue = "secondary-ip",
            description =
                    "The mode to show: ${COMPLETION-CANDIDATES} (secondary-ip if none is given);"
                            + " list names them with what they are.",
            completionCandidates = Modes.class)
    private String mode = "";

    @Option(names = "--json", description = "Print one JSON object instead of the story.")
    private boolean json;

    @Option(names = "--no-color", description = "Print no colors (also: NO_COLOR=1).")
    private boolean noColor;

    @Option(
            names = "--bin-dir",
            paramLabel = "DIR",
            description = "Call the plugin installed there instead of installing one for the demo.")
    private @Nullable Path binDir;

    /** Made by picocli. */
    public DemoCommand() {}

    @Override
    public Integer call() throws IOException {
        if (mode.equals("list")) {
            for (Mode each : Mode.values()) {
                System.out.printf("%-18s  %s%n", each, each.title());
            }
            return 0;
        }
        Mode chosen = Mode.of(mode);
        if (chosen == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--mode " + mode + ": there is none; --mode list names them");
        }
        Object user = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        if (!user.equals(0)) {
            spec.commandLine()
                    .getErr()
                    .println(
                            "vethkit demo: needs root, to make network namespaces."
                                    + " Nothing outside of those is changed. Try: sudo ./vethkit demo");
            return 1;
        }
        Report report = new Report(narrator());
        Demo demo = new Demo(report, chosen, keep, binDir);
        try (Interruption _ = Interruption.of(report.narrator())) {
            demo.run();
        }
        if (json) {
            System.out.println(
                    new GsonBuilder()
                            .setPrettyPrinting()
                            .disableHtmlEscaping()
                            .create()
                            .toJson(report.toJson()));
        }
        return report.ok() ? 0 : 1;
    }

    /** The names of all modes, for help and for shells. */
    static final class Modes implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(Mode.values()).map(Mode::toString).iterator();
        }
    }

    private Narrator narrator() {
        if (json) {
            PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
            return new Narrator(nowhere, false, false);
        }
        boolean color = !noColor && Help.Ansi.AUTO.enabled(); // heeds NO_COLOR, too
        boolean unicode = System.out.charset().newEncoder().canEncode('─');
        return new Narrator(System.out, color, unicode);
    }
}
