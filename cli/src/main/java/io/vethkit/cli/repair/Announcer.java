package io.vethkit.cli.repair;

import com.google.gson.JsonObject;

import io.vethkit.cni.Described;

import org.jspecify.annotations.Nullable;

import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Says what was found and done, a line for each, and counts. Any thread may call. */
final class Announcer {
    private final PrintWriter out;
    private final boolean json;
    private final boolean timed;
    private final Map<String, Described> titles = new ConcurrentHashMap<>();
    private final Map<String, Set<String>> open = new HashMap<>();
    private int differences;
    private int repairs;
    private int failures;
    private int givenUp;

    /**
     * An announcer that prints to {@code out}.
     *
     * @param timed whether lines begin with the time; those of JSON always have it
     */
    Announcer(PrintWriter out, boolean json, boolean timed) {
        this.out = out;
        this.json = json;
        this.timed = timed;
    }

    /** Is told how something on record is called. */
    void know(Described described) {
        titles.put(described.name(), described);
    }

    /** Forgets all but what is on record. */
    synchronized void retain(List<Described> onRecord) {
        Set<String> names = new HashSet<>();
        onRecord.forEach(each -> names.add(each.name()));
        titles.keySet().retainAll(names);
        open.keySet().retainAll(names);
    }

    /**
     * Something differs.
     *
     * @param key what tells it from other things there
     * @param by who changed it, empty if unknown
     */
    synchronized void differs(String name, String where, String key, String text, String by) {
        differences++;
        open.computeIfAbsent(name, any -> new HashSet<>()).add(where + key);
        say("differs", name, where, text + (by.isEmpty() ? "" : " (by " + by + ")"));
    }

    /** Somebody else repaired it. */
    synchronized void isAsDescribed(String name, String where, String key, String object) {
        close(name, where, key);
        say("restored", name, where, object + " is as described again");
    }

    synchronized void repaired(String name, String where, String key, String object) {
        repairs++;
        close(name, where, key);
        say("repaired", name, where, object);
    }

    private void close(String name, String where, String key) {
        Set<String> ofName = open.get(name);
        if (ofName != null) {
            ofName.remove(where + key);
        }
    }

    synchronized void failed(String name, String where, String object, @Nullable Throwable why) {
        failures++;
        String reason = why == null ? "" : ": " + why.getMessage();
        say("failed", name, where, object + reason);
    }

    synchronized void gaveUp(String name, String where, String object, int times, long millis) {
        givenUp++;
        say(
                "gave-up",
                name,
                where,
                object
                        + " differs after "
                        + Counts.of(times, "repair")
                        + " in a row, which were undone or refused: next try in "
                        + Counts.of(millis / 1000, "second"));
    }

    /** Something about the watch itself. */
    synchronized void note(String event, String text) {
        say(event, "", "", text);
    }

    private void say(String event, String name, String where, String text) {
        Described of = titles.get(name);
        if (json) {
            out.println(toJson(event, name, of, where, text));
        } else {
            String who = name.isEmpty() ? "" : (of == null ? name : of.title()) + ": ";
            String place = where.equals("pod") ? " in the pod" : "";
            out.println((timed ? now() + " " : "") + pad(event) + who + text + place);
        }
        out.flush();
    }

    private static String pad(String event) {
        return event + " ".repeat(Math.max(1, 10 - event.length()));
    }

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
    }

    private static JsonObject toJson(
            String event, String name, @Nullable Described of, String where, String text) {
        JsonObject line = new JsonObject();
        line.addProperty("time", now());
        line.addProperty("event", event);
        if (!name.isEmpty()) {
            line.addProperty("name", name);
            line.addProperty("where", where);
        }
        if (of != null && of.owner() != null) {
            line.addProperty("owner", of.owner());
        }
        line.addProperty("text", text);
        return line;
    }

    /** Says all in numbers. */
    synchronized void summarize() {
        if (json) {
            JsonObject line = toJson("summary", "", null, "", "");
            line.remove("text");
            line.addProperty("differences", differences);
            line.addProperty("repaired", repairs);
            line.addProperty("failed", failures);
            line.addProperty("gaveUp", givenUp);
            line.addProperty("left", left());
            out.println(line);
        } else {
            out.println(
                    Counts.of(differences, "difference")
                            + ", "
                            + repairs
                            + " repaired, "
                            + failures
                            + " failed, "
                            + givenUp
                            + " given up, "
                            + left()
                            + " left");
        }
        out.flush();
    }

    /** Returns how many things differ now. */
    synchronized int left() {
        return open.values().stream().mapToInt(Set::size).sum();
    }
}
