package io.vethkit.cni;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;

import io.vethkit.podnet.Node;
import io.vethkit.routing.Origin;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a network made of a node itself, so that it can be taken back.
 *
 * @param place the boot and the network namespace it is about
 * @param nodes what parts of may be in the kernel: the node as it is and, while a change is under
 *     way, as it was before
 * @param origin what the node had of its own
 */
record NodeRecord(String place, List<Node> nodes, Origin origin) {
    private static final int FORMAT = 1;

    NodeRecord {
        nodes = List.copyOf(nodes);
    }

    /** Returns the record of a change from what this is about to {@code next}. */
    NodeRecord changingTo(Node next, Origin before) {
        List<Node> all = new ArrayList<>(nodes);
        if (!all.contains(next)) {
            all.add(next);
        }
        return new NodeRecord(place, all, before);
    }

    String toJson() {
        JsonObject json = new JsonObject();
        json.addProperty("format", FORMAT);
        json.addProperty("place", place);
        JsonArray all = new JsonArray();
        for (Node node : nodes) {
            all.add(NodeJson.write(node));
        }
        json.add("nodes", all);
        JsonObject sysctls = new JsonObject();
        for (Map.Entry<String, String> each : origin.sysctls().entrySet()) {
            sysctls.addProperty(each.getKey(), each.getValue());
        }
        json.add("sysctls", sysctls);
        JsonObject mtus = new JsonObject();
        for (Map.Entry<String, Integer> each : origin.mtus().entrySet()) {
            mtus.addProperty(each.getKey(), each.getValue());
        }
        json.add("mtus", mtus);
        JsonArray addresses = new JsonArray();
        for (String address : origin.addresses()) {
            addresses.add(address);
        }
        json.add("addresses", addresses);
        return JsonText.of(json) + "\n";
    }

    static NodeRecord parse(String text) throws UnreadableRecordException {
        try {
            JsonObject json = JsonParser.parseString(text).getAsJsonObject();
            if (json.get("format").getAsInt() != FORMAT) {
                throw new UnreadableRecordException("node record of unknown format");
            }
            List<Node> nodes = new ArrayList<>();
            for (JsonElement node : json.getAsJsonArray("nodes")) {
                nodes.add(NodeJson.read(node.getAsJsonObject()));
            }
            Map<String, String> sysctls = new HashMap<>();
            for (Map.Entry<String, JsonElement> each : json.getAsJsonObject("sysctls").entrySet()) {
                sysctls.put(each.getKey(), each.getValue().getAsString());
            }
            Map<String, Integer> mtus = new HashMap<>();
            for (Map.Entry<String, JsonElement> each : json.getAsJsonObject("mtus").entrySet()) {
                mtus.put(each.getKey(), each.getValue().getAsInt());
            }
            List<String> addresses = new ArrayList<>();
            for (JsonElement address : json.getAsJsonArray("addresses")) {
                addresses.add(address.getAsString());
            }
            return new NodeRecord(
                    json.get("place").getAsString(), nodes, new Origin(sysctls, mtus, addresses));
        } catch (JsonParseException
                | NullPointerException
                | IllegalStateException
                | UnsupportedOperationException
                | IllegalArgumentException e) {
            throw new UnreadableRecordException(
                    "node record is damaged: " + Text.shown(text.strip()));
        }
    }
}
