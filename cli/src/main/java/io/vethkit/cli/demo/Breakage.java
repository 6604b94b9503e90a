package io.vethkit.cli.demo;

import com.google.gson.JsonObject;

import io.vethkit.podnet.DesiredState;
import io.vethkit.podnet.NodeKernel;
import io.vethkit.routing.Desired;
import io.vethkit.routing.NamespaceHandle;
import io.vethkit.routing.NamespaceState;
import io.vethkit.routing.Remover;

import java.io.IOException;
import java.util.List;

/** CHECK, an object that somebody deletes, what CHECK says to that, and the repair. */
final class Breakage {
    private final Stage stage;
    private final Cluster cluster;
    private final Report report;
    private final Story.Mishap mishap;
    private final Pod victim;

    Breakage(Stage stage, Cluster cluster, Report report, Story.Mishap mishap) {
        this.stage = stage;
        this.cluster = cluster;
        this.report = report;
        this.mishap = mishap;
        this.victim = cluster.pod(mishap.pod());
    }

    void run(List<Flow> flows) throws IOException {
        for (Pod pod : cluster.pods()) {
            report.step("check-" + pod.name(), "CHECK pod " + pod.name(), () -> check(pod));
        }
        Traffic traffic = new Traffic(stage, cluster, report);
        String record = "pod/" + Network.NAME + "/" + victim.containerId() + ":eth0";
        DesiredState description = stage.described(record);
        Desired object = find(description);
        report.step("break", "somebody types: " + object.removalCommand(), () -> delete(object));
        traffic.step("effect", mishap.effect());
        String name = victim.name();
        report.step("finding", "CHECK pod " + name + " fails", () -> requireFinding(object));
        report.step(
                "repair",
                "repair: apply the description that ADD applied",
                () -> {
                    repair(description);
                    return "";
                });
        report.narrator()
                .explain(
                        "One description serves ADD, CHECK, DEL and repair; only what was missing"
                                + " was made.");
        report.step("check-repaired", "CHECK pod " + name, () -> check(victim));
        traffic.step("reach-repaired", healed(flows));
    }

    private String check(Pod pod) throws IOException {
        answer(pod).result();
        return "as described";
    }

    private Plugin.Answer answer(Pod pod) throws IOException {
        JsonObject config = Network.withPrevResult(stage.config(), pod);
        return stage.call("CHECK", pod, config);
    }

    private Desired find(DesiredState description) throws IOException {
        for (Desired object : description.host().objects()) {
            if (object.command().contains(mishap.object())) {
                return object;
            }
        }
        throw new IOException("nothing is made by: " + mishap.object());
    }

    private String delete(Desired object) throws IOException {
        try (NamespaceHandle node = NamespaceHandle.of(stage.vpc().node())) {
            Remover.remove(new NamespaceState(List.of(object)), node);
        }
        return "";
    }

    /** Returns the connection as it was before. */
    private Flow healed(List<Flow> flows) throws IOException {
        for (Flow flow : flows) {
            if (flow.id().equals(mishap.effect().id())) {
                return flow.because("");
            }
        }
        throw new IOException("no connection " + mishap.effect().id());
    }

    private String requireFinding(Desired object) throws IOException {
        Plugin.Answer answer = answer(victim);
        if (answer.status() == 0) {
            throw new IOException("CHECK noticed nothing");
        }
        String finding = answer.error();
        if (!finding.contains(object.toString())) {
            throw new IOException("CHECK does not name " + object + ": " + finding);
        }
        return finding;
    }

    private void repair(DesiredState description) throws IOException {
        stage.vpc()
                .node()
                .call(() -> {
                    try (NodeKernel kernel = NodeKernel.here(victim.namespace())) {
                        kernel.apply(description);
                        return kernel.diff(description);
                    }
                });
    }
}
