package io.vethkit.cli.demo;

import com.google.gson.JsonObject;

import io.vethkit.cli.vpc.Mode;
import io.vethkit.cli.vpc.NetworkConf;

import java.nio.file.Path;

/** The CNI network on the node of a {@link SimulatedVpc}. */
final class Network {
    static final String NAME = "demo";

    private Network() {}

    /** Returns the configuration that a runtime would read from its conflist. */
    static JsonObject config(Mode mode, Path stateDir) {
        JsonObject ipam = new JsonObject();
        ipam.addProperty("type", "vethkit");
        JsonObject config = new JsonObject();
        config.addProperty("cniVersion", "1.1.0");
        config.addProperty("name", NAME);
        config.addProperty("type", "vethkit-cni");
        config.addProperty("stateDir", stateDir.toString());
        config.add("node", NetworkConf.node(mode));
        String enforcingMode = NetworkConf.enforcingMode(mode);
        if (enforcingMode != null) {
            config.addProperty("podSGEnforcingMode", enforcingMode);
        }
        config.add("ipam", ipam);
        return config;
    }

    /** Returns {@code config} with what the runtime adds for {@code pod}. */
    static JsonObject forPod(JsonObject config, Pod pod) {
        JsonObject copy = config.deepCopy();
        copy.add("runtimeConfig", pod.runtime().deepCopy());
        return copy;
    }

    /** Returns {@code config} with the result of the ADD, too, as a runtime hands it on. */
    static JsonObject withPrevResult(JsonObject config, Pod pod) {
        JsonObject copy = forPod(config, pod);
        copy.add("prevResult", pod.result().deepCopy());
        return copy;
    }
}
