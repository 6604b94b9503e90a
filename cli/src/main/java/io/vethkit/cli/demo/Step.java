package io.vethkit.cli.demo;

import com.google.gson.JsonObject;

import java.util.Locale;

/**
 * A step of the demo, done.
 *
 * @param id what programs know it by
 * @param what was done
 * @param result what came of it, or the finding if it failed; may be empty
 */
record Step(String id, String what, boolean ok, long nanos, String result) {
    String line() {
        return line(result.isEmpty() ? "" : ": " + result);
    }

    /** Without the result. */
    String shortLine() {
        return line(result.isEmpty() ? "" : ":");
    }

    private String line(String end) {
        return (ok ? "[ ok ]  " : "[FAIL]  ") + what + end + "  (" + time(nanos) + ")";
    }

    JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.addProperty("id", id);
        json.addProperty("what", what);
        json.addProperty("ok", ok);
        json.addProperty("millis", nanos / 1e6);
        json.addProperty("result", result);
        return json;
    }

    static String time(long nanos) {
        double millis = nanos / 1e6;
        if (millis < 10) {
            return String.format(Locale.ROOT, "%.1f ms", millis);
        }
        return millis < 1000
                ? String.format(Locale.ROOT, "%.0f ms", millis)
                : String.format(Locale.ROOT, "%.1f s", millis / 1000);
    }
}
