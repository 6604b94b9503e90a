package io.vethkit.cli.install;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs the plugin's verbs in one JVM on a {@link TrainingGround}, for the JVM to record what a call
 * loads.
 */
final class Trainer {
    private static final List<String> VERBS = List.of("STATUS", "ADD", "CHECK", "DEL", "VERSION");
    private static final List<String> VERBS_WITHOUT_NAMESPACES = List.of("STATUS", "VERSION");

    private final Generation generation;
    private final Path scratch;
    private final boolean withNamespaces;

    Trainer(Generation generation, Path scratch, boolean withNamespaces) {
        this.generation = generation;
        this.scratch = scratch;
        this.withNamespaces = withNamespaces;
    }

    /** Writes the classes and the shapes of method handles that the verbs need. */
    void listClasses(Path list) throws IOException {
        train(List.of("-Xshare:off", "-XX:DumpLoadedClassList=" + list));
    }

    /** Makes the AOT cache. */
    void makeCache() throws IOException {
        train(List.of("-XX:AOTCacheOutput=" + generation.cache()));
        if (!Files.exists(generation.cache())) {
            throw new IOException("the training run made no AOT cache");
        }
    }

    private void train(List<String> recording) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(generation.java().toString());
        command.addAll(Launch.options(withNamespaces));
        command.addAll(recording);
        command.add("-m");
        command.add(Launch.TRAINING);
        command.addAll(withNamespaces ? VERBS : VERBS_WITHOUT_NAMESPACES);
        Tool training =
                withNamespaces
                        ? TrainingGround.run(pod -> run(command, pod))
                        : run(command, "/proc/self/ns/net");
        training.orThrow("the plugin's trial in a namespace of its own");
    }

    private Tool run(List<String> command, String pod) throws IOException {
        Path state = Files.createTempDirectory(scratch, "state");
        JsonArray configs = new JsonArray();
        configs.add(config(state));
        configs.add(egress(state));
        return Tool.run(command, Surroundings.call("ADD", pod), configs.toString(), scratch);
    }

    /** A configuration as {@link ConfList} writes it and a runtime hands it on. */
    private JsonObject config(Path state) {
        JsonObject config = ConfList.plugin(state, List.of(TrainingGround.POD_SUBNET), null);
        if (withNamespaces) {
            TrainingGround.describe(config.getAsJsonObject("node"));
        }
        JsonObject runtime = new JsonObject();
        runtime.add("portMappings", new JsonArray());
        config.add("runtimeConfig", runtime);
        return named(config);
    }

    /** One for the same pod without its first interface, as it has IPv4 then. */
    private static JsonObject egress(Path state) {
        JsonObject ipam = new JsonObject();
        ipam.addProperty("type", "vethkit");
        JsonObject config = new JsonObject();
        config.addProperty("type", Target.EGRESS);
        config.addProperty("enabled", "true");
        config.addProperty("mtu", "9001");
        config.addProperty("nodeIP", TrainingGround.NODE_IP);
        config.addProperty("stateDir", state.toString());
        config.add("ipam", ipam);
        config.add("prevResult", new JsonObject());
        return named(config);
    }

    private static JsonObject named(JsonObject config) {
        config.addProperty("cniVersion", "1.1.0");
        config.addProperty("name", "vethkit-training");
        return config;
    }
}
