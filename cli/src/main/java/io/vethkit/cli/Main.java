package io.vethkit.cli;

import io.vethkit.cli.demo.DemoCommand;
import io.vethkit.cli.install.InstallCommand;
import io.vethkit.cli.repair.DiffCommand;
import io.vethkit.cli.repair.ExplainCommand;
import io.vethkit.cli.repair.PlanCommand;
import io.vethkit.cli.repair.RepairCommand;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The program {@code vethkit}: where its commands are registered. */
@Command(
        name = "vethkit",
        description = "Pod networking for Linux nodes in pure Java.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DemoCommand.class,
            InstallCommand.class,
            ExplainCommand.class,
            DiffCommand.class,
            PlanCommand.class,
            RepairCommand.class,
            CompletionCommand.class,
            HelpCommand.class
        },
        mixinStandardHelpOptions = true,
        versionProvider = ManifestVersion.class)
public final class Main {
    private Main() {}

    /** Runs the command that the arguments name, and exits with its status. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        PlainErrors errors = new PlainErrors();
        return new CommandLine(new Main())
                .setExecutionExceptionHandler(errors)
                .setParameterExceptionHandler(errors)
                .setAbbreviatedOptionsAllowed(false);
    }
}
