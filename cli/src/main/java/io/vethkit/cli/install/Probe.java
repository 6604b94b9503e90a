package io.vethkit.cli.install;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Asks an executable what a runtime would ask it first. */
final class Probe {
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

    /** Throws why no pod could be added. */
    void status(String config) throws IOException {
        Tool call = call("STATUS", config);
        if (call.status() != 0) {
            throw new IOException(executable + ": STATUS answers " + answer(call));
        }
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
