package io.vethkit.cli.demo;

import io.vethkit.cli.vpc.Mode;
import io.vethkit.linux.Errno;
import io.vethkit.linux.ErrnoException;
import io.vethkit.netns.NetworkNamespace;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The demo, from the first namespace to the proof that none is left. */
final class Demo {
    private final Report report;
    private final Narrator narrator;
    private final Mode mode;
    private final boolean keep;
    private final @Nullable Path binDir;
    private final Belongings belongings = new Belongings();

    /**
     * A demo.
     *
     * @param mode the mode to show
     * @param keep whether to stop before DEL and leave everything
     * @param binDir where the plugin is installed; null installs it
     */
    Demo(Report report, Mode mode, boolean keep, @Nullable Path binDir) {
        this.report = report;
        this.narrator = report.narrator();
        this.mode = mode;
        this.keep = keep;
        this.binDir = binDir;
    }

    /** Runs it; failures are in the report. */
    void run() throws IOException {
        WorkDirectory.removeLeftovers();
        try {
            tell();
        } catch (Report.StepFailed | InterruptedIOException e) {
            // the report has it, or nobody reads one
        } catch (IOException e) {
            report.failed(e);
        } finally {
            belongings.close();
            WorkDirectory.removeLeftovers(); // of what a killed run started and that ran on
        }
        narrator.say("");
        narrator.say(report.summary());
    }

    private void tell() throws IOException {
        Story story = Stories.of(mode);
        narrator.say("Vethkit: mode " + mode + ", " + mode.title());
        narrator.section("The stage: a small VPC of network namespaces");
        Stage stage = build();
        Cluster cluster = new Cluster(stage, report);
        narrator.section("ADD: the container runtime calls the plugin, a process per call");
        cluster.addPods(story.pods());
        narrator.picture(Picture.of(mode, cluster.places()));
        cluster.explainRules();
        narrator.section("Traffic: who answers, as whom it is seen, and by which way it went");
        new Traffic(stage, cluster, report).run(story.flows());
        narrator.section("CHECK, a breakage, and its repair");
        new Breakage(stage, cluster, report, story.mishap()).run(story.flows());
        if (keep) {
            leave(stage);
        } else {
            narrator.section("DEL: nothing is left");
            cluster.deletePods();
            new Proof(stage, report).run();
            report.step("end", "remove the VPC and the plugin", () -> removeStage(stage));
        }
    }

    private Stage build() throws IOException {
        Stage.Builder builder = new Stage.Builder(mode);
        report.step(
                "vpc",
                "a router, a node, a second node with a pod, a host on the internet",
                () -> {
                    SimulatedVpc vpc = createVpc();
                    belongings.add(vpc::close);
                    builder.vpc = vpc;
                    return "";
                });
        narrator.explain("To look inside: ip netns exec " + builder.vpc().prefix() + "node bash");
        report.step(
                "install",
                binDir == null
                        ? "vethkit install: executable, Java runtime, AOT cache"
                        : "the executable in " + binDir,
                () -> {
                    WorkDirectory directory = WorkDirectory.create();
                    belongings.add(directory::close);
                    builder.directory = directory;
                    builder.installation = Installation.in(binDir, directory);
                    return "";
                });
        Stage stage = builder.build();
        belongings.add(stage.plugin()::close);
        return stage;
    }

    private SimulatedVpc createVpc() throws IOException {
        try {
            return SimulatedVpc.create(mode.topology());
        } catch (ErrnoException e) {
            if (e.is(Errno.EPERM)) {
                throw new IOException(
                        e.getMessage() + " (in a container? it needs --privileged for the demo)",
                        e);
            }
            if (e.is(Errno.EOPNOTSUPP) && mode.isBranch()) {
                throw new IOException(
                        "this kernel has no VLAN links (CONFIG_VLAN_8021Q), which branch ENIs are;"
                                + " one that has, in a virtual machine (the first time, it is"
                                + " built, which takes ten minutes):\n"
                                + "it/vm/run -- ./vethkit demo --mode "
                                + mode,
                        e);
            }
            throw e;
        }
    }

    private String removeStage(Stage stage) throws IOException {
        belongings.close();
        for (String name : NetworkNamespace.list()) {
            if (name.startsWith(stage.vpc().prefix())) {
                throw new IOException("namespace " + name + " is left");
            }
        }
        if (Files.exists(stage.directory().path())) {
            throw new IOException(stage.directory().path() + " is left");
        }
        return "no namespace, no file is left";
    }

    private void leave(Stage stage) {
        belongings.keep();
        report.kept(stage.vpc().prefix(), stage.directory().path().toString());
        stage.vpc().keep();
        narrator.section("Kept until the next demo");
        String inside = "        ip netns exec " + stage.vpc().prefix() + "node ";
        narrator.say(inside + (stage.mode() == Mode.IPV6 ? "ip -6 rule" : "ip rule"));
        narrator.say(inside + "nft list ruleset");
        narrator.say(inside + "./vethkit explain --state-dir " + stage.stateDir());
        narrator.say("        state and executable: " + stage.directory().path());
    }
}
