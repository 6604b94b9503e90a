package io.vethkit.cli.demo;

import com.google.gson.JsonObject;

import io.vethkit.cli.vpc.Mode;
import io.vethkit.cni.Described;
import io.vethkit.cni.OnRecord;
import io.vethkit.podnet.DesiredState;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * What the demo plays on.
 *
 * @param mode the mode of the node
 * @param before the node before the first ADD
 */
record Stage(
        Mode mode,
        SimulatedVpc vpc,
        WorkDirectory directory,
        Installation installation,
        Plugin plugin,
        Snapshot before) {
    /** Returns where the plugin keeps its records. */
    Path stateDir() {
        return directory.path().resolve("state");
    }

    /** Returns the network's configuration. */
    JsonObject config() {
        return Network.config(mode, stateDir());
    }

    /** Calls the plugin about {@code pod}. */
    Plugin.Answer call(String command, Pod pod, JsonObject config) throws IOException {
        String path = installation.binDir().toString();
        return plugin.call(pod.environment(command, path), config);
    }

    /** Returns what the plugin's record of that name, of {@link Described}, needs in the kernel. */
    DesiredState described(String name) throws IOException {
        OnRecord onRecord = new OnRecord(stateDir().toString());
        // a node is on record for its namespace only
        Described described = vpc.node().call(() -> onRecord.find(name));
        if (described == null) {
            throw new IOException("nothing is on record as " + name);
        }
        return described.state();
    }

    /** Collects the parts, one after the other. */
    static final class Builder {
        private final Mode mode;
        @Nullable SimulatedVpc vpc;
        @Nullable WorkDirectory directory;
        @Nullable Installation installation;

        Builder(Mode mode) {
            this.mode = mode;
        }

        SimulatedVpc vpc() {
            return Objects.requireNonNull(vpc);
        }

        Stage build() throws IOException {
            WorkDirectory work = Objects.requireNonNull(directory);
            Installation installed = Objects.requireNonNull(installation);
            Plugin plugin =
                    new Plugin(installed.executable(), vpc().node(), work.directory("scratch"));
            return new Stage(mode, vpc(), work, installed, plugin, Snapshot.of(vpc().node()));
        }
    }
}
