package io.vethkit.cli.install;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Asks an executable what a runtime would ask it first. */
final class Probe {
    private static final int NOT_AVAILABLE = 50; // CNI specification, STATUS

    private final Path executable;
    private final Path scratch;

    Probe(Path executable, Path scratch) {
        this.executable = executable;
        this.scratch = scratch;
    }

    /** Throws what is wrong with the answer to VERSION. */
    void version() throws IOException {
        Tool call = call("VERSION", "{\"cniVersion\":\"1.0.0\"}");
        JsonObject answer = answer(call);
        if (call.status() != 0 || !answer.has("supportedVersions")) {
            throw new IOException(executable + ": VERSION answers " + answer);
        }
        if (!call.errors().isEmpty()) {
            throw new IOException(executable + " starts with a warning: " + call.errors().strip());
        }
    }

    /**
     * Returns why no pod could be added now, or null. That is no fault of the plugin: a node may be
     * full when it is installed again. Throws what is.
     */
    @Nullable String status(String config) throws IOException {
        Tool call = call("STATUS", config);
        if (call.status() == 0) {
            return null;
        }
        JsonObject answer = answer(call);
        if (answer.has("code") && answer.get("code").getAsInt() == NOT_AVAILABLE) {
            return answer.get("msg").getAsString();
        }
        throw new IOException(executable + ": STATUS answers " + answer);
    }

    private Tool call(String command, String config) throws IOException {
        return Tool.run(
                List.of(executable.toString()), Surroundings.call(command, ""), config, scratch);
    }

    private JsonObject answer(Tool call) throws IOException {
        try {
            return JsonParser.parseString(call.output()).getAsJsonObject();
        } catch (JsonParseException | IllegalStateException e) {
            throw new IOException(
                    executable + " does not answer in JSON: " + call.output() + call.errors(), e);
        }
    }
}
