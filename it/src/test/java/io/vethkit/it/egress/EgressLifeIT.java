package io.vethkit.it.egress;

import static io.vethkit.it.egress.EgressNode.in;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

import io.vethkit.it.NetworkSnapshot;
import io.vethkit.it.ThrowawayNetns;
import io.vethkit.it.Tool;
import io.vethkit.it.cni.CniNode.Answer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What ADD of an egress interface makes, and that DEL, GC and failures leave nothing of it. */
@ExtendWith(ThrowawayNetns.class)
class EgressLifeIT {
    @TempDir private Path dataDir;

    private List<String> leases() throws IOException {
        Path directory = dataDir.resolve("aws-cni");
        if (!Files.exists(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith("l")) // lock, last_reserved_ip
                    .toList();
        }
    }

    /** What a node is that serves its first pod: the table that all share is there. */
    private static NetworkSnapshot served(EgressNode node) throws IOException {
        String netns = node.newPod();
        node.add("first", netns);
        node.delete("first", netns);
        return NetworkSnapshot.take();
    }

    @Test
    void makesTheObjectsOfIpv4Egress() throws IOException {
        try (EgressNode node = EgressNode.withHostLocal(false, dataDir)) {
            String netns = node.newPod();

            node.add("c1", netns);

            String veth = node.record("c1").get("hostVeth").getAsString();
            assertTrue(veth.matches("veth[0-9a-f]{8}"), veth);
            assertEquals(
                    """
                    default via 169.254.172.1 dev v4if0
                    169.254.172.0/22 via 169.254.172.1 dev v4if0 src 169.254.172.2
                    169.254.172.1 dev v4if0 scope link src 169.254.172.2
                    """
                            .strip(),
                    lines(in(netns, "ip", "-4", "route")));
            String inside = in(netns, "ip", "-4", "addr", "show", "dev", "v4if0");
            assertTrue(inside.contains("inet 169.254.172.2/22 "), inside);
            String host = Tool.ip("-4", "addr", "show", "dev", veth);
            assertTrue(host.contains("inet 169.254.172.1/32 scope link"), host);
            assertEquals(
                    "169.254.172.2 proto 86 scope link",
                    lines(Tool.ip("-4", "route", "show", "dev", veth)));
            String link = Tool.ip("-d", "link", "show", veth);
            assertTrue(link.contains("alias vethkit-egress:aws-cni/c1:eth0"), link);
            assertTrue(link.contains("mtu 9001"), link);
            assertEquals("0", sysctl("net.ipv6.conf." + veth + ".accept_ra"));
        }
    }

    @Test
    void makesTheObjectsOfIpv6Egress() throws IOException {
        try (EgressNode node = EgressNode.withHostLocal(true, dataDir)) {
            String netns = node.newPod();

            node.add("c1", netns);

            String veth = node.record("c1").get("hostVeth").getAsString();
            String gateway = node.record("c1").get("gateway").getAsString();
            String host = Tool.ip("-6", "addr", "show", "dev", veth);
            assertTrue(host.contains("inet6 " + gateway + "/64 scope link"), host);
            assertFalse(host.contains("tentative"), host);
            String inside = in(netns, "ip", "-6", "addr", "show", "dev", "v6if0");
            assertTrue(inside.contains("inet6 fd00::ac:2/118 scope global nodad"), inside);
            String routes = in(netns, "ip", "-6", "route");
            assertTrue(routes.contains("default via " + gateway + " dev v6if0"), routes);
            assertEquals("", in(netns, "ip", "-6", "addr", "show", "dev", "eth0"));
            assertEquals("1", in(netns, "sysctl", "-n", "net.ipv6.conf.eth0.disable_ipv6"));
            String route = Tool.ip("-6", "route", "show", "fd00::ac:2");
            assertTrue(route.startsWith("fd00::ac:2 dev " + veth + " proto 86"), route);
        }
    }

    private static String lines(String output) {
        return String.join("\n", output.lines().map(String::strip).toList());
    }

    private static String sysctl(String key) throws IOException {
        return Tool.run("sysctl", "-n", key);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void appendsTwoInterfacesAndNoAddress(boolean isV6) throws IOException {
        try (EgressNode node = EgressNode.withHostLocal(isV6, dataDir)) {
            String netns = node.newPod();

            JsonObject result = node.add("c1", netns);

            JsonArray interfaces = result.getAsJsonArray("interfaces");
            assertEquals(4, interfaces.size());
            assertEquals(1, result.getAsJsonArray("ips").size());
            JsonObject host = interfaces.get(2).getAsJsonObject();
            JsonObject inside = interfaces.get(3).getAsJsonObject();
            String mac = host.get("mac").getAsString();
            assertTrue(Tool.ip("link", "show", host.get("name").getAsString()).contains(mac));
            assertFalse(host.has("sandbox"));
            assertEquals(node.ifName(), inside.get("name").getAsString());
            assertEquals(netns, inside.get("sandbox").getAsString());
            mac = inside.get("mac").getAsString();
            assertTrue(in(netns, "ip", "link", "show", node.ifName()).contains(mac));
            assertEquals("2", interfaces.get(1).getAsJsonObject().get("mac").getAsString());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void leavesNothingWithoutNamespaceAndPreviousResult(boolean isV6) throws IOException {
        try (EgressNode node = EgressNode.withHostLocal(isV6, dataDir)) {
            NetworkSnapshot before = served(node);
            String netns = node.newPod();
            node.add("c1", netns);
            node.destroy(netns);

            node.delete("c1", "");
            node.delete("c1", "");

            NetworkSnapshot.assertUnchangedSince(before);
            assertEquals(List.of(), node.stateFiles());
            assertEquals(List.of(), leases());
        }
    }

    // Amazon's leaves all of it on the host
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void cleansUpAfterItIsSwitchedOff(boolean isV6) throws IOException {
        try (EgressNode node = EgressNode.withHostLocal(isV6, dataDir)) {
            NetworkSnapshot before = served(node);
            String netns = node.newPod();
            node.add("c1", netns);
            String off = node.conf("").replace("\"enabled\":\"true\"", "\"enabled\":\"false\"");

            node.call("DEL", "c1", netns, off).success();

            NetworkSnapshot.assertUnchangedSince(before);
            assertEquals(List.of(), node.stateFiles());
            assertEquals(List.of(), leases());
        }
    }

    @Test
    void passesThePreviousResultOnWhenItIsSwitchedOff() throws IOException {
        try (EgressNode node = EgressNode.withHostLocal(false, dataDir)) {
            NetworkSnapshot before = NetworkSnapshot.take();
            String netns = node.newPod();
            String off =
                    node.conf(",\"prevResult\":" + node.previous(netns))
                            .replace("\"enabled\":\"true\"", "\"enabled\":\"false\"")
                            .replace("\"nodeIP\":\"10.0.0.4\"", "\"nodeIP\":\"\"");

            JsonObject result = node.call("ADD", "c1", netns, off).result();
            Answer check =
                    node.call("CHECK", "c1", netns, off.replace(node.previous(netns), "" + result));
            node.call("DEL", "c1", netns, off).success();

            assertEquals(2, result.getAsJsonArray("interfaces").size());
            assertEquals("", check.success());
            NetworkSnapshot.assertUnchangedSince(before);
            assertEquals(List.of(), node.stateFiles());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void takesBackAllThatItDidWhenThePodCannotBeWired(boolean isV6) throws IOException {
        try (EgressNode node = EgressNode.withHostLocal(isV6, dataDir)) {
            NetworkSnapshot before = served(node);
            String netns = node.newPod();
            String family = isV6 ? "-6" : "-4";
            String metric = isV6 ? "1024" : "0";
            in(netns, "ip", family, "route", "add", "blackhole", "default", "metric", metric);
            String inside = in(netns, "ip", "link");

            Answer answer = node.tryAdd("c1", netns);

            assertEquals(5, answer.code());
            assertTrue(answer.error().contains("add route "), answer.error());
            NetworkSnapshot.assertUnchangedSince(before);
            assertEquals(inside, in(netns, "ip", "link"));
            assertEquals("0", in(netns, "sysctl", "-n", "net.ipv6.conf.eth0.disable_ipv6"));
            assertEquals(List.of(), node.stateFiles());
            assertEquals(List.of(), leases());
        }
    }

    @Test
    void givesTheLeaseBackWhenTheFirewallRefuses() throws IOException {
        try (EgressNode node = EgressNode.withHostLocal(false, dataDir)) {
            Tool.nft("add", "table", "ip", "vethkit-egress");
            Tool.nft(
                    "add",
                    "chain",
                    "ip",
                    "vethkit-egress",
                    "snat-10.0.0.4",
                    "{ type filter hook input priority 0; }");
            Tool.nft(
                    "add", "map", "ip", "vethkit-egress", "other", "{ type ipv4_addr : verdict; }");
            Tool.nft(
                    "add",
                    "chain",
                    "ip",
                    "vethkit-egress",
                    "postrouting",
                    "{ type filter hook forward priority 0; }");
            Tool.nft("add", "map", "ip", "vethkit-egress", "pods", "{ type mark : verdict; }");
            Tool.nft(
                    "add", "rule", "ip", "vethkit-egress", "snat-10.0.0.4", "meta mark vmap @pods");
            Tool.nft("add", "chain", "ip", "vethkit-egress", "foreign");
            Tool.nft("add", "rule", "ip", "vethkit-egress", "foreign", "meta mark vmap @pods");
            NetworkSnapshot before = NetworkSnapshot.take();
            String netns = node.newPod();

            Answer answer = node.tryAdd("c1", netns);

            assertEquals(5, answer.code());
            NetworkSnapshot.assertUnchangedSince(before);
            assertEquals(List.of(), node.stateFiles());
            assertEquals(List.of(), leases());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void removesWithADamagedRecordWhatTheKernelShows(boolean isV6) throws IOException {
        try (EgressNode node = EgressNode.withHostLocal(isV6, dataDir)) {
            NetworkSnapshot before = served(node);
            String netns = node.newPod();
            node.add("c1", netns);
            Files.writeString(
                    node.stateDir.resolve("egress/attachments/aws-cni/c1:eth0"), "{\"format\":9}");

            node.delete("c1", netns);

            NetworkSnapshot.assertUnchangedSince(before);
            assertEquals(List.of(), node.stateFiles());
            assertEquals(List.of(), leases());
        }
    }

    @Test
    void collectsWhatIsNotValidAndWhatIsOnNoRecord() throws IOException {
        try (EgressNode node = EgressNode.withBuiltIn(false)) {
            node.version = "1.1.0";
            NetworkSnapshot before = served(node);
            node.add("c1", node.newPod());
            node.add("c2", node.newPod());
            String kept = node.newPod();
            JsonObject result = node.add("c3", kept);
            Files.delete(node.stateDir.resolve("egress/attachments/aws-cni/c2:eth0"));
            String valid =
                    ",\"cni.dev/valid-attachments\":[{\"containerID\":\"c3\",\"ifname\":\"eth0\"}]";

            node.call("GC", "", "", node.conf(valid)).success();

            assertEquals(
                    List.of(
                            "egress/attachments/aws-cni/c3:eth0",
                            "egress/ipam/aws-cni/169.254.172.5"),
                    node.stateFiles());
            assertEquals("", node.check("c3", kept, result).success());
            assertEquals(
                    1, Tool.nft("list", "table", "ip", "vethkit-egress").split("goto").length - 1);
            node.delete("c3", kept);
            NetworkSnapshot.assertUnchangedSince(before);
        }
    }

    @Test
    void servesAPodAgainThatADelForgot() throws IOException {
        try (EgressNode node = EgressNode.withHostLocal(false, dataDir)) {
            String netns = node.newPod();
            node.add("c1", netns);

            Answer again = node.tryAdd("c1", netns);
            Answer elsewhere = node.tryAdd("c1", node.newPod());
            node.destroy(netns);
            while (Tool.ip("link").contains("vethkit-egress:")) { // ends when the kernel has time
                Thread.onSpinWait();
            }
            JsonObject result = node.tryAdd("c1", node.newPod()).result();

            assertEquals(
                    "4: CNI_CONTAINERID: \"c1\": the container has its egress interface already",
                    again.error());
            assertEquals(
                    "4: CNI_CONTAINERID: \"c1\": the container has its egress interface already,"
                            + " in another namespace",
                    elsewhere.error());
            assertEquals(4, result.getAsJsonArray("interfaces").size());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    "nodeIP":"10.0.0.4"  | "nodeIP":""                | 7: nodeIP is missing: it must be a global unicast address of the node
                    "nodeIP":"10.0.0.4"  | "nodeIP":"x"               | 7: nodeIP is "x": it must be an IP address
                    "nodeIP":"10.0.0.4"  | "nodeIP":"fe80::1"         | 7: nodeIP is "fe80::1": it must be a global unicast address of the node
                    "nodeIP":"10.0.0.4"  | "nodeIP":"127.0.0.1"       | 7: nodeIP is "127.0.0.1": it must be a global unicast address of the node
                    "nodeIP":"10.0.0.4"  | "nodeIP":"224.0.0.1"       | 7: nodeIP is "224.0.0.1": it must be a global unicast address of the node
                    "nodeIP":"10.0.0.4"  | "nodeIP":"2001:db8::4"     | 7: nodeIP is 2001:db8::4: the pod has an address of that family already, 2001:db8:1::10/128
                    "randomizeSNAT":"prng" | "randomizeSNAT":"random" | 7: randomizeSNAT is "random": it must be prng, hashrandom or none
                    "mtu":"9001"         | "mtu":"big"                | 7: mtu is "big": it must be a whole number from 576 to 9001
                    "enabled":"true"     | "enabled":"yes"            | 7: enabled is "yes": it must be true or false
                    "type":"host-local"  | "type":"nosuch"            | 7: ipam.type is "nosuch": there is no such plugin in CNI_PATH, /usr/lib/cni
                    "ipam":              | "nopam":                   | 7: ipam is missing: it names who gives out egress addresses
                    "prevResult":        | "noResult":                | 7: prevResult is missing: this plugin must be called as a chained plugin
                    """)
    void refusesBadInputAndTouchesNothing(String from, String to, String error) throws IOException {
        try (EgressNode node = EgressNode.withHostLocal(false, dataDir)) {
            NetworkSnapshot before = NetworkSnapshot.take();
            String netns = node.newPod();
            String conf = node.conf(",\"prevResult\":" + node.previous(netns)).replace(from, to);

            Answer answer = node.call("ADD", "c1", netns, conf);

            assertEquals(error, answer.error());
            NetworkSnapshot.assertUnchangedSince(before);
            assertEquals(List.of(), node.stateFiles());
            assertEquals(List.of(), leases());
        }
    }

    @Test
    void refusesIpv6EgressWhereTheNodeDoesNotForward() throws IOException {
        try (EgressNode node = EgressNode.withHostLocal(true, dataDir)) {
            Tool.run("sysctl", "-qw", "net.ipv6.conf.all.forwarding=0");

            Answer answer = node.tryAdd("c1", node.newPod());

            assertEquals(
                    "11: sysctl net.ipv6.conf.all.forwarding is 0: the node forwards no IPv6"
                            + " (node.egress of the first plugin sets it)",
                    answer.error());
        }
    }

    @Test
    void tellsItsStatus() throws IOException {
        try (EgressNode node = EgressNode.withBuiltIn(false)) {
            node.version = "1.1.0";
            String conf = node.conf("");

            assertEquals("", node.call("STATUS", "", "", conf).success());
            assertEquals(
                    "",
                    node.call("STATUS", "", "", conf.replace("\"true\"", "\"false\"")).success());
            assertEquals(
                    "50: ipam is missing: it names who gives out egress addresses",
                    node.call("STATUS", "", "", conf.replace("\"ipam\"", "\"nopam\"")).error());
        }
    }
}
