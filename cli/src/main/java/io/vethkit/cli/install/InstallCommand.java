package io.vethkit.cli.install;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** Installs the CNI plugin on this node. */
@Command(
        name = "install",
        description = {
            "Install the CNI plugin vethkit-cni, with a Java runtime of its own, and a network"
                    + " configuration. Safe to run again while pods start."
        },
        sortOptions = false,
        mixinStandardHelpOptions = true)
public final class InstallCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec spec;

    @Option(
            names = "--bin-dir",
            required = true,
            paramLabel = "DIR",
            description = "where the container runtime looks for plugins, such as /opt/cni/bin")
    @SuppressWarnings("NullAway.Init")
    private Path binDir;

    @Option(
            names = "--conf-dir",
            required = true,
            paramLabel = "DIR",
            description = "where it looks for configurations, such as /etc/cni/net.d")
    @SuppressWarnings("NullAway.Init")
    private Path confDir;

    @Option(
            names = "--state-dir",
            defaultValue = "/run/vethkit",
            paramLabel = "DIR",
            description = "where the plugin keeps its records (default: ${DEFAULT-VALUE})")
    @SuppressWarnings("NullAway.Init")
    private Path stateDir;

    @Option(
            names = "--conf-name",
            defaultValue = "10-vethkit.conflist",
            paramLabel = "FILE",
            description = "the configuration's file name (default: ${DEFAULT-VALUE})")
    @SuppressWarnings("NullAway.Init")
    private String confName;

    @Option(
            names = "--subnet",
            paramLabel = "CIDR",
            description = "where pods get IPv4 addresses from; may be given several times")
    private List<String> subnets = new ArrayList<>();

    @Option(
            names = "--primary-interface",
            paramLabel = "NAME",
            description = "the node's primary interface (default: that of the default route)")
    private @Nullable String primaryInterface;

    @Option(
            names = "--replace-conf",
            description = "also if the configuration there is not what an install wrote")
    private boolean replaceConf;

    @Option(names = "--dry-run", description = "check, and list what would be written")
    private boolean dryRun;

    @Option(names = "--json", description = "print a summary in JSON, and progress to stderr")
    private boolean json;

    @Option(
            names = "--modules",
            defaultValue = "${sys:vethkit.modules}",
            hidden = true,
            description = "the directory of the plugin's modules (./vethkit knows)")
    private @Nullable Path modules;

    /** For picocli. */
    public InstallCommand() {}

    @Override
    public Integer call() throws IOException {
        long start = System.nanoTime();
        Target target = target();
        ConfList conf = new ConfList(target.stateDir(), subnets, primaryInterface);
        checkConf(conf);
        Ingredients ingredients = Ingredients.gather(modules(), target.store());
        PrintWriter out = spec.commandLine().getOut();
        if (dryRun) {
            DryRun tried = new DryRun(target, ingredients, conf, replaceConf);
            out.println(json ? tried.json() : tried.text());
            return 0;
        }
        Progress progress = new Progress(json ? spec.commandLine().getErr() : out);
        progress.say("Installing " + target.executable());
        Summary summary = new Installer(target, ingredients, conf, progress).run(replaceConf);
        double seconds = (System.nanoTime() - start) / 1e9;
        out.println(json ? summary.json(seconds) : summary.text(seconds));
        if (subnets.isEmpty() && summary.conf() == Summary.Conf.WRITTEN) {
            progress.say("No --subnet was given: write ipam.ranges, or node.addresses, into it.");
        }
        if (summary.conf() != Summary.Conf.KEPT && !target.has(ConfList.PORT_MAP)) {
            progress.say(
                    "The configuration chains "
                            + ConfList.PORT_MAP
                            + ", which is not in "
                            + target.binDir()
                            + ": Debian has it in containernetworking-plugins.");
        }
        return 0;
    }

    private Target target() {
        try {
            return new Target(binDir, confDir, confName, stateDir);
        } catch (IllegalArgumentException e) {
            throw wrong(e);
        }
    }

    private void checkConf(ConfList conf) {
        try {
            ConfCheck.check(conf);
        } catch (IllegalArgumentException e) {
            throw wrong(e);
        }
    }

    private Path modules() {
        if (modules == null || !Files.isDirectory(modules)) {
            throw new ParameterException(
                    spec.commandLine(), "the plugin's modules are not there: " + modules);
        }
        return modules;
    }

    private ParameterException wrong(IllegalArgumentException e) {
        return new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
}
