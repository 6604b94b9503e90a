package io.vethkit.cli.repair;

import io.vethkit.cni.Described;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Makes what is missing in the kernel of what is described, once or all the time. */
@Command(
        name = "repair",
        description = {
            "Make what is missing in the kernel of what the records of the plugin describe: of the"
                    + " node itself and of the node's side of each pod.",
            "With --watch, until SIGTERM or Ctrl-C: whatever somebody else removes or changes is"
                    + " named, and healed, some milliseconds later. What breaks again and again is"
                    + " named and left alone for growing pauses.",
            "Exit status: 0 if nothing differs at the end, 1 if something does or cannot be read,"
                    + " 2 for wrong usage;"
                    + " with --watch, 0 when told to end."
        },
        sortOptions = false,
        mixinStandardHelpOptions = true)
public final class RepairCommand implements Callable<Integer> {
    private static final int PATIENCE_SECONDS = 10;

    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec spec;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private Selection selection;

    @Option(names = "--watch", description = "go on until told to end")
    private boolean watch;

    @Option(names = "--pods", description = "repair the insides of pods, too")
    private boolean pods;

    @Option(names = "--dry-run", description = "name what differs, and change nothing")
    private boolean dryRun;

    @Option(names = "--json", description = "print JSON lines")
    private boolean json;

    /** For picocli. */
    public RepairCommand() {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        Announcer announcer = new Announcer(spec.commandLine().getOut(), json, watch);
        if (watch) {
            watch(announcer);
            return 0;
        }
        List<Described> described = selection.list();
        if (dryRun) {
            compare(described, announcer);
        } else {
            OneRepair repair = new OneRepair(selection.onRecord(), announcer, pods);
            for (Described each : described) {
                repair.of(each);
            }
        }
        announcer.summarize();
        return announcer.left() == 0 && selection.unreadable() == 0 ? 0 : 1;
    }

    private void compare(List<Described> described, Announcer announcer) throws IOException {
        described.forEach(announcer::know);
        for (Finding finding : new Comparison(pods).of(described)) {
            String name = finding.of().name();
            announcer.differs(name, finding.where(), finding.text(), finding.text(), "");
        }
    }

    private void watch(Announcer announcer) throws IOException, InterruptedException {
        selection.requireHere();
        CountDownLatch ended = new CountDownLatch(1);
        try (Watch opened =
                new Watch(selection.stateDir(), selection::includes, announcer, !dryRun, pods)) {
            Thread hook = new Thread(() -> end(opened, ended), "end");
            Runtime.getRuntime().addShutdownHook(hook);
            announcer.note("watching", selection.stateDir().toString());
            try {
                opened.run();
                announcer.summarize();
            } finally {
                ended.countDown();
                removeHook(hook);
            }
        }
    }

    /** A watch that was told to end has done what it was asked to: that is no failure. */
    private static void end(Watch watch, CountDownLatch ended) {
        watch.stop();
        try {
            if (ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                Runtime.getRuntime().halt(0);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // it is at work
        }
    }
}
