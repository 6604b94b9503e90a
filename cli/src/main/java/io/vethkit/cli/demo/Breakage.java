package io.vethkit.cli.demo;

import static io.vethkit.linux.Socket.AF_INET;

import com.google.gson.JsonObject;

import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.Prefix;
import io.vethkit.netlink.route.Link;
import io.vethkit.netlink.route.Rule;
import io.vethkit.netlink.route.Rules;
import io.vethkit.podnet.Datapath;
import io.vethkit.podnet.DesiredState;
import io.vethkit.podnet.NodeKernel;
import io.vethkit.podnet.PodAttachment;
import io.vethkit.podnet.PodNetwork;
import io.vethkit.routing.NamespaceHandle;

import java.io.IOException;

/** CHECK, a rule that somebody deletes, what CHECK says to that, and the repair. */
final class Breakage {
    private static final int SHORT_TIMEOUT_MILLIS = 200;
    private static final IpAddress NODE2 = SimulatedVpc.NODE2.address();

    private final Stage stage;
    private final Cluster cluster;
    private final Report report;
    private final Pod victim;

    Breakage(Stage stage, Cluster cluster, Report report) {
        this.stage = stage;
        this.cluster = cluster;
        this.report = report;
        this.victim = cluster.b();
    }

    void run() throws IOException {
        for (Pod pod : cluster.pods()) {
            report.step("check-" + pod.name(), "CHECK pod " + pod.name(), () -> check(pod));
        }
        Rule rule = fromRule();
        report.step("break", "somebody types: ip rule del " + words(rule), () -> delete(rule));
        report.step("effect", "pod b -> node2 now leaves by eth0", this::requireSilence);
        report.narrator().explain("The VPC drops it: 10.0.1.17 does not belong to that ENI.");
        report.step("finding", "CHECK pod b fails", this::requireFinding);
        DesiredState description = description();
        report.step(
                "repair",
                "repair: apply the description that ADD applied",
                () -> {
                    repair(description);
                    return "";
                });
        report.narrator()
                .explain(
                        "One description serves ADD, CHECK, DEL and repair; only the rule was made.");
        report.step("check-repaired", "CHECK pod b", () -> check(victim));
        report.step("reach-repaired", "ping pod b -> node2 " + NODE2, this::requireAnswer);
    }

    private String check(Pod pod) throws IOException {
        answer(pod).result();
        return "as described";
    }

    private Plugin.Answer answer(Pod pod) throws IOException {
        JsonObject config = Network.withPrevResult(stage.config(), cluster.result(pod));
        return stage.call("CHECK", pod, config);
    }

    private Rule fromRule() {
        return Rule.lookup(AF_INET, victim.table(), Datapath.FROM_POD_PRIORITY)
                .protocol(Datapath.PROTOCOL)
                .from(Prefix.host(victim.address()));
    }

    private static String words(Rule rule) {
        return "from " + rule.from() + " priority " + rule.priority();
    }

    private String delete(Rule rule) throws IOException {
        try (NamespaceHandle node = NamespaceHandle.of(stage.vpc().node())) {
            new Rules(node.socket()).delete(rule);
        }
        return "";
    }

    private String requireSilence() throws IOException {
        if (Ping.isAnswered(victim.namespace(), NODE2, SHORT_TIMEOUT_MILLIS)) {
            throw new IOException("node2 answered all the same");
        }
        return "no answer";
    }

    private String requireAnswer() throws IOException {
        if (!Ping.isAnswered(victim.namespace(), NODE2, Traffic.TIMEOUT_MILLIS)) {
            throw new IOException("no answer");
        }
        return "";
    }

    private String requireFinding() throws IOException {
        Plugin.Answer answer = answer(victim);
        if (answer.status() == 0) {
            throw new IOException("CHECK noticed nothing");
        }
        String finding = answer.error();
        if (!finding.contains("rule from " + Prefix.host(victim.address()))) {
            throw new IOException("CHECK does not name the rule: " + finding);
        }
        return finding;
    }

    /** Returns what ADD described: a function of its result. */
    private DesiredState description() throws IOException {
        PodAttachment attachment = cluster.attachment(victim);
        try (NamespaceHandle node = NamespaceHandle.of(stage.vpc().node())) {
            Link veth = node.links().find(attachment.first().hostVeth());
            String alias = veth == null || veth.alias() == null ? "" : veth.alias();
            return PodNetwork.describe(attachment, alias);
        }
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
