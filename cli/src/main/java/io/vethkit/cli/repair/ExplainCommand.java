package io.vethkit.cli.repair;

import io.vethkit.cni.Described;
import io.vethkit.iptables.HostRules;
import io.vethkit.iptables.Ruleset;
import io.vethkit.routing.Desired;
import io.vethkit.routing.NamespaceState;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;

/** Prints what is described, as commands, with what each is for. */
@Command(
        name = "explain",
        description =
                "Print what the node and each pod on record need in the kernel: the commands that a"
                        + " person would type to make it, each with what it is for. Changes nothing,"
                        + " and does not look at the kernel.",
        sortOptions = false,
        mixinStandardHelpOptions = true)
public final class ExplainCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec spec;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private Selection selection;

    /** For picocli. */
    public ExplainCommand() {}

    @Override
    public Integer call() throws IOException {
        List<Described> described = selection.listEverywhere();
        PrintWriter out = spec.commandLine().getOut();
        for (Described each : described) {
            explain(each, out);
        }
        if (described.isEmpty()) {
            out.println("nothing is on record in " + selection.stateDir());
        }
        out.flush();
        return 0;
    }

    private static void explain(Described described, PrintWriter out) {
        String netns = described.netns();
        out.println(described.title() + (netns == null ? "" : ", in " + netns));
        print("on the node", described.state().host(), c -> Comparison.outside(described, c), out);
        NamespaceState inPod = described.state().pod();
        if (inPod != null && netns != null) {
            print("in the pod", inPod, command -> Comparison.inside(netns, command), out);
        }
        Ruleset ruleset = described.state().ruleset();
        if (ruleset != null && !ruleset.tables().isEmpty()) {
            out.println("  nftables, for nft -f");
            ruleset.commands().lines().forEach(line -> out.println("    " + line));
        }
        for (HostRules host : described.state().iptables()) {
            if (!host.rules().isEmpty()) {
                out.println("  " + host.backend());
                host.commands().forEach(line -> out.println("    " + line));
            }
        }
        out.println();
    }

    private static void print(
            String where, NamespaceState state, UnaryOperator<String> typed, PrintWriter out) {
        if (state.objects().isEmpty()) {
            return;
        }
        out.println("  " + where);
        for (Desired object : state.objects()) {
            out.println("    # " + Words.of(object));
            out.println("    " + typed.apply(object.command()));
        }
    }
}
