package io.vethkit.it.nft;

import static io.vethkit.it.Tool.ip;
import static io.vethkit.it.Tool.run;
import static io.vethkit.netlink.Netlink.NETLINK_NETFILTER;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vethkit.iptables.Nftables;
import io.vethkit.it.ThrowawayNetns;
import io.vethkit.netlink.NetlinkSocket;
import io.vethkit.netns.NetworkNamespace;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.nio.file.Files;
import java.nio.file.Path;

/** What a node's ruleset does to real packets of a pod. */
@Tag("kernels")
@ExtendWith(ThrowawayNetns.class)
class PacketsIT {
    @Test
    void givesPodsTheNodesAddressOnTheInternetOnly() throws Exception {
        try (NetworkNamespace pod = NetworkNamespace.createAnonymous();
                NetworkNamespace internet = NetworkNamespace.createAnonymous();
                NetlinkSocket socket = NetlinkSocket.open(NETLINK_NETFILTER)) {
            connect(pod, internet);
            new Nftables(socket).apply(NodeRuleset.of("10.0.0.0/16"));

            pod.call(() -> run("ping", "-c1", "-W5", "203.0.113.9"));
            pod.call(() -> run("ping", "-c1", "-W5", "10.0.0.1"));

            String connections = run("conntrack", "-L", "-p", "icmp");
            assertSeen(connections, "src=203.0.113.9 dst=10.0.0.4 .* mark=128 ");
            assertSeen(connections, "src=10.0.0.1 dst=10.0.1.7 .* mark=0 ");
        }
    }

    private static void assertSeen(String connections, String pattern) {
        boolean seen = connections.lines().anyMatch(line -> line.matches(".*" + pattern + ".*"));
        assertTrue(seen, connections);
    }

    /** The internet knows the node's address only; of pods, the VPC does. */
    private static void connect(NetworkNamespace pod, NetworkNamespace internet) throws Exception {
        ip("link", "add", "eth0", "type", "veth", "peer", "name", "eth0", "netns", path(internet));
        ip("link", "add", "eni0", "type", "veth", "peer", "name", "eth0", "netns", path(pod));
        ip("address", "add", "10.0.0.4/24", "dev", "eth0");
        ip("link", "set", "eth0", "up");
        ip("link", "set", "eni0", "up");
        ip("route", "add", "default", "via", "10.0.0.1");
        ip("address", "add", "169.254.1.1/32", "dev", "eni0");
        ip("route", "add", "10.0.1.7/32", "dev", "eni0");
        Files.writeString(Path.of("/proc/sys/net/ipv4/ip_forward"), "1");
        pod.call(() -> {
            ip("address", "add", "10.0.1.7/32", "dev", "eth0");
            ip("link", "set", "eth0", "up");
            ip("route", "add", "169.254.1.1", "dev", "eth0");
            return ip("route", "add", "default", "via", "169.254.1.1");
        });
        internet.call(() -> {
            ip("address", "add", "10.0.0.1/24", "dev", "eth0");
            ip("address", "add", "203.0.113.9/32", "dev", "eth0");
            ip("link", "set", "eth0", "up");
            ip("route", "add", "10.0.1.7", "via", "10.0.0.4", "src", "10.0.0.1");
            ip("rule", "add", "from", "203.0.113.9", "to", "10.0.1.7", "blackhole");
            return "";
        });
    }

    private static String path(NetworkNamespace namespace) {
        return "/proc/" + ProcessHandle.current().pid() + "/fd/" + namespace.fd().number();
    }
}
