package io.vethkit.it.cni;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vethkit.it.ThrowawayNetns;
import io.vethkit.it.Tool;
import io.vethkit.it.cni.CniNode.Answer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * ADD with input that is wrong: an error that names the field, the value and the rule, with the
 * code for it; and of the node and the state directory all as before. {@link UpstreamTableIT} has
 * the environment and what is no JSON.
 */
@ExtendWith(ThrowawayNetns.class)
class BadInputIT {
    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            textBlock =
                    """
                    "mtu":575 > 7: mtu is 575: it must be a whole number from 576 to 9001
                    "mtu":"9002" > 7: mtu is "9002": it must be a whole number from 576 to 9001
                    "mtu":"jumbo" > 7: mtu is "jumbo": it must be a whole number from 576 to 9001
                    "vethPrefix":"calic" > 7: vethPrefix is "calic": it must be 1 to 4 characters
                    "vethPrefix":"" > 7: vethPrefix is "": it must be 1 to 4 characters
                    "vethPrefix":"eth" > 7: vethPrefix is "eth": it must not be eth, vlan or lo, which others use
                    "vethPrefix":"vlan" > 7: vethPrefix is "vlan": it must not be eth, vlan or lo, which others use
                    "vethPrefix":"lo" > 7: vethPrefix is "lo": it must not be eth, vlan or lo, which others use
                    "vethPrefix":"a/b" > 7: vethPrefix is "a/b": it must hold only letters, digits, _ and -
                    "resultCompatibility":"gcp" > 7: resultCompatibility is "gcp": it must be aws, if it is there
                    "podSGEnforcingMode":"lax" > 7: podSGEnforcingMode is "lax": it must be strict or standard
                    "pluginLogFile":"/dev/stdout" > 7: pluginLogFile is "/dev/stdout": it must not be stdout, which carries the result
                    "runtimeConfig":{"mac":"01:00:5e:00:00:01"} > 7: runtimeConfig.mac is "01:00:5e:00:00:01": it must be the MAC address of an interface, like 02:00:0a:00:02:04
                    "runtimeConfig":{"mac":"00:00:00:00:00:00"} > 7: runtimeConfig.mac is "00:00:00:00:00:00": it must be the MAC address of an interface, like 02:00:0a:00:02:04
                    "runtimeConfig":{"ips":["10.0.0.300"]} > 7: runtimeConfig.ips is "10.0.0.300": it must be an IP address or CIDR
                    "runtimeConfig":{"ips":["10.9.9.9"]} > 7: ips: 10.9.9.9 is not an address of the ranges (10.0.0.16-10.0.0.31)
                    "runtimeConfig":{"ips":["fd00::7"]} > 7: ips: fd00::7 is not an address of the ranges (10.0.0.16-10.0.0.31)
                    "runtimeConfig":{"ips":["10.0.0.20","10.0.0.21"]} > 7: ips: 10.0.0.21 cannot be had beside the others: an interface has one address of a family, and all are of one ENI
                    "prevResult":{"cniVersion":"1.0.0"} > 7: prevResult.cniVersion is "1.0.0": it must be that of the configuration, 1.1.0
                    "prevResult":{"ips":[{"address":"10.0.0.1"}]} > 7: prevResult.ips[0].address is "10.0.0.1": it must be an address with a prefix length, like 10.0.2.4/24
                    """)
    void namesTheFieldTheValueAndTheRule(String member, String error) throws IOException {
        try (CniNode node = new CniNode()) {
            Unchanged unchanged = Unchanged.since(node);

            assertEquals(error, node.call("ADD", "c1", node.newPod(), "," + member).error());

            unchanged.check();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            textBlock =
                    """
                    {} > 7: ipam is missing: it names who gives out addresses
                    {"type":"vethkit"} > 7: ipam.ranges is missing: ipam.type vethkit needs ranges, or addresses in node
                    {"type":"vethkit","ranges":7} > 7: ipam.ranges is 7: it must be a list
                    {"type":"vethkit","ranges":[[{"subnet":"10.0.0.0/33"}]]} > 7: ipam.ranges[0][0].subnet is "10.0.0.0/33": it must be an address with a prefix length, like 10.0.2.4/24
                    {"type":"vethkit","ranges":[[{"subnet":"10.0.0.1/24"}]]} > 7: ipam.ranges[0][0].subnet is "10.0.0.1/24": it must have no host bits set, like 10.0.0.0/24
                    {"type":"vethkit","ranges":[[{"subnet":"10.0.0.0/31"}]]} > 7: ipam.ranges[0][0].subnet is "10.0.0.0/31": it must be /30 or larger
                    {"type":"vethkit","ranges":[[{"subnet":"fd00::/64"}]]} > 7: ipam.ranges[0][0].subnet is "fd00::/64": it must be IPv4, the node's only family (ipFamilies)
                    {"type":"vethkit","ranges":[[{"subnet":"10.0.0.0/24","rangeStart":"10.0.1.1"}]]} > 7: ipam.ranges[0][0].rangeStart is "10.0.1.1": it must be inside the subnet 10.0.0.0/24
                    {"type":"vethkit","ranges":[[{"subnet":"10.0.0.0/24"}],[{"subnet":"10.0.1.0/24"}]]} > 2: ipam.ranges[1] is another set of IPv4: a pod gets one address of a family
                    {"type":"vethkit","ranges":[[{"subnet":"10.0.0.0/24","gateway":"10.0.1.1"}]]} > 7: ipam.ranges[0][0].gateway is "10.0.1.1": it must be inside the subnet 10.0.0.0/24
                    {"type":"../x"} > 7: ipam.type is "../x": it must be the name of an executable, without /
                    """)
    void refusesAddressesThatCannotBe(String ipam, String error) throws IOException {
        try (CniNode node = new CniNode()) {
            Unchanged unchanged = Unchanged.since(node);
            node.ipam = ipam;

            assertEquals(error, node.call("ADD", "c1", node.newPod(), "").error());

            unchanged.check();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            textBlock =
                    """
                    "eniMtu":9002 > 7: node.eniMtu is 9002: it must be a whole number from 576 to 9001
                    "connmark":"0" > 7: node.connmark is "0": it must be a number from 1 to 0xffffffff, like "0x80"
                    "randomizeSnat":"dice" > 7: node.randomizeSnat is "dice": it must be prng, hashrandom or none
                    "vpcCidrs":["10.0.0.0"] > 7: node.vpcCidrs is "10.0.0.0": it must be an address with a prefix length, like 10.0.2.4/24
                    "vpcCidrs":["fd00::/8"] > 7: node.vpcCidrs is "fd00::/8": it must be IPv4, the node's only family (ipFamilies)
                    "primaryInterface":"eth/0" > 7: node.primaryInterface is "eth/0": it must be the name of a network interface
                    "primaryAddress":"10.0.0.0/24" > 7: node.primaryAddress is "10.0.0.0/24": it must not be the network's own or its broadcast address
                    "enis":[{"name":"eth1","address":"10.0.1.4/24"}] > 7: node.enis[0].deviceNumber is missing: it must be the ENI's number at the instance
                    "enis":[{"deviceNumber":252,"name":"eth1","address":"10.0.1.4/24"}] > 7: node.enis[0].deviceNumber is 252: it must be a whole number from 1 to 251
                    "enis":[{"deviceNumber":1,"address":"10.0.1.4/24"}] > 7: node.enis[0].name is missing: an ENI must have a name or a mac
                    "enis":[{"deviceNumber":1,"name":"eth1","address":"10.0.1.4/24","addresses":["10.0.2.9"]}] > 7: node.enis[0].addresses is "10.0.2.9": it must be inside the subnet 10.0.1.0/24
                    "addresses":["10.0.0.4"],"primaryAddress":"10.0.0.4/24" > 7: node.addresses is "10.0.0.4": it must not overlap 10.0.0.4/32, which is in use in node
                    """)
    void refusesANodeThatCannotBe(String members, String error) throws IOException {
        try (CniNode node = new CniNode()) {
            Unchanged unchanged = Unchanged.since(node);
            node.extra = ",\"node\":{" + members + "}";

            assertEquals(error, node.call("ADD", "c1", node.newPod(), "").error());

            unchanged.check();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            textBlock =
                    """
                    "ipFamilies":["IPv5"] > node.ipFamilies is ["IPv5"]: it must be a list of IPv4, IPv6 or both, each once
                    "ipFamilies":["IPv6"],"addresses":["10.0.0.9"] > node.addresses is "10.0.0.9": it must be IPv6, the node's only family (ipFamilies)
                    "addresses":["fd00::/80"] > node.addresses is "fd00::/80": it must be IPv4, the node's only family (ipFamilies)
                    "ipFamilies":["IPv4","IPv6"],"addresses":["fd00::/80"] > node.addresses is ["fd00::/80"]: it must have IPv4 addresses too: pods get both families from one ENI
                    "ipFamilies":["IPv6"],"addresses":["fd00::/80"],"eniMtu":1279 > node.eniMtu is 1279: it must be at least 1280 for IPv6
                    "ipFamilies":["IPv6"],"customNetworking":true > node.customNetworking is true: it must not be true with IPv6 in ipFamilies
                    "addresses":["10.0.0.9"],"customNetworking":true > node.customNetworking is true: it must not be true with addresses: the primary ENI serves no pods then
                    "addresses":["10.0.0.9"],"podEni":true > node.podEni is true: it must not be true without an ENI in enis that is trunk
                    "enis":[{"deviceNumber":1,"name":"eth1","trunk":true},{"deviceNumber":2,"name":"eth2","trunk":true}] > node.enis[1].trunk is true: it must not be true for more than one ENI
                    "enis":[{"networkCard":16}] > node.enis[0].networkCard is 16: it must be a whole number from 0 to 15
                    "addresses":["10.0.0.9"],"filterBackend":"pf" > node.filterBackend is "pf": it must be auto, nftables, iptables-nft or iptables-legacy
                    "addresses":["10.0.0.9"],"podEni":true,"enis":[{"deviceNumber":1,"name":"eth7","trunk":true}] > node.enis: there is no interface eth7
                    """)
    void refusesModesThatCannotBe(String members, String error) throws IOException {
        try (CniNode node = new CniNode()) {
            Unchanged unchanged = Unchanged.since(node);
            node.ipam = "{\"type\":\"vethkit\"}";
            node.extra = ",\"node\":{" + members + "}";

            assertEquals("7: " + error, node.call("ADD", "c1", node.newPod(), "").error());

            unchanged.check();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            textBlock =
                    """
                    no JSON > annotation vpc.amazonaws.com/pod-eni is "no JSON": it must be JSON: it is malformed at line 1 column 1 path $
                    {} > annotation vpc.amazonaws.com/pod-eni is "{}": it must be a list whose first element is an object
                    [{"vlanId":4095}] > annotation vpc.amazonaws.com/pod-eni[0].vlanId is 4095: it must be a whole number from 1 to 4094
                    [{"vlanId":154}] > annotation vpc.amazonaws.com/pod-eni[0].vlanId is 154: it must not be 153 to 155: tables 253 to 255 are the kernel's
                    [{"vlanId":5,"ifAddress":"02:00:00:00:00:05"}] > annotation vpc.amazonaws.com/pod-eni[0].privateIp is missing: the node's pods need an IPv4 address
                    [{"vlanId":5,"ifAddress":"02:00:00:00:00:05","privateIp":"10.0.0.9"}] > annotation vpc.amazonaws.com/pod-eni[0].privateIp is "10.0.0.9": it must not be an address of another ENI, which node describes
                    [{"vlanId":5,"ifAddress":"02:00:00:00:00:05","privateIp":"10.0.3.7","subnetCidr":"10.0.2.0/24"}] > annotation vpc.amazonaws.com/pod-eni[0].subnetCidr is "10.0.2.0/24": it must contain the branch ENI's address, 10.0.3.7
                    """)
    void refusesBranchEnisThatCannotBe(String annotation, String error) throws IOException {
        try (CniNode node = new CniNode()) {
            Unchanged unchanged = Unchanged.since(node);
            node.extra =
                    ",\"node\":{\"podEni\":true,\"addresses\":[\"10.0.0.9\"],\"enis\":[{"
                            + "\"deviceNumber\":1,\"name\":\"eth1\",\"trunk\":true}]},"
                            + "\"runtimeConfig\":{\"io.kubernetes.cri.pod-annotations\":{"
                            + "\"vpc.amazonaws.com/pod-eni\":\""
                            + annotation.replace("\"", "\\\"")
                            + "\"}}";

            assertEquals("7: " + error, node.call("ADD", "c1", node.newPod(), "").error());

            unchanged.check();
        }
    }

    @Test
    void asksToTryAgainWhenAllAddressesAreTaken() throws IOException {
        try (CniNode node = new CniNode()) {
            node.ipam = CniNode.RANGES.replace("10.0.0.31", "10.0.0.17");
            node.add("c1", node.newPod());
            node.add("c2", node.newPod());
            Unchanged unchanged = Unchanged.since(node);

            Answer answer = node.call("ADD", "c3", node.newPod(), "");

            assertEquals(
                    "11: no address is free in the ranges of the network (10.0.0.16-10.0.0.17)",
                    answer.error());
            unchanged.check();
            node.delete("c1", "");
            node.add("c3", node.path(2));
        }
    }

    @Test
    void asksToTryAgainWhenTheAddressIsTaken() throws IOException {
        try (CniNode node = new CniNode()) {
            node.add("c1", node.newPod());
            Unchanged unchanged = Unchanged.since(node);
            Map<String, String> same = Map.of("CNI_ARGS", "IP=10.0.0.16");

            Answer answer = node.call(same, "ADD", "c2", node.newPod(), node.conf(""));

            assertEquals("11: ips: 10.0.0.16 is in use", answer.error());
            unchanged.check();
        }
    }

    @Test
    void refusesAContainerIdThatIsTooLongForItsFiles() throws IOException {
        try (CniNode node = new CniNode()) {
            Unchanged unchanged = Unchanged.since(node);
            String id = "c".repeat(300);

            Answer answer = node.call("ADD", id, node.newPod(), "");

            assertEquals("4: CNI_CONTAINERID: longer than 200 characters", answer.error());
            node.delete(id, "");
            unchanged.check();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/proc/nowhere", "/etc/passwd", "/etc/passwd/below"})
    void saysWhichStateDirectoryCannotBeUsed(String directory) throws IOException {
        try (CniNode node = new CniNode()) {
            Unchanged unchanged = Unchanged.since(node);
            String conf = node.conf("").replace(node.stateDir.toString(), directory);

            Answer add = node.call(Map.of(), "ADD", "c1", node.newPod(), conf);
            Answer delete = node.call(Map.of(), "DEL", "c1", "", conf);

            for (Answer answer : new Answer[] {add, delete}) {
                assertEquals(5, answer.code());
                assertTrue(answer.error().contains(directory), answer.error());
            }
            unchanged.check();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"attachments", "ipam", "node"})
    void undoesAllIfItsFilesCannotBeWritten(String part) throws IOException {
        try (CniNode node = CniNode.withSecondaryEni()) {
            Path obstacle = node.stateDir.resolve(part);
            Files.writeString(obstacle, "");
            NodeLinks links = NodeLinks.now();

            Answer answer = node.call("ADD", "c1", node.newPod(), "");

            assertEquals(5, answer.code(), answer.error());
            assertTrue(answer.error().contains(obstacle.toString()), answer.error());
            assertEquals(links, NodeLinks.now());
            Files.delete(obstacle);
            node.add("c1", node.path(0));
            node.delete("c1", "");
        }
    }

    // what the kernel refuses when the host's end is there already: all goes back
    @Test
    void undoesAllIfThePodCannotBeWired() throws IOException {
        try (CniNode node = CniNode.withSecondaryEni()) {
            node.add("first", node.newPod());
            String netns = node.newPod();
            CniNode.in(netns, "ip", "route", "add", "blackhole", "default");
            Unchanged unchanged = Unchanged.since(node);

            Answer answer = node.call("ADD", "c1", netns, "");

            assertEquals(
                    "5: add route 0.0.0.0/0 via 169.254.1.1 dev eth0: EEXIST: File exists",
                    answer.error().replaceAll("dev #\\d+", "dev eth0"));
            unchanged.check();
            assertEquals("lo", CniNode.in(netns, "sh", "-c", "ip -br link | cut -d' ' -f1"));
        }
    }

    /** Links and rules, which a node that is set up keeps. */
    private record NodeLinks(String links, String podRules) {
        static NodeLinks now() throws IOException {
            return new NodeLinks(
                    Tool.run("sh", "-c", "ip -br link | cut -d' ' -f1"),
                    Tool.ip("rule", "show", "pref", "512"));
        }
    }
}
