package io.vethkit.cli.demo;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;

/** The steps done, told as they are done. */
final class Report {
    private final Narrator narrator;
    private final List<Step> steps = new ArrayList<>();
    private final JsonObject kept = new JsonObject();
    private final long start = System.nanoTime();

    Report(Narrator narrator) {
        this.narrator = narrator;
    }

    /** Something to do. */
    interface Action {
        /** Does it, and returns what came of it. */
        String run() throws IOException;
    }

    /** A step without which the next ones make no sense. */
    static final class StepFailed extends IOException {
        private static final long serialVersionUID = 1;

        private StepFailed(String what, IOException cause) {
            super(what + ": " + cause.getMessage(), cause);
        }
    }

    /** Does a step that the next ones need. */
    void step(String id, String what, Action action) throws IOException {
        throwIfInterrupted();
        narrator.begin(what);
        long began = System.nanoTime();
        try {
            String result = action.run();
            add(new Step(id, what, true, System.nanoTime() - began, result));
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            throwIfInterrupted();
            add(
                    new Step(
                            id,
                            what,
                            false,
                            System.nanoTime() - began,
                            String.valueOf(e.getMessage())));
            throw new StepFailed(what, e);
        }
    }

    /** Does a step that others do not depend on. */
    void check(String id, String what, Action action) throws IOException {
        try {
            step(id, what, action);
        } catch (StepFailed e) {
            // it is on the list
        }
    }

    /** Takes note of a failure between steps. */
    void failed(IOException e) {
        add(new Step("demo", "the demo itself", false, 0, String.valueOf(e.getMessage())));
    }

    private static void throwIfInterrupted() throws InterruptedIOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("interrupted");
        }
    }

    private void add(Step step) {
        steps.add(step);
        narrator.step(step);
    }

    Narrator narrator() {
        return narrator;
    }

    boolean ok() {
        return !steps.isEmpty() && steps.stream().allMatch(Step::ok);
    }

    /** Takes note of what stays. */
    void kept(String namespaces, String directory) {
        kept.addProperty("namespaces", namespaces);
        kept.addProperty("directory", directory);
    }

    /** Returns the last line. */
    String summary() {
        long passed = steps.stream().filter(Step::ok).count();
        String time = Step.time(System.nanoTime() - start);
        if (ok()) {
            return "All " + passed + " steps passed in " + time + ".";
        }
        Step failed = steps.stream().filter(step -> !step.ok()).findFirst().orElseThrow();
        return "FAILED after " + time + ": " + failed.what() + ", see above.";
    }

    JsonObject toJson() {
        JsonArray array = new JsonArray();
        steps.forEach(step -> array.add(step.toJson()));
        JsonObject json = new JsonObject();
        json.addProperty("ok", ok());
        json.addProperty("millis", (System.nanoTime() - start) / 1_000_000);
        json.add("steps", array);
        json.add("kept", kept);
        return json;
    }
}
