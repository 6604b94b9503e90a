package io.vethkit.cli.repair;

import io.vethkit.cni.Described;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;

/** Says what in the kernel is not as described. */
@Command(
        name = "diff",
        description = {
            "Say what in the kernel is not as the records of the plugin describe it: the node itself"
                    + " and the node's side of each pod. Changes nothing.",
            "Exit status: 0 if nothing differs, 1 if something does or cannot be read, 2 for wrong"
                    + " usage."
        },
        sortOptions = false,
        mixinStandardHelpOptions = true)
public final class DiffCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec spec;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private Selection selection;

    @Option(names = "--pods", description = "compare the insides of pods, too")
    private boolean pods;

    @Option(names = "--json", description = "print JSON lines")
    private boolean json;

    /** For picocli. */
    public DiffCommand() {}

    @Override
    public Integer call() throws IOException {
        List<Described> described = selection.list();
        List<Finding> findings = new Comparison(pods).of(described);
        PrintWriter out = spec.commandLine().getOut();
        for (Finding finding : findings) {
            out.println(json ? finding.toJson() : finding);
        }
        if (!json) {
            out.println(Counts.of(described) + ": " + Counts.of(findings.size(), "difference"));
        }
        out.flush();
        return findings.isEmpty() && selection.unreadable() == 0 ? 0 : 1;
    }
}
