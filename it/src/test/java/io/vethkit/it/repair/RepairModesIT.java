package io.vethkit.it.repair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vethkit.it.ThrowawayNetns;
import io.vethkit.it.Tool;
import io.vethkit.it.cni.CniNode;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.Map;

/** What others break in modes beyond IPv4 on secondary ENIs, named and healed by one watch. */
@ExtendWith(ThrowawayNetns.class)
class RepairModesIT {
    private static final Map<String, String> POD =
            Map.of("CNI_ARGS", "IgnoreUnknown=1;K8S_POD_NAMESPACE=default;K8S_POD_NAME=web");
    private static final String DUAL_STACK =
            "\"ipFamilies\":[\"IPv4\",\"IPv6\"],\"enis\":[{\"deviceNumber\":1,"
                    + "\"name\":\"eth1\",\"address\":\"10.0.1.4/24\","
                    + "\"ipv6Address\":\"2001:db8:0:1::4/64\",\"addresses\":["
                    + "\"10.0.1.16/28\",\"2001:db8:0:1:2::/80\"]}]";
    private static final String BRANCH =
            ",\"runtimeConfig\":{\"io.kubernetes.cri.pod-annotations\":{"
                    + "\"vpc.amazonaws.com/pod-eni\":\"[{\\\"eniId\\\":\\\"eni-1\\\","
                    + "\\\"ifAddress\\\":\\\"02:00:00:00:09:05\\\",\\\"privateIp\\\":\\\"10.0.9.5\\\","
                    + "\\\"vlanId\\\":7,\\\"subnetCidr\\\":\\\"10.0.9.0/24\\\"}]\"}}";

    private static CniNode node(String fields, String more) throws IOException {
        Tool.run("sysctl", "-qw", "net.ipv6.conf.default.accept_dad=0");
        CniNode node = CniNode.withSecondaryEni();
        Tool.ip("link", "set", "eth1", "up");
        node.extra = ",\"node\":{" + fields + "}";
        node.call(POD, "ADD", "c1", node.newPod(), node.conf(more)).result();
        return node;
    }

    private static String differences(CniNode node) {
        Vethkit.Answer answer = Vethkit.run("diff", "--pods", "--state-dir=" + node.stateDir);
        return answer.status() == 0 ? "" : answer.out();
    }

    private static void breakAndWatchItHeal(CniNode node, String command) throws IOException {
        assertEquals("", differences(node));
        try (WatchProcess watch = new WatchProcess(node.stateDir, "--pods")) {
            watch.take();

            Tool.run("sh", "-c", command.replace("PODNS", "nsenter --net=" + node.path(0)));

            watch.await("repaired  ");
            watch.settle();
            String said = watch.take().toString();
            assertTrue(!said.contains("failed") && !said.contains("gave-up"), said);
            assertEquals("", differences(node), said);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ip -6 rule flush; ip -6 rule add lookup main pref 32766",
                "ip link set eth1 down",
                "ip link set eth1 down; ip link set eth1 up",
                "ip -6 route flush table 2",
                "ip -6 addr flush dev eth1 scope global",
                "sysctl -qw net.ipv6.conf.all.forwarding=0",
                "PODNS ip link set eth0 down",
                "PODNS ip -6 addr flush dev eth0 scope global",
                "PODNS ip -6 route flush default",
                "PODNS ip neigh flush dev eth0 nud permanent",
                "PODNS ip link del eth0",
            })
    void healsADualStackNode(String command) throws IOException {
        try (CniNode node = node(DUAL_STACK, "")) {
            breakAndWatchItHeal(node, command);
        }
    }

    @Test
    @Tag("vlan")
    void makesABranchEniAgain() throws IOException {
        String fields =
                "\"podEni\":true,\"addresses\":[\"10.0.0.16/28\"],\"enis\":[{\"deviceNumber\":4,"
                        + "\"name\":\"eth1\",\"address\":\"10.0.1.4/24\",\"trunk\":true}]";
        try (CniNode node = node(fields, BRANCH)) {
            breakAndWatchItHeal(node, "ip link del vlan.eth.7");
            breakAndWatchItHeal(node, "ip rule add pref 0 lookup local");
        }
    }
}
