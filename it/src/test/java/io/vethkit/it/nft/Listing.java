package io.vethkit.it.nft;

import static io.vethkit.it.Tool.nft;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** What {@code nft} lists. */
final class Listing {
    private Listing() {}

    /** Returns the ruleset of the namespace as JSON, without handles and the tool's version. */
    static String json() throws IOException {
        return nft("-j", "list", "ruleset")
                .replaceAll("\"handle\": \\d+(, )?", "")
                .replaceAll("\\{\"metainfo\": \\{[^}]*}}(, )?", "");
    }

    /**
     * Returns the ruleset by table and object, in the order of their names: that of their making
     * does not matter.
     */
    static Map<String, String> byName() throws IOException {
        Map<String, String> objects = new TreeMap<>();
        String table = "";
        String object = "";
        for (String line : nft("-s", "list", "ruleset").lines().toList()) {
            if (line.startsWith("table")) {
                table = line;
                object = "";
            } else if (line.startsWith("\t") && line.endsWith("{")) {
                object = line;
            }
            objects.merge(table + object, line + "\n", String::concat);
            if (line.equals("\t}")) {
                object = "";
            }
        }
        objects.replaceAll((name, text) -> text.strip());
        return objects;
    }
}
