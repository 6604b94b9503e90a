package io.vethkit.cli.install;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What an install would do, found out without doing any of it. */
final class DryRun {
    private final Target target;
    private final Ingredients ingredients;
    private final ConfList conf;
    private final boolean replaceConf;

    DryRun(Target target, Ingredients ingredients, ConfList conf, boolean replaceConf) {
        this.target = target;
        this.ingredients = ingredients;
        this.conf = conf;
        this.replaceConf = replaceConf;
    }

    /**
     * One thing that an install writes, or finds as it should be.
     *
     * @param action {@code make}, {@code have}, {@code write}, {@code replace} or {@code keep}
     * @param detail said behind it in the same line; may be empty
     * @param text what would be in the file, or null
     */
    private record Action(String action, Path path, String detail, @Nullable String text) {}

    /** Returns a line for each thing, and the texts. */
    String text() throws IOException {
        StringBuilder out = new StringBuilder();
        for (Action each : actions()) {
            out.append(each.action).append(" ".repeat(9 - each.action.length())).append(each.path);
            out.append(each.detail).append(each.text == null ? "" : ":").append('\n');
            out.append(each.text == null ? "" : each.text.indent(9));
        }
        return out.toString().stripTrailing();
    }

    /** Returns one JSON object. */
    String json() throws IOException {
        JsonArray actions = new JsonArray();
        for (Action each : actions()) {
            JsonObject action = new JsonObject();
            action.addProperty("action", each.action);
            action.addProperty("path", each.path.toString());
            if (each.text != null) {
                action.addProperty("text", each.text);
            }
            actions.add(action);
        }
        JsonObject json = new JsonObject();
        json.addProperty("dryRun", true);
        json.add("actions", actions);
        return Summary.PRETTY.toJson(json);
    }

    private List<Action> actions() throws IOException {
        Store store = new Store(target.store());
        Generation present =
                Files.isDirectory(target.store()) ? store.find(ingredients.hash()) : null;
        Generation generation = present == null ? store.nextFree(ingredients.hash()) : present;
        String files = "/: jre/, vethkit-cni.aot, cni.args, vethkit-cni, SHA256SUMS";
        String made = present == null ? "make" : "have";
        String linked = target.isLinked() ? "have" : "write";
        return List.of(
                new Action(made, generation.directory(), files, null),
                file(target.executable(), Launch.executable(generation), true),
                new Action(linked, target.egress(), " -> " + Target.PLUGIN, null),
                file(target.conflist(), conf.text(), replaceConf));
    }

    private static Action file(Path file, String text, boolean replace) throws IOException {
        boolean exists = Files.exists(file);
        String before =
                exists ? new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1) : "";
        if (exists && before.equals(text)) {
            return new Action("have", file, "", null);
        }
        return exists && !replace
                ? new Action("keep", file, " (another; see --replace-conf)", null)
                : new Action(exists ? "replace" : "write", file, "", text);
    }
}
