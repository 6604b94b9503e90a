package io.vethkit.cli.demo;

import io.vethkit.netlink.IpAddress;
import io.vethkit.netns.NetworkNamespace;

import java.io.IOException;

/** Pings and connections between all that are there; who answers and what they see is checked. */
final class Traffic {
    static final int PORT = 8080;
    static final int TIMEOUT_MILLIS = 1000;

    private static final String INTERNET = "internet host";

    private final Stage stage;
    private final Cluster cluster;
    private final Report report;

    Traffic(Stage stage, Cluster cluster, Report report) {
        this.stage = stage;
        this.cluster = cluster;
        this.report = report;
    }

    void run() throws IOException {
        try (Belongings servers = new Belongings()) {
            for (Pod pod : cluster.pods()) {
                start(servers, "pod " + pod.name(), pod.namespace());
            }
            start(servers, "node2", stage.vpc().node2());
            start(servers, INTERNET, stage.vpc().internet());
            betweenPods();
            nodes();
            internet();
            nodePort();
        }
    }

    private static void start(Belongings servers, String name, NetworkNamespace namespace)
            throws IOException {
        Mirror mirror = Mirror.start(name, namespace, PORT);
        servers.add(mirror::close);
    }

    private void betweenPods() throws IOException {
        both("b", "c", cluster.b(), cluster.c());
        report.narrator().explain("Two pods of one ENI: veth to veth, the packet never leaves.");
        both("a", "b", cluster.a(), cluster.b());
        both("b", "a", cluster.b(), cluster.a());
        report.narrator()
                .explain(
                        "Two ENIs: rule 512 comes before 1536, so it still never leaves the node.");
    }

    private void both(String from, String to, Pod client, Pod server) throws IOException {
        ping("pod " + from, "pod " + to, client.namespace(), server.address());
        tcp(
                "pod " + from,
                "pod " + to,
                client.namespace(),
                server.address(),
                client.address().toString());
    }

    private void nodes() throws IOException {
        Pod a = cluster.a();
        Pod b = cluster.b();
        NetworkNamespace node = stage.vpc().node();
        NetworkNamespace node2 = stage.vpc().node2();
        String primary = SimulatedVpc.PRIMARY_ENI.address().toString();
        tcp("node", "pod a", node, a.address(), primary);
        tcp("node", "pod b", node, b.address(), primary);
        ping("pod b", "node", b.namespace(), SimulatedVpc.PRIMARY_ENI.address());
        IpAddress other = SimulatedVpc.NODE2.address();
        tcp("pod a", "node2", a.namespace(), other, a.address().toString());
        tcp("pod b", "node2", b.namespace(), other, b.address().toString());
        ping("pod b", "node2", b.namespace(), other);
        String peer = SimulatedVpc.NODE2.address().toString();
        tcp("node2", "pod b", node2, b.address(), peer);
        report.narrator()
                .explain(
                        "Within the VPC pods keep their addresses. Pod b's packets must leave by"
                                + " eth1: by eth0 the VPC would drop them.");
    }

    private void internet() throws IOException {
        IpAddress host = SimulatedVpc.INTERNET.address();
        String primary = SimulatedVpc.PRIMARY_ENI.address().toString();
        tcp("pod a", INTERNET, cluster.a().namespace(), host, primary);
        tcp("pod b", INTERNET, cluster.b().namespace(), host, primary);
        ping("pod b", INTERNET, cluster.b().namespace(), host);
        report.narrator()
                .explain(
                        "Off the VPC the source is the node's address: pod b's connection is marked"
                                + " 0x80, takes table main and eth0, and is translated there.");
    }

    private void nodePort() throws IOException {
        KubeProxy proxy = KubeProxy.start(stage.vpc().node(), cluster.b().address(), PORT);
        try {
            report.check(
                    "nodeport",
                    "TCP  internet host -> NodePort 10.0.0.4:" + KubeProxy.NODE_PORT,
                    () -> {
                        Mirror.Reflection told =
                                Mirror.call(
                                        stage.vpc().internet(),
                                        SimulatedVpc.PRIMARY_ENI.address(),
                                        KubeProxy.NODE_PORT);
                        require("pod b", told.server(), "answered");
                        require(SimulatedVpc.INTERNET.address().toString(), told.caller(), "seen");
                        return "pod b answered";
                    });
            report.narrator()
                    .explain(
                            "The request came in by eth0, so the connection is marked, and pod b's"
                                    + " reply leaves by eth0 too, though its own ENI is eth1.");
        } finally {
            proxy.close();
        }
    }

    private void ping(String from, String to, NetworkNamespace client, IpAddress server)
            throws IOException {
        report.check(
                id("ping", from, to),
                "ping " + from + " -> " + to + " " + server,
                () -> {
                    if (!Ping.isAnswered(client, server, TIMEOUT_MILLIS)) {
                        throw new IOException("no answer within " + TIMEOUT_MILLIS + " ms");
                    }
                    return "";
                });
    }

    private void tcp(
            String from, String to, NetworkNamespace client, IpAddress server, String seenAs)
            throws IOException {
        report.check(
                id("tcp", from, to),
                "TCP  " + from + " -> " + to + " " + server,
                () -> {
                    Mirror.Reflection told = Mirror.call(client, server, PORT);
                    require(to, told.server(), "answered");
                    require(seenAs, told.caller(), "seen as source");
                    return "seen as " + told.caller();
                });
    }

    private static String id(String kind, String from, String to) {
        return kind + "-" + shortened(from) + "-" + shortened(to);
    }

    private static String shortened(String name) {
        return name.replace("pod ", "").replace(INTERNET, "internet");
    }

    private static void require(String wanted, String actual, String what) throws IOException {
        if (!wanted.equals(actual)) {
            throw new IOException(what + ": " + actual + " instead of " + wanted);
        }
    }
}
