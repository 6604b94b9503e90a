package io.vethkit.it.egress;

import static io.vethkit.it.egress.EgressNode.in;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;

import io.vethkit.it.ThrowawayNetns;
import io.vethkit.it.Tool;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Egress translated in the tables of iptables, as Amazon's egress-cni does, read by the tools. */
@ExtendWith(ThrowawayNetns.class)
class EgressIptablesIT {

    @TempDir private Path dataDir;

    private static String tool(String backend, boolean isV6) {
        return isV6 ? backend.replace("iptables", "ip6tables") : backend;
    }

    private static EgressNode node(String backend, boolean isV6, Path dataDir) throws IOException {
        EgressNode node = EgressNode.withHostLocal(isV6, dataDir);
        node.extra = ",\"filterBackend\":\"" + backend + "\"";
        String source = isV6 ? "2001:db8:9::/64" : "192.0.2.0/24";
        command(backend, isV6, "-A POSTROUTING -s " + source + " -j MASQUERADE");
        return node;
    }

    private static void command(String backend, boolean isV6, String rule) throws IOException {
        Tool.run("sh", "-c", tool(backend, isV6) + " -t nat " + rule);
    }

    private static String rules(String backend, boolean isV6) throws IOException {
        return Tool.run(tool(backend, isV6), "-t", "nat", "-S");
    }

    @ParameterizedTest
    @CsvSource({
        "iptables-nft, false",
        "iptables-nft, true",
        "iptables-legacy, false",
        "iptables-legacy, true"
    })
    void leavesAsTheNodeByChainsOfAmazonsNames(String backend, boolean isV6) throws IOException {
        try (EgressNode node = node(backend, isV6, dataDir)) {
            String before = rules(backend, isV6);
            String netns = node.newPod();

            JsonObject result = node.add("containerId-123", netns);

            String comment =
                    " -m comment --comment \"name: \\\"aws-cni\\\" id: \\\"containerId-123\\\"\"";
            String chain = isV6 ? "CNI-E6-" : "CNI-E4-5740307710ebfd5fb24f5";
            String[] lines = {
                "-N " + chain,
                "-A POSTROUTING -s "
                        + (isV6 ? "fd00::ac:2/128" : "169.254.172.2/32")
                        + comment
                        + " -j "
                        + chain,
                "-d " + (isV6 ? "ff00::/8" : "224.0.0.0/4") + comment + " -j ACCEPT",
                comment.strip()
                        + " -j SNAT --to-source "
                        + (isV6 ? EgressNode.V6 : EgressNode.V4)
                        + " --random-fully"
            };
            String rules = rules(backend, isV6);
            for (String line : lines) {
                assertTrue(rules.contains(line), line + " of\n" + rules);
            }
            String answer =
                    in(
                            netns,
                            "ping",
                            "-c1",
                            "-W3",
                            isV6 ? EgressNode.INTERNET_V6 : EgressNode.INTERNET_V4);
            assertTrue(answer.contains("1 received"), answer);
            assertEquals("", node.check("containerId-123", netns, result).success());

            node.destroy(netns);
            node.delete("containerId-123", "");

            assertEquals(before, rules(backend, isV6));
            assertEquals(List.of(), node.stateFiles());
        }
    }

    @ParameterizedTest
    @CsvSource({"iptables-nft", "iptables-legacy"})
    void namesWhatIsMissing(String backend) throws IOException {
        try (EgressNode node = node(backend, false, dataDir)) {
            String netns = node.newPod();
            JsonObject result = node.add("containerId-123", netns);
            command(backend, false, "-F CNI-E4-5740307710ebfd5fb24f5");

            String error = node.check("containerId-123", netns, result).error();

            assertTrue(error.startsWith("101: "), error);
            assertTrue(error.contains("CNI-E4-5740307710ebfd5fb24f5"), error);
        }
    }

    // its DEL finds nothing by then: the pod's namespace is gone
    @ParameterizedTest
    @CsvSource({
        "iptables-nft, false",
        "iptables-nft, true",
        "iptables-legacy, false",
        "iptables-legacy, true"
    })
    void removesTheChainOfAPodThatAmazonsAdded(String backend, boolean isV6) throws IOException {
        try (EgressNode node = node(backend, isV6, dataDir)) {
            String id = "containerId-" + (isV6 ? "789" : "123");
            String chain = isV6 ? "CNI-E6-e335b08ae90730d0a659a" : "CNI-E4-5740307710ebfd5fb24f5";
            String source = isV6 ? "fd00::ac:9" : "169.254.172.9";
            String target = isV6 ? EgressNode.V6 : EgressNode.V4;
            String before = rules(backend, isV6);
            command(backend, isV6, "-N " + chain);
            command(backend, isV6, "-A " + chain + " -j SNAT --to-source " + target);
            command(backend, isV6, "-A POSTROUTING -s " + source + " -j " + chain);
            String previous =
                    ",\"prevResult\":{\"cniVersion\":\"1.0.0\",\"interfaces\":[{\"name\":\""
                            + node.ifName()
                            + "\",\"sandbox\":\"/run/netns/gone\"}]}";

            node.call("DEL", id, "", node.conf(previous)).success();

            assertEquals(before, rules(backend, isV6));
            assertTrue(before.contains("MASQUERADE"), before);
        }
    }
}
