package io.vethkit.it.modes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vethkit.cli.demo.SimulatedVpc;
import io.vethkit.it.Tool;
import io.vethkit.netlink.IpAddress;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Connections between places, and the way that their packets take through the node, as a table:
 *
 * <pre>
 * b -> node2 | 10.0.1.17 | b eth1 | eth1 b | 9001
 * </pre>
 *
 * <p>from and to; the address the server sees its caller at; the devices of the node that the
 * request passed, and the reply, where pods stand for their veths; the size of packets that pass
 * unbroken. TCP and UDP fare the same, or have a line each. A dash: no answer.
 */
final class Flows {
    private static final int FIRST_PORT = 8001;
    private static final int MTU = 9001;

    private final SimulatedVpc vpc;
    private final Map<String, Place> places = new HashMap<>();
    private final Map<String, String> devices = new HashMap<>();
    private final Map<String, NodePort> nodePorts = new HashMap<>();

    /** A port of the node that a service's pod answers at. */
    private record NodePort(IpAddress node, int port, String pod) {}

    Flows(SimulatedVpc vpc) {
        this.vpc = vpc;
    }

    /** Calls an address {@code name}. */
    Flows place(Place place) {
        places.put(place.name(), place);
        return this;
    }

    /** Calls a device of the node {@code name}. */
    Flows device(String device, String name) {
        devices.put(device, name);
        return this;
    }

    /** Lets {@code name} stand for a port of the node, see {@link NodePorts}. */
    Flows nodePort(String name, IpAddress node, int port, String pod) {
        nodePorts.put(name, new NodePort(node, port, pod));
        return this;
    }

    /** Fails unless packets flow as {@code table} has it. */
    void assertFlow(String table) throws IOException, InterruptedException {
        List<String> wanted = table.strip().lines().map(Flows::squeezed).toList();
        List<String> flows = new ArrayList<>();
        for (String line : wanted) {
            String flow = line.split(" \\| ", -1)[0].replaceFirst(" \\((tcp|udp)\\)$", "");
            if (!flows.contains(flow)) {
                flows.add(flow);
            }
        }
        assertEquals(String.join("\n", wanted), String.join("\n", run(flows)));
    }

    private static String squeezed(String line) {
        return line.strip().replaceAll(" +", " ");
    }

    private List<String> run(List<String> flows) throws IOException, InterruptedException {
        List<Outcome> outcomes = new ArrayList<>();
        List<Wiretap.Packet> packets;
        try (Wiretap tap = Wiretap.on(vpc.node())) {
            for (int i = 0; i < flows.size(); i++) {
                outcomes.add(run(flows.get(i), FIRST_PORT + i));
            }
            packets = tap.stop();
        }
        List<String> lines = new ArrayList<>();
        for (Outcome outcome : outcomes) {
            String tcp = outcome.line(outcome.tcp, packets, false, devices);
            String udp = outcome.line(outcome.udp, packets, true, devices);
            if (tcp.equals(udp)) {
                lines.add(outcome.flow + tcp);
            } else {
                lines.add(outcome.flow + " (tcp)" + tcp);
                lines.add(outcome.flow + " (udp)" + udp);
            }
        }
        return lines;
    }

    private Outcome run(String flow, int port) throws IOException {
        String[] ends = flow.split(" -> ", -1);
        Place client = place(ends[0]);
        NodePort nodePort = nodePorts.get(ends[1]);
        Place server = place(nodePort == null ? ends[1] : nodePort.pod);
        IpAddress address = nodePort == null ? server.address() : nodePort.node;
        int called = nodePort == null ? port : nodePort.port;
        try (Echo _ = Echo.at(server, called)) {
            String tcp = Echo.callTcp(client, address, called);
            String udp = Echo.callUdp(client, address, called);
            String size = nodePort == null && tcp != null ? size(client, address) : "";
            return new Outcome(ends[0] + " -> " + ends[1], called, tcp, udp, size);
        }
    }

    private Place place(String name) {
        Place place = places.get(name);
        if (place == null) {
            throw new IllegalArgumentException("no place " + name);
        }
        return place;
    }

    /** Returns the size of the largest packet of an ENI, if it passes as a whole. */
    private static String size(Place client, IpAddress server) throws IOException {
        int headers = server.isV6() ? 40 + 8 : 20 + 8;
        try {
            Tool.run(
                    "nsenter",
                    "--net=" + client.namespace(),
                    "ping",
                    "-c1",
                    "-W1",
                    "-Mdo",
                    "-s" + (MTU - headers),
                    "-I" + client.address(),
                    server.toString());
            return " | " + MTU;
        } catch (AssertionError e) {
            return " | broken: " + e.getMessage();
        }
    }

    /** What came of a flow: what the server saw, or null. */
    private record Outcome(
            String flow, int port, @Nullable String tcp, @Nullable String udp, String size) {
        String line(
                @Nullable String seen,
                List<Wiretap.Packet> packets,
                boolean isUdp,
                Map<String, String> devices) {
            return " | "
                    + (seen == null ? "-" : seen)
                    + " | "
                    + words(Wiretap.path(packets, port, isUdp, true, devices))
                    + " | "
                    + words(Wiretap.path(packets, port, isUdp, false, devices))
                    + size;
        }

        private static String words(List<String> path) {
            return path.isEmpty() ? "-" : String.join(" ", path);
        }
    }
}
