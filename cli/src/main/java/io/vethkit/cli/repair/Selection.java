package io.vethkit.cli.repair;

import io.vethkit.cni.Described;
import io.vethkit.cni.OnRecord;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Which of what is on record a command is about. */
final class Selection {
    private static final String NODE = "node";

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec spec;

    @Option(
            names = "--state-dir",
            defaultValue = "/run/vethkit",
            paramLabel = "DIR",
            description = "where the plugin keeps its records (default: ${DEFAULT-VALUE})")
    @SuppressWarnings("NullAway.Init")
    private Path stateDir;

    @Parameters(
            arity = "0..*",
            paramLabel = "WHAT",
            description =
                    "'node', a pod as NAMESPACE/NAME, or the start of a container id; all if none"
                            + " is given")
    private List<String> wanted = new ArrayList<>();

    Path stateDir() {
        return stateDir.toAbsolutePath();
    }

    OnRecord onRecord() {
        return new OnRecord(stateDir().toString());
    }

    /** Tells whether it is about {@code described}. */
    boolean includes(Described described) {
        return wanted.isEmpty() || wanted.stream().anyMatch(word -> isCalled(described, word));
    }

    private static boolean isCalled(Described described, String word) {
        if (described.isNode()) {
            return word.equals(NODE) || word.equals(described.name());
        }
        String name = described.name();
        String container = name.substring(name.lastIndexOf('/') + 1);
        return word.equals(described.owner()) || word.equals(name) || container.startsWith(word);
    }

    /** Returns what it is about, after saying what cannot be read. */
    List<Described> list() throws IOException {
        OnRecord.Listing listing = onRecord().list();
        for (String line : listing.unreadable()) {
            spec.commandLine().getErr().println("vethkit: " + line);
        }
        List<Described> selected = listing.described().stream().filter(this::includes).toList();
        for (String word : wanted) {
            if (selected.stream().noneMatch(described -> isCalled(described, word))) {
                throw new ParameterException(
                        spec.commandLine(), "nothing on record in " + stateDir + " is " + word);
            }
        }
        return selected;
    }
}
