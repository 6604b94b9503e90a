package io.vethkit.cli.demo;

import static io.vethkit.linux.Socket.AF_INET;
import static io.vethkit.linux.Socket.AF_INET6;

import com.google.gson.JsonObject;

import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.route.Rule;
import io.vethkit.netlink.route.Rules;
import io.vethkit.routing.NamespaceHandle;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The pods on the node, and what the plugin answered about them. */
final class Cluster {
    private final Stage stage;
    private final Report report;
    private final Places places;
    private final Map<String, Pod> pods = new LinkedHashMap<>();

    Cluster(Stage stage, Report report) {
        this.stage = stage;
        this.report = report;
        this.places = new Places(stage.vpc());
    }

    Places places() {
        return places;
    }

    List<Pod> pods() {
        return List.copyOf(pods.values());
    }

    Pod pod(String name) {
        Pod pod = pods.get(name);
        if (pod == null) {
            throw new IllegalArgumentException(name);
        }
        return pod;
    }

    void addPods(List<Story.Role> roles) throws IOException {
        report.step("status", "STATUS, before anything is set up", this::status);
        for (Story.Role role : roles) {
            add(role);
            if (pods.size() == 1) {
                report.narrator()
                        .explain(
                                "The first ADD also set up the node itself: ENIs' route tables,"
                                        + " rules, the marking of connections and, in IPv4,"
                                        + " SNAT.");
            }
        }
    }

    private String status() throws IOException {
        String path = stage.installation().binDir().toString();
        Map<String, String> environment = Map.of("CNI_COMMAND", "STATUS", "CNI_PATH", path);
        stage.plugin().call(environment, stage.config()).result();
        return "ready";
    }

    private void add(Story.Role role) throws IOException {
        String name = role.name();
        report.step(
                "add-" + name,
                "ADD pod " + name + ", " + role.what(),
                () -> {
                    Pod pod =
                            new Pod(
                                    name,
                                    stage.vpc().addPod("pod-" + name),
                                    role.runtime(),
                                    new JsonObject());
                    JsonObject config = Network.forPod(stage.config(), pod);
                    Pod added = pod.added(stage.call("ADD", pod, config).result());
                    pods.put(name, added);
                    places.add(added);
                    return words(added.addresses());
                });
    }

    private static String words(List<IpAddress> addresses) {
        List<String> words = new ArrayList<>();
        addresses.forEach(address -> words.add(address.toString()));
        return String.join(", ", words);
    }

    void deletePods() throws IOException {
        for (Pod pod : pods()) {
            report.step(
                    "del-" + pod.name(),
                    "DEL pod " + pod.name(),
                    () -> {
                        JsonObject config = Network.withPrevResult(stage.config(), pod);
                        stage.call("DEL", pod, config).result();
                        return "";
                    });
        }
    }

    /** Shows the rules as the kernel has them. */
    void explainRules() throws IOException {
        explainRules(AF_INET, "ip rule on the node; the first match decides:");
        if (stage.vpc().topology().hasIpv6()) {
            explainRules(AF_INET6, "ip -6 rule:");
        }
    }

    private void explainRules(int family, String title) throws IOException {
        Narrator narrator = report.narrator();
        narrator.say("");
        narrator.say("  " + title);
        try (NamespaceHandle node = NamespaceHandle.of(stage.vpc().node())) {
            for (Rule rule : new Rules(node.socket()).list(family)) {
                narrator.say("  " + RuleLine.of(rule));
            }
        }
    }
}
