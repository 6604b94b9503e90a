package io.vethkit.cli.demo;

import static io.vethkit.linux.Socket.AF_INET;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.Prefix;
import io.vethkit.netlink.route.Rule;
import io.vethkit.netlink.route.Rules;
import io.vethkit.podnet.PodAttachment;
import io.vethkit.routing.NamespaceHandle;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The pods on the node, and what the plugin answered about them. */
final class Cluster {
    private static final int MAIN = 254;

    private final Stage stage;
    private final Report report;
    private final Map<Pod, JsonObject> results = new LinkedHashMap<>();

    Cluster(Stage stage, Report report) {
        this.stage = stage;
        this.report = report;
    }

    /** The pod on the primary ENI. */
    Pod a() {
        return pods().get(0);
    }

    /** A pod on the secondary ENI. */
    Pod b() {
        return pods().get(1);
    }

    /** The other pod on the secondary ENI. */
    Pod c() {
        return pods().get(2);
    }

    List<Pod> pods() {
        return List.copyOf(results.keySet());
    }

    JsonObject result(Pod pod) {
        JsonObject result = results.get(pod);
        if (result == null) {
            throw new IllegalArgumentException(pod.name());
        }
        return result;
    }

    void addPods() throws IOException {
        report.step("status", "STATUS, before anything is set up", this::status);
        add("a", SimulatedVpc.PRIMARY_PODS.address().plus(1), MAIN);
        report.narrator()
                .explain(
                        "The first ADD also set up the node itself: the secondary ENI's route table,"
                                + " the rule for marked connections, SNAT.");
        IpAddress secondary = SimulatedVpc.SECONDARY_PODS.address();
        add("b", secondary.plus(1), Network.SECONDARY_TABLE);
        add("c", secondary.plus(2), Network.SECONDARY_TABLE);
    }

    private String status() throws IOException {
        String path = stage.installation().binDir().toString();
        Map<String, String> environment = Map.of("CNI_COMMAND", "STATUS", "CNI_PATH", path);
        stage.plugin().call(environment, stage.config()).result();
        return "ready";
    }

    private void add(String name, IpAddress address, int table) throws IOException {
        String eni = table == MAIN ? "the primary ENI" : "the secondary ENI";
        report.step(
                "add-" + name,
                "ADD pod " + name + ", an address of " + eni,
                () -> {
                    Pod pod = new Pod(name, stage.vpc().addPod("pod-" + name), address, table);
                    JsonObject config = Network.withAddress(stage.config(), address);
                    JsonObject result = stage.call("ADD", pod, config).result();
                    results.put(pod, result);
                    return addressIn(result);
                });
    }

    private static String addressIn(JsonObject result) {
        JsonArray ips = result.getAsJsonArray("ips");
        return ips.get(0).getAsJsonObject().get("address").getAsString();
    }

    void deletePods() throws IOException {
        for (Pod pod : pods()) {
            report.step(
                    "del-" + pod.name(),
                    "DEL pod " + pod.name(),
                    () -> {
                        JsonObject config = Network.withPrevResult(stage.config(), result(pod));
                        stage.call("DEL", pod, config).result();
                        return "";
                    });
        }
    }

    PodAttachment attachment(Pod pod) {
        return pod.attachment(result(pod));
    }

    List<String> picture() {
        List<Picture.Attached> attached = new ArrayList<>();
        for (Pod pod : pods()) {
            String veth = attachment(pod).first().hostVeth();
            attached.add(new Picture.Attached("pod " + pod.name(), pod.address().toString(), veth));
        }
        return new Picture(attached).draw();
    }

    /** Shows the rules as the kernel has them. */
    void explainRules() throws IOException {
        Narrator narrator = report.narrator();
        narrator.say("");
        narrator.say("  ip rule on the node; the first match decides:");
        try (NamespaceHandle node = NamespaceHandle.of(stage.vpc().node())) {
            for (Rule rule : new Rules(node.socket()).list(AF_INET)) {
                narrator.say("  " + RuleLine.of(rule));
            }
        }
    }

    static Prefix host(Pod pod) {
        return Prefix.host(pod.address());
    }
}
