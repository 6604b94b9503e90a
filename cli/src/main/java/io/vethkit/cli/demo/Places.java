package io.vethkit.cli.demo;

import io.vethkit.cli.vpc.Topology;
import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.Prefix;
import io.vethkit.netns.NetworkNamespace;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who can call and be called: {@code node}, {@code node2} and its {@code pod2}, {@code internet},
 * and the pods by their names; {@code a.1} is the second interface of pod {@code a}.
 */
final class Places {
    private final SimulatedVpc vpc;
    private final Map<String, Pod> pods = new LinkedHashMap<>();

    Places(SimulatedVpc vpc) {
        this.vpc = vpc;
    }

    void add(Pod pod) {
        pods.put(pod.name(), pod);
    }

    NetworkNamespace namespace(String name) throws IOException {
        return switch (name) {
            case "node" -> vpc.node();
            case "node2" -> vpc.node2();
            case "pod2" -> vpc.pod2();
            case "internet" -> vpc.internet();
            default -> pod(name).namespace();
        };
    }

    IpAddress address(String name, boolean v6) throws IOException {
        return switch (name) {
            case "node" -> node(v6);
            case "node2" -> of(Topology.NODE2, v6);
            case "pod2" -> Topology.POD2.get(v6 ? 1 : 0);
            case "internet" -> of(Topology.INTERNET, v6);
            case "nat gateway" -> Topology.NAT_GATEWAY;
            default -> pod(name).address(v6, index(name));
        };
    }

    private IpAddress node(boolean v6) throws IOException {
        Prefix own = vpc.topology().primary().own(v6);
        if (own == null) {
            throw new IOException("the node has no address of that family");
        }
        return own.address();
    }

    private static IpAddress of(List<Prefix> both, boolean v6) {
        return both.get(v6 ? 1 : 0).address();
    }

    private Pod pod(String name) throws IOException {
        int dot = name.indexOf('.');
        Pod pod = pods.get(dot < 0 ? name : name.substring(0, dot));
        if (pod == null) {
            throw new IOException("there is no pod " + name);
        }
        return pod;
    }

    private static int index(String name) {
        int dot = name.indexOf('.');
        return dot < 0 ? 0 : Integer.parseInt(name.substring(dot + 1));
    }

    /** Returns what people call it. */
    static String label(String name) {
        return switch (name) {
            case "node", "node2", "pod2" -> name;
            case "internet" -> "internet host";
            default -> "pod " + name;
        };
    }

    /** Returns the names of the veths of pods, by the pods' names. */
    Map<String, String> veths() {
        Map<String, String> names = new LinkedHashMap<>();
        for (Pod pod : pods.values()) {
            List<String> veths = pod.hostVeths();
            for (int i = 0; i < veths.size(); i++) {
                names.put(i == 0 ? pod.name() : pod.name() + "." + i, veths.get(i));
            }
        }
        return names;
    }

    /** Returns what the node's devices are called that are pods' veths. */
    Map<String, String> devices() {
        Map<String, String> names = new LinkedHashMap<>();
        veths().forEach((pod, veth) -> names.put(veth, pod));
        return names;
    }
}
