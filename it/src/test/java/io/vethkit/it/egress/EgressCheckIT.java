package io.vethkit.it.egress;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import io.vethkit.it.ThrowawayNetns;
import io.vethkit.it.Tool;
import io.vethkit.it.cni.CniNode.Answer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** CHECK of an egress interface: whatever is broken with the real tools, it names that. */
@ExtendWith(ThrowawayNetns.class)
class EgressCheckIT {
    @TempDir private Path dataDir;

    // what breaks it > what CHECK says; VETH, GATEWAY and PODNS as of the pod
    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            textBlock =
                    """
                    sysctl -qw net.ipv4.ip_forward=0 > sysctl net/ipv4/ip_forward has value 0 instead of 1
                    ip route del 169.254.172.2 > route 169.254.172.2/32 dev VETH scope link proto 86 is missing
                    ip addr del 169.254.172.1/32 dev VETH > address 169.254.172.1/32 dev VETH is missing
                    ip link set VETH alias other > link VETH has alias other instead of vethkit-egress:aws-cni/c1:eth0
                    sysctl -qw net.ipv6.conf.VETH.accept_ra=1 > sysctl net/ipv6/conf/VETH/accept_ra has value 1 instead of 0
                    PODNS ip link set v4if0 mtu 1400 > link v4if0 has mtu 1400 instead of 9001 in the pod
                    PODNS ip route del default > route default via 169.254.172.1 dev v4if0 proto 3 is missing in the pod
                    PODNS ip route del 169.254.172.0/22 > route 169.254.172.0/22 via 169.254.172.1 dev v4if0 src 169.254.172.2 proto 3 is missing in the pod
                    PODNS ip route add 169.254.172.0/22 dev v4if0 src 169.254.172.2 proto kernel metric 7 > route 169.254.172.0/22 dev v4if0 scope link src 169.254.172.2 proto 2 is there but should not be in the pod
                    nft flush map ip vethkit-egress pods > element 169.254.172.2 of map ip vethkit-egress pods is missing
                    nft flush chain ip vethkit-egress postrouting > rule 1 of chain ip vethkit-egress postrouting is missing: ip saddr vmap @pods
                    nft insert rule ip vethkit-egress snat-10.0.0.4 drop > rule with handle N of chain ip vethkit-egress snat-10.0.0.4 is not described
                    nft delete table ip vethkit-egress > table ip vethkit-egress is missing
                    """)
    void namesWhatIsBrokenOfIpv4Egress(String command, String finding) throws IOException {
        assertNames(false, command, finding);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            textBlock =
                    """
                    ip -6 route del fd00::ac:2 > route fd00::ac:2/128 dev VETH proto 86 is missing
                    ip addr del GATEWAY/64 dev VETH > address GATEWAY/64 dev VETH is missing
                    PODNS sysctl -qw net.ipv6.conf.eth0.disable_ipv6=0 > sysctl net/ipv6/conf/eth0/disable_ipv6 has value 0 instead of 1 in the pod
                    PODNS ip addr del fd00::ac:2/118 dev v6if0 > address fd00::ac:2/118 dev v6if0 is missing in the pod
                    PODNS ip -6 route del default > route default via GATEWAY dev v6if0 proto 3 is missing in the pod
                    nft delete element ip6 vethkit-egress pods { fd00::ac:2 } > element fd00::ac:2 of map ip6 vethkit-egress pods is missing
                    """)
    void namesWhatIsBrokenOfIpv6Egress(String command, String finding) throws IOException {
        assertNames(true, command, finding);
    }

    private void assertNames(boolean isV6, String command, String finding) throws IOException {
        try (EgressNode node = EgressNode.withHostLocal(isV6, dataDir)) {
            String netns = node.newPod();
            JsonObject result = node.add("c1", netns);
            JsonObject pod = node.record("c1");
            assertEquals("", node.check("c1", netns, result).success());

            Tool.run("sh", "-c", inserted(command, pod));

            Answer answer = node.check("c1", netns, result);
            assertEquals(
                    "101: " + inserted(finding, pod),
                    answer.error().replaceAll("handle \\d+", "handle N"));
        }
    }

    private static String inserted(String text, JsonObject pod) {
        return text.replace("VETH", pod.get("hostVeth").getAsString())
                .replace("GATEWAY", pod.get("gateway").getAsString())
                .replace("PODNS", "nsenter --net=" + pod.get("netns").getAsString());
    }

    @Test
    void namesALostLease() throws IOException {
        try (EgressNode node = EgressNode.withHostLocal(false, dataDir)) {
            String netns = node.newPod();
            JsonObject result = node.add("c1", netns);
            Files.delete(dataDir.resolve("aws-cni/169.254.172.2"));

            Answer answer = node.check("c1", netns, result);

            assertEquals(100, answer.code());
        }
    }

    @Test
    void namesALostRecordAndAnUnlikeResult() throws IOException {
        try (EgressNode node = EgressNode.withHostLocal(false, dataDir)) {
            String netns = node.newPod();
            JsonObject result = node.add("c1", netns);
            JsonObject without = JsonParser.parseString(node.previous(netns)).getAsJsonObject();

            Answer unlike = node.check("c1", netns, without);
            Files.delete(node.stateDir.resolve("egress/attachments/aws-cni/c1:eth0"));
            Answer lost = node.check("c1", netns, result);

            assertEquals(
                    "101: prevResult does not have VETH with MAC",
                    unlike.error()
                            .replaceAll("veth[0-9a-f]{8}", "VETH")
                            .replaceAll("[0-9a-f:]{17}$", "MAC"));
            assertEquals(
                    "101: container c1 has no egress interface in network aws-cni", lost.error());
        }
    }

    // switched on after the pod was added
    @Test
    void findsNothingWrongInAPodWithoutEgress() throws IOException {
        try (EgressNode node = EgressNode.withHostLocal(false, dataDir)) {
            String netns = node.newPod();
            JsonObject without = JsonParser.parseString(node.previous(netns)).getAsJsonObject();

            assertEquals("", node.check("c1", netns, without).success());
        }
    }
}
