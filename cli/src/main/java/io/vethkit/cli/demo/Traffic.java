package io.vethkit.cli.demo;

import io.vethkit.netlink.IpAddress;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Connections between all that are there; who answers, what they see and the way is checked. */
final class Traffic {
    private static final int PORT = 8080;
    private static final int TIMEOUT_MILLIS = 1500;
    private static final int SILENCE_MILLIS = 300;

    private final Stage stage;
    private final Places places;
    private final Report report;

    Traffic(Stage stage, Cluster cluster, Report report) {
        this.stage = stage;
        this.places = cluster.places();
        this.report = report;
    }

    /** Tries all of them. */
    void run(List<Flow> flows) throws IOException {
        Set<String> called = new LinkedHashSet<>();
        flows.forEach(flow -> called.add(server(flow.to())));
        try (Belongings servers = new Belongings()) {
            for (String name : called) {
                servers.add(start(name)::close);
            }
            for (Flow flow : flows) {
                report.check(flow.id(), words(flow), () -> attempt(flow));
                explain(flow);
            }
        }
    }

    /** Tries one whose server is not there yet; it must come out as it says. */
    void step(String id, Flow flow) throws IOException {
        try (Mirror _ = start(server(flow.to()))) {
            report.step(id, words(flow), () -> attempt(flow));
        }
        explain(flow);
    }

    private void explain(Flow flow) {
        if (!flow.why().isEmpty()) {
            report.narrator().explain(flow.why());
        }
    }

    private Mirror start(String name) throws IOException {
        return Mirror.start(Places.label(name), places.namespace(name), PORT);
    }

    private String words(Flow flow) throws IOException {
        String to =
                flow.nodePort()
                        ? "node port of " + Places.label(flow.to())
                        : Places.label(flow.to()) + " " + places.address(flow.to(), flow.v6());
        return "TCP  " + Places.label(flow.from()) + " -> " + to;
    }

    private String attempt(Flow flow) throws IOException {
        if (!flow.nodePort()) {
            return attempt(flow, places.address(flow.to(), flow.v6()), PORT);
        }
        IpAddress pod = places.address(flow.to(), flow.v6());
        try (KubeProxy _ = KubeProxy.start(stage.vpc().node(), pod, PORT)) {
            return attempt(flow, places.address("node", flow.v6()), KubeProxy.NODE_PORT);
        }
    }

    private String attempt(Flow flow, IpAddress server, int port) throws IOException {
        try (Wiretap tap = Wiretap.on(stage.vpc().node(), places.devices())) {
            String seen = seenAs(flow, server, port);
            require(flow.way(), tap.way(port, PORT), "went by");
            return seen + " by " + flow.way().replace(" ", ", ");
        }
    }

    private String seenAs(Flow flow, IpAddress server, int port) throws IOException {
        IpAddress client = places.address(flow.from(), flow.v6());
        String seenAs = flow.seenAs();
        int timeout = seenAs == null ? SILENCE_MILLIS : TIMEOUT_MILLIS;
        Call told;
        try {
            told = Call.of(places.namespace(flow.from()), client, server, port, timeout);
        } catch (IOException e) {
            if (seenAs == null) {
                return "no answer,";
            }
            throw e;
        }
        if (seenAs == null) {
            throw new IOException(told.server() + " answered all the same");
        }
        IpAddress wanted = seenAs.equals(Flow.OWN) ? client : places.address(seenAs, flow.v6());
        require(Places.label(server(flow.to())), told.server(), "answered");
        require(wanted.toString(), told.caller(), "seen as source");
        return "seen as " + told.caller();
    }

    /** A pod's server serves at all of its interfaces. */
    private static String server(String name) {
        int dot = name.indexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }

    private static void require(String wanted, String actual, String what) throws IOException {
        if (!wanted.equals(actual)) {
            throw new IOException(what + ": " + actual + " instead of " + wanted);
        }
    }
}
