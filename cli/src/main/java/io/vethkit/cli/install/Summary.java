package io.vethkit.cli.install;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;

import java.util.Locale;

/**
 * What an install came to.
 *
 * @param isNew whether the generation had to be made
 * @param swapped whether the executable changed
 */
record Summary(Target target, Generation generation, boolean isNew, boolean swapped, Conf conf) {
    static final Gson PRETTY = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    /** What became of the network configuration list. */
    enum Conf {
        WRITTEN,
        /** It was as it should be. */
        UNCHANGED,
        /** It was there, and another. */
        KEPT
    }

    /** Returns one JSON object. */
    String json(double seconds) {
        JsonObject json = new JsonObject();
        json.addProperty("executable", target.executable().toString());
        json.addProperty("executableChanged", swapped);
        json.addProperty("generation", generation.directory().toString());
        json.addProperty("generationMade", isNew);
        json.addProperty("conflist", target.conflist().toString());
        json.addProperty("conflistState", conf.name().toLowerCase(Locale.ROOT));
        json.addProperty("stateDir", target.stateDir().toString());
        json.addProperty("seconds", seconds);
        return PRETTY.toJson(json);
    }

    /** Returns a line or two for people. */
    String text(double seconds) {
        String done =
                isNew || swapped || conf == Conf.WRITTEN
                        ? String.format(Locale.ROOT, "Installed in %.1f s.", seconds)
                        : String.format(Locale.ROOT, "Nothing to do (%.1f s).", seconds);
        return conf == Conf.KEPT
                ? done
                        + "\nKept "
                        + target.conflist()
                        + ", which is not what these options make; --replace-conf replaces it."
                : done;
    }
}
