package io.vethkit.it.cni;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import io.vethkit.it.NetworkSnapshot;
import io.vethkit.it.ThrowawayNetns;
import io.vethkit.it.Tool;
import io.vethkit.it.cni.CniNode.Answer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.Map;

/**
 * CHECK: whatever of a pod or its node is broken with the real tools, it names that and no more.
 */
@ExtendWith(ThrowawayNetns.class)
class CheckIT {
    // what breaks it | what CHECK says; VETH and PODNS as of the pod, a host veth and a namespace
    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            textBlock =
                    """
                    ip rule del pref 512 > rule from all to 10.0.1.16/32 table 254 priority 512 proto 86 is missing
                    ip rule del pref 1536 > rule from 10.0.1.16/32 table 2 priority 1536 proto 86 is missing
                    ip route del 10.0.1.16 > route 10.0.1.16/32 dev VETH scope link proto 86 is missing
                    ip link set VETH mtu 1400 > link VETH has mtu 1400 instead of 9001
                    ip link set VETH address 02:00:00:00:00:99 > link VETH has address 02:00:00:00:00:99 instead of HOSTMAC
                    PODNS ip link set eth0 mtu 1400 > link eth0 has mtu 1400 instead of 9001 in the pod
                    PODNS ip link set lo down > link lo is down in the pod
                    PODNS ip route del default > route default via 169.254.1.1 dev eth0 proto 3 is missing in the pod
                    PODNS ip neigh del 169.254.1.1 dev eth0 > neighbour 169.254.1.1 lladdr HOSTMAC nud permanent dev eth0 is missing in the pod
                    PODNS ip neigh replace 169.254.1.1 lladdr 02:00:00:00:00:99 dev eth0 > neighbour 169.254.1.1 lladdr HOSTMAC nud permanent dev eth0 is unlike: 169.254.1.1 lladdr 02:00:00:00:00:99 dev #2 nud permanent in the pod
                    sysctl -qw net.ipv6.conf.VETH.accept_ra=1 > sysctl net/ipv6/conf/VETH/accept_ra has value 1 instead of 0
                    sysctl -qw net.ipv4.conf.eth0.rp_filter=1 > sysctl net/ipv4/conf/eth0/rp_filter has value 1 instead of 2
                    sysctl -qw net.ipv4.conf.eth1.rp_filter=0 > sysctl net/ipv4/conf/eth1/rp_filter has value 0 instead of 2
                    ip rule del pref 1024 > rule from all fwmark 0x80/0x80 table 254 priority 1024 proto 86 is missing
                    ip rule del pref 1535 > rule from all to 172.20.0.0/16 table 254 priority 1535 proto 86 is missing
                    ip rule del pref 32765 > rule from 10.0.1.4/32 table 2 priority 32765 proto 86 is missing
                    ip route del default table 2 > route default via 10.0.1.1 dev eth1 table 2 proto 86 is missing
                    ip route add 10.0.1.0/24 dev eth1 scope link src 10.0.1.4 proto kernel > route 10.0.1.0/24 dev eth1 scope link src 10.0.1.4 proto 2 is there but should not be
                    nft delete element ip aws-cni exempt-cidrs { 10.0.0.0/16 } > element 10.0.0.0/16 of set ip aws-cni exempt-cidrs is missing
                    nft add rule ip aws-cni snat-mark drop > rule with handle N of chain ip aws-cni snat-mark is not described
                    nft flush chain ip aws-cni nat-postrouting > rule 1 of chain ip aws-cni nat-postrouting is missing: jump AWS-SNAT-CHAIN-0 comment "AWS SNAT CHAIN"
                    nft chain ip aws-cni mangle-prerouting '{ policy drop; }' > chain ip aws-cni mangle-prerouting has another policy than accept
                    """)
    void namesTheOneThingThatIsBroken(String command, String finding) throws IOException {
        try (CniNode node = CniNode.withSecondaryEni()) {
            String netns = node.newPod();
            JsonObject result = addOnEth1(node, netns);
            DescribedPod pod = DescribedPod.onRecord(node, "c1");

            Tool.run("sh", "-c", pod.inserted(command));

            Answer broken = check(node, netns, result);
            String said = broken.error().replaceAll("handle \\d+", "handle N");
            assertEquals("101: " + pod.inserted(finding), said);
            assertEquals("101: " + broken.details(), broken.error());
            pod.repair(netns);
            assertEquals("", check(node, netns, result).success());
        }
    }

    // breaks what others depend on, so that several findings are right; the first names the cause
    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            textBlock =
                    """
                    ip link set VETH down > link VETH is down
                    PODNS ip link set eth0 down > link eth0 is down in the pod
                    PODNS ip addr del 10.0.1.16/32 dev eth0 > address 10.0.1.16/32 dev eth0 is missing in the pod
                    PODNS ip route flush table main > route 169.254.1.1/32 dev eth0 scope link proto 3 is missing in the pod
                    ip route flush table 2 > route 10.0.1.1/32 dev eth1 table 2 scope link proto 86 is missing
                    ip addr flush dev eth1 > address 10.0.1.4/24 dev eth1 is missing
                    ip link set eth1 down > link eth1 is down
                    sysctl -qw net.ipv4.ip_forward=0 > sysctl net/ipv4/ip_forward has value 0 instead of 1
                    nft flush ruleset > table ip aws-cni is missing
                    nft flush table ip aws-cni > rule 1 of chain ip aws-cni mangle-prerouting is missing: iifname "eth0" fib daddr . iif type local ct mark set ct mark | 0x80 comment "AWS, primary ENI"
                    """)
    void namesTheCauseFirst(String command, String finding) throws IOException {
        try (CniNode node = CniNode.withSecondaryEni()) {
            String netns = node.newPod();
            JsonObject result = addOnEth1(node, netns);
            DescribedPod pod = DescribedPod.onRecord(node, "c1");

            Tool.run("sh", "-c", pod.inserted(command));

            assertEquals("101: " + pod.inserted(finding), check(node, netns, result).error());
            pod.repair(netns);
            assertEquals("", check(node, netns, result).success());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            textBlock =
                    """
                    ipam/net/10.0.1.16 > 101: the reservation of 10.0.1.16 is missing or another's
                    attachments/net/c1:eth0 > 101: container c1 has no interface eth0 in network net
                    """)
    void namesAFileThatIsGone(String file, String error) throws IOException {
        try (CniNode node = CniNode.withSecondaryEni()) {
            String netns = node.newPod();
            JsonObject result = addOnEth1(node, netns);

            Tool.run("rm", node.stateDir + "/" + file);

            assertEquals(error, check(node, netns, result).error());
        }
    }

    @Test
    void namesTheLinkWhenThePodIsGone() throws IOException {
        try (CniNode node = CniNode.withSecondaryEni()) {
            String netns = node.newPod();
            JsonObject result = addOnEth1(node, netns);
            DescribedPod pod = DescribedPod.onRecord(node, "c1");

            Tool.ip("link", "del", pod.hostVeth());

            assertEquals(
                    "101: link " + pod.hostVeth() + " is missing",
                    check(node, netns, result).error());
        }
    }

    @Test
    void needsAResult() throws IOException {
        try (CniNode node = new CniNode()) {
            String netns = node.newPod();
            node.add("c1", netns);

            Answer answer = node.call("CHECK", "c1", netns, "");

            assertEquals(
                    "7: prevResult is missing: CHECK needs the result of the ADD", answer.error());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            textBlock =
                    """
                    10.0.0.16/32 > 10.0.0.17/32
                    "name":"eth0" > "name":"eth1"
                    "ips" > "noips"
                    """)
    void refusesTheResultOfAnother(String ours, String others) throws IOException {
        try (CniNode node = new CniNode()) {
            String netns = node.newPod();
            String result = node.add("c1", netns).toString();

            JsonObject foreign =
                    JsonParser.parseString(result.replace(ours, others)).getAsJsonObject();

            assertEquals(
                    "101: prevResult does not have 10.0.0.16 on eth0",
                    check(node, netns, foreign).error());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.4.0", "1.0.0", "1.1.0"})
    void passesInEveryVersionThatHasIt(String version) throws IOException {
        try (CniNode node = new CniNode()) {
            node.version = version;
            String netns = node.newPod();

            JsonObject result = node.add("c1", netns);

            assertEquals("", check(node, netns, result).success());
        }
    }

    @Test
    void doesNotReadTheResultOfAnotherVersion() throws IOException {
        try (CniNode node = new CniNode()) {
            String netns = node.newPod();
            JsonObject result = node.add("c1", netns);
            node.version = "1.0.0";

            Answer answer = check(node, netns, result);

            assertEquals(7, answer.code());
            assertTrue(answer.error().contains("prevResult.cniVersion"), answer.error());
        }
    }

    @Test
    void passesBehindTuningAndPortmap() throws IOException {
        try (CniNode node = new CniNode()) {
            node.version = "1.0.0";
            String netns = node.newPod();
            JsonObject result = node.add("c1", netns);
            String ports =
                    "\"runtimeConfig\":{\"portMappings\":"
                            + "[{\"hostPort\":8080,\"containerPort\":80,\"protocol\":\"tcp\"}]}";
            String mtuOfOthers = "\"sysctl\":{\"net.core.somaxconn\":\"500\"}";

            result = node.chained("tuning", "ADD", "c1", netns, mtuOfOthers, result);
            result = node.chained("portmap", "ADD", "c1", netns, ports, result);

            assertEquals("", check(node, netns, result).success());
            node.chained("portmap", "DEL", "c1", netns, ports, result);
            node.delete("c1", netns);
        }
    }

    @Test
    void changesNothing() throws IOException {
        try (CniNode node = CniNode.withSecondaryEni()) {
            String netns = node.newPod();
            JsonObject result = addOnEth1(node, netns);
            Tool.ip("rule", "del", "pref", "512");
            NetworkSnapshot before = NetworkSnapshot.take();

            assertFalse(check(node, netns, result).error().isEmpty());

            NetworkSnapshot.assertUnchangedSince(before);
        }
    }

    private static JsonObject addOnEth1(CniNode node, String netns) {
        Map<String, String> wish = Map.of("CNI_ARGS", "IP=10.0.1.16");
        JsonObject result = node.call(wish, "ADD", "c1", netns, node.conf("")).result();
        assertEquals("", check(node, netns, result).success());
        return result;
    }

    private static Answer check(CniNode node, String netns, JsonObject result) {
        return node.call("CHECK", "c1", netns, ",\"prevResult\":" + result);
    }
}
