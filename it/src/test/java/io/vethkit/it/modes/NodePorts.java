package io.vethkit.it.modes;

import io.vethkit.it.Tool;
import io.vethkit.netlink.IpAddress;
import io.vethkit.netns.NetworkNamespace;

import java.io.IOException;

/** Stands in for kube-proxy: node ports, each of a service with one pod. */
final class NodePorts {
    private NodePorts() {}

    /**
     * Sends what comes to {@code port} of the node to that port of {@code pod}.
     *
     * @param masqueraded whether the pod sees the node as its caller, as with {@code
     *     externalTrafficPolicy: Cluster}
     */
    static void add(NetworkNamespace node, int port, IpAddress pod, boolean masqueraded)
            throws IOException {
        String family = pod.isV6() ? "ip6" : "ip";
        String to = pod.isV6() ? "[" + pod + "]" : pod.toString();
        String table = "kube-proxy-" + port;
        StringBuilder rules = new StringBuilder();
        for (String protocol : new String[] {"tcp", "udp"}) {
            rules.append("fib daddr type local ").append(protocol).append(" dport ").append(port);
            rules.append(masqueraded ? " ct mark set ct mark or 0x4000" : "");
            rules.append(" dnat to ").append(to).append(":").append(port);
            rules.append('\n');
        }
        String masquerade =
                """
                chain masq { type nat hook postrouting priority srcnat - 5;
                ct mark and 0x4000 == 0x4000 masquerade
                }
                """;
        Tool.feed(
                "table "
                        + family
                        + " "
                        + table
                        + " {\n"
                        + "chain services { type nat hook prerouting priority dstnat;\n"
                        + rules
                        + "}\n"
                        + (masqueraded ? masquerade : "")
                        + "}\n",
                "nsenter",
                "--net=" + node,
                "nft",
                "-f",
                "-");
    }

    /** Removes them all. */
    static void removeAll(NetworkNamespace node) throws IOException {
        String nft = "nsenter --net=" + node + " nft ";
        Tool.run(
                "sh",
                "-c",
                nft
                        + "list tables | grep kube-proxy- | while read _ family table; do "
                        + nft
                        + "delete table $family $table; done");
    }
}
