package io.vethkit.it.repair;

import io.vethkit.cli.repair.DiffCommand;
import io.vethkit.cli.repair.ExplainCommand;
import io.vethkit.cli.repair.PlanCommand;
import io.vethkit.cli.repair.RepairCommand;

import picocli.CommandLine;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.Callable;

/** Commands of {@code vethkit}, run in this process, in the namespace of the calling thread. */
final class Vethkit {
    private Vethkit() {}

    /** What a command answered. */
    record Answer(int status, String out, String err) {}

    static Answer run(String name, String... arguments) {
        Callable<Integer> command =
                switch (name) {
                    case "diff" -> new DiffCommand();
                    case "plan" -> new PlanCommand();
                    case "explain" -> new ExplainCommand();
                    case "repair" -> new RepairCommand();
                    default -> throw new IllegalArgumentException(name);
                };
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = new CommandLine(command);
        line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return new Answer(line.execute(arguments), out.toString(), err.toString());
    }
}
