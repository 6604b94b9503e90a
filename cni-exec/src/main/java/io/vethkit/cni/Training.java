package io.vethkit.cni;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Serves several verbs in one process, for a JVM that records what a call loads: one process is all
 * that an AOT cache can be made from. Started by the installer, in namespaces of its own.
 */
public final class Training {
    private final Skel skel = Main.skel();
    private final JsonObject config;

    private Training(JsonObject config) {
        this.config = config;
    }

    /**
     * Serves the verbs that the arguments name, in the environment of an ADD, with one after the
     * other of the configurations in a list on standard input; exits with the first status that is
     * not 0.
     */
    public static void main(String[] verbs) throws IOException {
        String text = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
        int status = 0;
        for (JsonElement config : JsonParser.parseString(text).getAsJsonArray()) {
            Training training = new Training(config.getAsJsonObject());
            for (int i = 0; i < verbs.length && status == 0; i++) {
                status = training.call(verbs[i]);
            }
        }
        Runtime.getRuntime().halt(status);
    }

    /** An ADD leaves its result for the verbs after it, as a runtime would. */
    private int call(String verb) throws IOException {
        Map<String, String> variables = new HashMap<>(System.getenv());
        variables.put("CNI_COMMAND", verb);
        byte[] input = config.toString().getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        int status = skel.run(variables, new ByteArrayInputStream(input), output, System.err);
        System.out.println(verb + ": " + output.toString(StandardCharsets.UTF_8));
        if (verb.equals("ADD") && status == 0) {
            JsonElement result = JsonParser.parseString(output.toString(StandardCharsets.UTF_8));
            config.add("prevResult", result);
        }
        return status;
    }
}
