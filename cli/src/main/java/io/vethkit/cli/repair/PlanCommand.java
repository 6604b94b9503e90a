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

/** Prints what a repair would do, as commands. */
@Command(
        name = "plan",
        description = {
            "Print what 'vethkit repair' would do now, as the ip, sysctl, nft and iptables commands"
                    + " that a person would type. Changes nothing.",
            "Vethkit itself runs none of them: it speaks netlink."
        },
        sortOptions = false,
        mixinStandardHelpOptions = true)
public final class PlanCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec spec;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private Selection selection;

    @Option(names = "--pods", description = "plan for the insides of pods, too")
    private boolean pods;

    /** For picocli. */
    public PlanCommand() {}

    @Override
    public Integer call() throws IOException {
        List<Described> described = selection.list();
        List<Finding> findings = new Comparison(pods).of(described);
        PrintWriter out = spec.commandLine().getOut();
        for (Finding finding : findings) {
            out.println("# " + finding);
            boolean isNft = finding.where().equals("nftables") && !finding.commands().isEmpty();
            out.print(isNft ? "nft -f - <<'EOF'\n" : "");
            finding.commands().forEach(out::println);
            out.print(isNft ? "EOF\n" : "");
        }
        if (findings.isEmpty()) {
            out.println("# " + Counts.of(described) + ": nothing to do");
        }
        out.flush();
        return selection.unreadable() == 0 ? 0 : 1;
    }
}
