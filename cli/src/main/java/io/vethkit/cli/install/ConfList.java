package io.vethkit.cli.install;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.List;

/**
 * The network configuration list: our plugin, then the reference plugin for port mappings.
 *
 * @param stateDir where the plugin keeps its records
 * @param subnets what pods get addresses from; if empty, somebody has to write that in later
 * @param primaryInterface null: that of the default route
 */
record ConfList(Path stateDir, List<String> subnets, @Nullable String primaryInterface) {
    private static final String NAME = "vethkit";

    /** The plugin that is chained behind ours. */
    static final String PORT_MAP = "portmap";

    /** Copies the list. */
    ConfList {
        subnets = List.copyOf(subnets);
    }

    /** Returns the text of the file. */
    String text() {
        JsonArray plugins = new JsonArray();
        plugins.add(plugin(stateDir, subnets, primaryInterface));
        plugins.add(portMap());
        JsonObject list = new JsonObject();
        // a runtime that does not know cniVersions takes cniVersion, and fails above its own
        list.addProperty("cniVersion", "1.0.0");
        list.add("cniVersions", array("0.4.0", "1.0.0", "1.1.0"));
        list.addProperty("name", NAME);
        list.add("plugins", plugins);
        return Summary.PRETTY.toJson(list) + "\n";
    }

    /** Returns what a runtime that knows {@code cniVersions} sends with STATUS. */
    String request() {
        // what is missing in the file is not the plugin's fault
        List<String> ranges = subnets.isEmpty() ? List.of(TrainingGround.POD_SUBNET) : subnets;
        JsonObject config = plugin(stateDir, ranges, primaryInterface);
        config.addProperty("cniVersion", "1.1.0");
        config.addProperty("name", NAME);
        return config.toString();
    }

    /** Returns the entry of our plugin. */
    static JsonObject plugin(
            Path stateDir, List<String> subnets, @Nullable String primaryInterface) {
        JsonObject plugin = new JsonObject();
        plugin.addProperty("type", Target.PLUGIN);
        plugin.addProperty("stateDir", stateDir.toString());
        plugin.add("ipam", ipam(subnets));
        JsonObject node = new JsonObject();
        if (primaryInterface != null) {
            node.addProperty("primaryInterface", primaryInterface);
        }
        plugin.add("node", node);
        return plugin;
    }

    private static JsonObject ipam(List<String> subnets) {
        JsonObject ipam = new JsonObject();
        ipam.addProperty("type", "vethkit");
        if (!subnets.isEmpty()) {
            JsonArray set = new JsonArray();
            for (String subnet : subnets) {
                JsonObject range = new JsonObject();
                range.addProperty("subnet", subnet);
                set.add(range);
            }
            JsonArray sets = new JsonArray();
            sets.add(set);
            ipam.add("ranges", sets);
        }
        return ipam;
    }

    private static JsonObject portMap() {
        JsonObject capabilities = new JsonObject();
        capabilities.addProperty("portMappings", true);
        JsonObject plugin = new JsonObject();
        plugin.addProperty("type", PORT_MAP);
        plugin.add("capabilities", capabilities);
        plugin.addProperty("snat", true);
        return plugin;
    }

    private static JsonArray array(String... values) {
        JsonArray array = new JsonArray();
        for (String value : values) {
            array.add(value);
        }
        return array;
    }
}
