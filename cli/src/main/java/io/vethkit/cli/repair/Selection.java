package io.vethkit.cli.repair;

import io.vethkit.cni.Described;
import io.vethkit.cni.OnRecord;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Files;
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

    private int unreadable;

    Path stateDir() {
        return stateDir.toAbsolutePath();
    }

    OnRecord onRecord() throws IOException {
        return new OnRecord(stateDir().toString());
    }

    /** Tells whether it is about {@code described}, and may be: what is elsewhere is not. */
    boolean includes(Described described) {
        return described.here() && isNamed(described);
    }

    private boolean isNamed(Described described) {
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

    /**
     * Returns what it is about of what is on record for this network namespace, after saying what
     * is for another, and what cannot be read.
     *
     * @throws IOException if nothing is on record for this network namespace, but for another
     */
    List<Described> list() throws IOException {
        List<Described> all = listEverywhere();
        List<Described> here = requireHere(all);
        if (here.size() < all.size()) {
            complain(
                    Counts.of(all.size() - here.size(), "record")
                            + " of another network namespace, or of before a reboot, left alone");
        }
        return here;
    }

    private List<Described> requireHere(List<Described> all) throws IOException {
        List<Described> here = all.stream().filter(Described::here).toList();
        if (here.isEmpty() && !all.isEmpty()) {
            throw new IOException(
                    "what is on record in "
                            + stateDir
                            + " is of another network namespace, or of before a reboot: run this in"
                            + " the node's network namespace");
        }
        return here;
    }

    /** Fails as {@link #list}; a state directory that is not there yet is one without records. */
    void requireHere() throws IOException {
        requireHere(onRecord().list().described());
    }

    /**
     * Returns what it is about, for whatever network namespace, after saying what is unreadable.
     */
    List<Described> listEverywhere() throws IOException {
        requireStateDir();
        OnRecord.Listing listing = onRecord().list();
        listing.unreadable().forEach(this::complain);
        unreadable = listing.unreadable().size();
        List<Described> selected = listing.described().stream().filter(this::isNamed).toList();
        for (String word : wanted) {
            if (selected.stream().noneMatch(described -> isCalled(described, word))) {
                throw new ParameterException(
                        spec.commandLine(), "nothing on record in " + stateDir + " is " + word);
            }
        }
        return selected;
    }

    /** Returns how many records {@link #list} could not read. */
    int unreadable() {
        return unreadable;
    }

    private void requireStateDir() throws IOException {
        if (Files.notExists(stateDir)) {
            throw new IOException(
                    "there is no state directory "
                            + stateDir
                            + ": the plugin has not been called, or keeps it elsewhere (--state-dir)");
        }
        if (!Files.isReadable(stateDir) || !Files.isExecutable(stateDir)) {
            throw new IOException(stateDir + " cannot be read: this needs root");
        }
    }

    private void complain(String line) {
        spec.commandLine().getErr().println("vethkit: " + line);
    }
}
