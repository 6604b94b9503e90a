package io.vethkit.cli.repair;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

import io.vethkit.cni.Described;

import java.util.List;

/**
 * A way in which the kernel is not as described.
 *
 * @param where {@code node}, {@code pod}, or a {@link io.vethkit.iptables.FilterBackend}
 * @param commands what a person would type to put it right; of packet filters, all with the last
 */
record Finding(Described of, String where, String text, List<String> commands) {
    @Override
    public String toString() {
        return of.title() + ": " + text + (where.equals("pod") ? " in the pod" : "");
    }

    JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.addProperty("name", of.name());
        if (of.owner() != null) {
            json.addProperty("owner", of.owner());
        }
        json.addProperty("where", where);
        json.addProperty("text", text);
        JsonArray words = new JsonArray();
        commands.forEach(words::add);
        json.add("commands", words);
        return json;
    }
}
