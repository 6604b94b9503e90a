package io.vethkit.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What the real tools say, to the byte, of the network namespace of the calling thread.
 *
 * @param parts what each command printed
 */
public record NetworkSnapshot(List<String> parts) {

    /** Asks the tools. */
    public static NetworkSnapshot take() throws IOException {
        return new NetworkSnapshot(
                List.of(
                        settled(Tool.ip("-j", "-d", "link")),
                        settled(Tool.ip("-j", "address")),
                        settled(Tool.ip("-j", "-d", "route", "show", "table", "all")),
                        Tool.ip("-j", "-d", "rule"),
                        Tool.ip("-j", "neighbour", "show", "nud", "permanent"),
                        Tool.nft("-j", "-s", "list", "ruleset")));
    }

    /** The kernel tells of carriers in its own time, and counts the seconds of what expires. */
    private static String settled(String json) {
        return json.replaceAll("\"operstate\":\"[A-Z]*\"|\"expires\":\\d+", "")
                .replace("\"NO-CARRIER\",", "")
                .replace("\"linkdown\"", "");
    }

    /** Fails, naming what came and went, unless everything is as it was. */
    public static void assertUnchangedSince(NetworkSnapshot before) throws IOException {
        NetworkSnapshot after = take();
        if (!after.equals(before)) {
            assertEquals(List.of(), after.changesSince(before));
            assertEquals(before.parts, after.parts);
        }
    }

    private List<String> changesSince(NetworkSnapshot before) {
        List<String> changes = new ArrayList<>();
        addMissing("- ", before.objects(), objects(), changes);
        addMissing("+ ", objects(), before.objects(), changes);
        return changes;
    }

    private List<String> objects() {
        List<String> objects = new ArrayList<>();
        for (String part : parts) {
            objects.addAll(List.of(part.split("\\},\\{|\\}, \\{")));
        }
        return objects;
    }

    private static void addMissing(
            String sign, List<String> objects, List<String> others, List<String> changes) {
        List<String> rest = new ArrayList<>(others);
        for (String object : objects) {
            if (!rest.remove(object)) {
                changes.add(sign + object);
            }
        }
    }
}
