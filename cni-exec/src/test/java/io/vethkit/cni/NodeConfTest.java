package io.vethkit.cni;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.MacAddress;
import io.vethkit.netlink.Prefix;
import io.vethkit.podnet.FilterBackendChoice;
import io.vethkit.podnet.SnatPorts;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

class NodeConfTest {
    private static final String ENI =
            "\"deviceNumber\":1,\"name\":\"eth1\",\"address\":\"10.0.2.4/24\"";
    private static final String TRUNK = "{\"deviceNumber\":2,\"name\":\"eth2\",\"trunk\":true}";

    @Test
    void readsANode() {
        NodeConf node =
                node(
                        """
                        "primaryInterface":"eth0","primaryAddress":"10.0.1.4/24",
                        "vpcCidrs":["10.0.0.7/16","100.64.0.0/10"],"excludeSnatCidrs":["172.16.0.0/12"],
                        "externalServiceCidrs":["198.18.0.0/15"],"externalSnat":"true",
                        "nodePortSupport":false,"connmark":"0x100","randomizeSnat":"hashrandom",
                        "eniMtu":"9001","addresses":["10.0.1.16/28","10.0.1.9"],
                        "enis":[{"deviceNumber":1,"name":"eth1","mac":"02:00:0A:00:02:04",
                          "address":"10.0.2.4/24","addresses":["10.0.2.16/28","10.0.2.9"]}]
                        """);

        assertEquals("eth0", node.primaryInterface());
        assertEquals(Prefix.parse("10.0.1.4/24"), node.primaryAddress());
        assertEquals(prefixes("10.0.0.0/16", "100.64.0.0/10"), node.vpcCidrs());
        assertEquals(prefixes("172.16.0.0/12"), node.excludeSnatCidrs());
        assertEquals(prefixes("198.18.0.0/15"), node.externalServiceCidrs());
        assertTrue(node.externalSnat());
        assertFalse(node.nodePortSupport());
        assertEquals(0x100, node.connmark());
        assertSame(SnatPorts.HASHRANDOM, node.snatPorts());
        assertEquals(9001, node.eniMtu());
        assertEquals(prefixes("10.0.1.16/28", "10.0.1.9/32"), node.addresses());
        assertEquals(
                List.of(
                        new EniConf(
                                0,
                                1,
                                "eth1",
                                MacAddress.parse("02:00:0a:00:02:04"),
                                Prefix.parse("10.0.2.4/24"),
                                null,
                                prefixes("10.0.2.16/28", "10.0.2.9/32"),
                                false)),
                node.enis());
    }

    @Test
    void hasDefaults() {
        NodeConf node = node("");

        assertNull(node.primaryInterface());
        assertNull(node.primaryAddress());
        assertEquals(List.of(), node.vpcCidrs());
        assertFalse(node.externalSnat());
        assertTrue(node.nodePortSupport());
        assertEquals(0x80, node.connmark());
        assertSame(SnatPorts.PRNG, node.snatPorts());
        assertNull(node.eniMtu());
        assertFalse(node.hasPodAddresses());
        assertTrue(node.ipv4());
        assertFalse(node.ipv6());
        assertNull(node.primaryIpv6Address());
        assertFalse(node.customNetworking());
        assertFalse(node.podEni());
        assertNull(node.trunk());
        assertFalse(node.multiNic());
        assertFalse(node.disableTcpEarlyDemux());
        assertFalse(node.egress());
        assertSame(FilterBackendChoice.AUTO, node.filterBackend());
    }

    @Test
    void readsADualStackNodeWithBranchAndFurtherCards() {
        NodeConf node =
                node(
                        """
                        "ipFamilies":["IPv6","IPv4"],"primaryAddress":"10.0.1.4/24",
                        "primaryIpv6Address":"2001:db8:0:1::4/64","podEni":true,"multiNic":"true",
                        "filterBackend":"iptables-nft",
                        "addresses":["10.0.1.16/28","2001:db8:0:1:5::/80"],
                        "enis":[
                          {"deviceNumber":1,"name":"eth1","trunk":true},
                          {"networkCard":1,"deviceNumber":0,"name":"eth2","address":"10.0.2.4/24",
                           "ipv6Address":"2001:db8:0:2::4/128",
                           "addresses":["10.0.2.9","2001:db8:0:2:5::/80"]}]
                        """);

        assertTrue(node.ipv4());
        assertTrue(node.ipv6());
        assertEquals(Prefix.parse("2001:db8:0:1::4/64"), node.primaryIpv6Address());
        assertTrue(node.podEni());
        assertTrue(node.multiNic());
        assertTrue(node.disableTcpEarlyDemux());
        assertFalse(node.egress());
        assertSame(FilterBackendChoice.IPTABLES_NFT, node.filterBackend());
        assertEquals(prefixes("10.0.1.16/28", "2001:db8:0:1:5::/80"), node.addresses());
        assertEquals(
                List.of(
                        new EniConf(0, 1, "eth1", null, null, null, List.of(), true),
                        new EniConf(
                                1,
                                0,
                                "eth2",
                                null,
                                Prefix.parse("10.0.2.4/24"),
                                Prefix.parse("2001:db8:0:2::4/128"),
                                prefixes("10.0.2.9/32", "2001:db8:0:2:5::/80"),
                                false)),
                node.enis());
        assertSame(node.enis().getFirst(), node.trunk());
        assertSame(node.enis().getLast(), node.eniOf(IpAddress.parse("2001:db8:0:2:5::7")));
    }

    @Test
    void readsAnIpv6Node() {
        NodeConf node =
                node(
                        """
                        "ipFamilies":["IPv6"],"primaryIpv6Address":"2001:db8:0:1::4/128",
                        "addresses":["2001:db8:0:1:5::/80"],
                        "enis":[{"networkCard":1,"deviceNumber":1,"name":"eth1"}]
                        """);

        assertFalse(node.ipv4());
        assertTrue(node.ipv6());
        assertTrue(node.egress());
        assertFalse(node.disableTcpEarlyDemux());
        assertTrue(node.primaryServes(IpAddress.parse("2001:db8:0:1:5::1")));
        assertTrue(node.owns(IpAddress.parse("2001:db8:0:1::4")));
    }

    @Test
    void readsANodeWithCustomNetworking() {
        NodeConf node =
                node(
                        "\"customNetworking\":true,\"enis\":[{"
                                + ENI
                                + ",\"addresses\":[\"10.0.2.16/28\"]}]");

        assertTrue(node.customNetworking());
        assertTrue(node.hasPodAddresses());
    }

    @ParameterizedTest
    @CsvSource({
        "'', strict, false",
        "'', standard, false",
        "'\"podEni\":true,', strict, true",
        "'\"podEni\":true,', standard, false",
        "'\"podEni\":true,\"disableTcpEarlyDemux\":false,', strict, false",
        "'\"disableTcpEarlyDemux\":true,', standard, true"
    })
    void turnsEarlyDemuxOffForStrictBranchEnis(String members, String mode, boolean disabled) {
        NetConf conf =
                Requests.conf(
                        "\"podSGEnforcingMode\":\""
                                + mode
                                + "\",\"node\":{"
                                + members
                                + "\"enis\":["
                                + TRUNK
                                + "]}");

        assertNotNull(conf.node());
        assertEquals(disabled, conf.node().disableTcpEarlyDemux());
    }

    @ParameterizedTest
    @CsvSource({
        "auto, AUTO",
        "nftables, NFTABLES",
        "iptables-nft, IPTABLES_NFT",
        "iptables-legacy, IPTABLES_LEGACY"
    })
    void readsFilterBackends(String text, FilterBackendChoice choice) {
        assertSame(choice, node("\"filterBackend\":\"" + text + "\"").filterBackend());
    }

    @Test
    void findsTheEniOfAnAddress() {
        NodeConf node =
                node(
                        "\"addresses\":[\"10.0.1.9\"],\"enis\":[{"
                                + ENI
                                + ",\"addresses\":[\"10.0.2.16/28\"]}]");

        assertTrue(node.primaryServes(IpAddress.parse("10.0.1.9")));
        assertNull(node.eniOf(IpAddress.parse("10.0.1.9")));
        assertSame(node.enis().getFirst(), node.eniOf(IpAddress.parse("10.0.2.31")));
        assertNull(node.eniOf(IpAddress.parse("10.0.2.32")));
        assertTrue(node.hasPodAddresses());
    }

    @ParameterizedTest
    @CsvSource({
        "'\"0x80\"', 128",
        "128, 128",
        "'\"128\"', 128",
        "'\"0XfF\"', 255",
        "'\"0200\"', 128",
        "'\"0b11\"', 3",
        "4294967295, -1",
        "'\"0xffffffff\"', -1"
    })
    void readsMarksAsAmazonDoes(String json, int mark) {
        assertEquals(mark, node("\"connmark\":" + json).connmark());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-1",
                "4294967296",
                "\"\"",
                "\"0x\"",
                "\"x80\"",
                "\"08\"",
                "\"0x-1\"",
                "1.5",
                "[]",
                "\"#80\"",
                "\"0x100000000\""
            })
    void refusesOtherMarks(String json) {
        CniException e = assertThrows(CniException.class, () -> node("\"connmark\":" + json));

        assertEquals(7, e.code());
        assertEquals(
                "node.connmark is "
                        + json
                        + ": it must be a number from 1 to 0xffffffff, like \"0x80\"",
                e.msg());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"primaryInterface\":\"a/b\" | node.primaryInterface is \"a/b\": it must be the name of a network interface",
                "\"primaryAddress\":\"10.0.1.4\" | node.primaryAddress is \"10.0.1.4\": it must be an address with a prefix length, like 10.0.2.4/24",
                "\"primaryAddress\":\"10.0.1.4/32\" | node.primaryAddress is \"10.0.1.4/32\": it must have a prefix length from 8 to 30",
                "\"primaryAddress\":\"10.0.1.0/24\" | node.primaryAddress is \"10.0.1.0/24\": it must not be the network's own or its broadcast address",
                "\"primaryAddress\":\"10.0.1.255/24\" | node.primaryAddress is \"10.0.1.255/24\": it must not be the network's own or its broadcast address",
                "\"vpcCidrs\":\"10.0.0.0/16\" | node.vpcCidrs is \"10.0.0.0/16\": it must be a list",
                "\"vpcCidrs\":[\"10.0.0/16\"] | node.vpcCidrs is \"10.0.0/16\": it must be an address with a prefix length, like 10.0.2.4/24",
                "\"externalSnat\":1 | node.externalSnat is 1: it must be true or false",
                "\"externalSnat\":\"True\" | node.externalSnat is \"True\": it must be true or false",
                "\"randomizeSnat\":\"random\" | node.randomizeSnat is \"random\": it must be prng, hashrandom or none",
                "\"eniMtu\":100 | node.eniMtu is 100: it must be a whole number from 576 to 9001",
                "\"enis\":[{}] | node.enis[0].deviceNumber is missing: it must be the ENI's number at the instance",
                "\"enis\":[{\"deviceNumber\":0}] | node.enis[0].deviceNumber is 0: it must be a whole number from 1 to 251",
                "\"enis\":[{\"deviceNumber\":252}] | node.enis[0].deviceNumber is 252: it must be a whole number from 1 to 251",
                "\"enis\":[{\"deviceNumber\":1}] | node.enis[0].name is missing: an ENI must have a name or a mac",
                "\"enis\":[{\"deviceNumber\":1,\"name\":\"eth1\"}] | node.enis[0].address is missing: it must be the ENI's own address, like 10.0.2.4/24",
                "\"enis\":[{\"deviceNumber\":1,\"mac\":\"02:00\"}] | node.enis[0].mac is \"02:00\": it must be the MAC address of an interface, like 02:00:0a:00:02:04",
                "\"addresses\":[\"10.0.1.17/28\"] | node.addresses is \"10.0.1.17/28\": it must have no host bits set, like 10.0.1.16/28",
                "\"addresses\":[\"10.0.1.16/28\",\"10.0.1.20\"] | node.addresses is \"10.0.1.20\": it must not overlap 10.0.1.16/28, which is in use in node",
                "\"primaryAddress\":\"10.0.1.4/24\",\"addresses\":[\"10.0.2.16\"] | node.addresses is \"10.0.2.16\": it must be inside the subnet 10.0.1.0/24",
                "\"primaryAddress\":\"10.0.1.4/24\",\"addresses\":[\"10.0.1.0/28\"] | node.addresses is \"10.0.1.0/28\": it must not overlap 10.0.1.4/32, which is in use in node",
                "\"primaryAddress\":\"10.0.1.4/24\",\"addresses\":[\"10.0.0.0/16\"] | node.addresses is \"10.0.0.0/16\": it must be inside the subnet 10.0.1.0/24",
            })
    void namesFieldValueAndRule(String members, String msg) {
        CniException e = assertThrows(CniException.class, () -> node(members));

        assertEquals(7, e.code());
        assertEquals(msg, e.msg());
    }

    @ParameterizedTest
    @CsvSource({
        "'\"deviceNumber\":1,\"name\":\"eth2\",\"address\":\"10.0.3.4/24\"', deviceNumber is 1",
        "'\"deviceNumber\":2,\"name\":\"eth1\",\"address\":\"10.0.3.4/24\"', 'name is \"eth1\"'",
        "'\"deviceNumber\":2,\"name\":\"eth2\",\"address\":\"10.0.2.4/24\"', 'address is \"10.0.2.4/24\"'"
    })
    void refusesTwoEnisThatAreOne(String other, String named) {
        CniException e =
                assertThrows(
                        CniException.class, () -> node("\"enis\":[{" + ENI + "},{" + other + "}]"));

        assertEquals(7, e.code());
        assertTrue(e.msg().startsWith("node.enis[1]." + named), e.msg());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    "ipFamilies":[]                     | node.ipFamilies is []: it must be a list of IPv4, IPv6 or both, each once
                    "ipFamilies":["ipv4"]               | node.ipFamilies is ["ipv4"]: it must be a list of IPv4, IPv6 or both, each once
                    "ipFamilies":["IPv4","IPv4"]        | node.ipFamilies is ["IPv4","IPv4"]: it must be a list of IPv4, IPv6 or both, each once
                    "ipFamilies":["IPv6","IPv6"]        | node.ipFamilies is ["IPv6","IPv6"]: it must be a list of IPv4, IPv6 or both, each once
                    "ipFamilies":["IPv4",["IPv6"]]      | node.ipFamilies is ["IPv4",["IPv6"]]: it must be a list of IPv4, IPv6 or both, each once
                    "ipFamilies":"IPv4"                 | node.ipFamilies is "IPv4": it must be a list
                    "primaryAddress":"fd00::4/64"       | node.primaryAddress is "fd00::4/64": it must be IPv4
                    "primaryIpv6Address":"10.0.1.4/24"  | node.primaryIpv6Address is "10.0.1.4/24": it must be IPv6
                    "primaryIpv6Address":"fd00::4/64"   | node.primaryIpv6Address is "fd00::4/64": it must be left out: IPv4 is the node's only family (ipFamilies)
                    "addresses":["fd00::5"]             | node.addresses is "fd00::5": it must be IPv4, the node's only family (ipFamilies)
                    "vpcCidrs":["fd00::/56"]            | node.vpcCidrs is "fd00::/56": it must be IPv4, the node's only family (ipFamilies)
                    "excludeSnatCidrs":["fd00::/56"]    | node.excludeSnatCidrs is "fd00::/56": it must be IPv4, the node's only family (ipFamilies)
                    "externalServiceCidrs":["fd00::/9"] | node.externalServiceCidrs is "fd00::/9": it must be IPv4, the node's only family (ipFamilies)
                    "enis":[{"deviceNumber":1,"name":"e","address":"fd00::5/64"}] | node.enis[0].address is "fd00::5/64": it must be IPv4
                    "enis":[{"deviceNumber":1,"name":"e","address":"10.0.2.4/24","ipv6Address":"fd00::5/64"}] | node.enis[0].ipv6Address is "fd00::5/64": it must be left out: IPv4 is the node's only family (ipFamilies)
                    """)
    void refusesAddressesOfTheWrongFamily(String members, String msg) {
        assertRefused(msg, members);
    }

    @Test
    void refusesMembersOfOtherNames() {
        assertRefused(
                "node.adresses is unknown: it must be one of primaryInterface, primaryAddress,"
                        + " primaryIpv6Address, addresses, enis, ipFamilies, vpcCidrs,"
                        + " excludeSnatCidrs, externalServiceCidrs, externalSnat, nodePortSupport,"
                        + " connmark, randomizeSnat, eniMtu, customNetworking, podEni, multiNic,"
                        + " disableTcpEarlyDemux, egress, filterBackend",
                "\"adresses\":[\"10.0.0.16/28\"]");
        assertRefused(
                "node.enis[0].vlan is unknown: it must be one of networkCard, deviceNumber, name, mac,"
                        + " trunk, address, ipv6Address, addresses",
                "\"enis\":[{\"deviceNumber\":1,\"name\":\"eth1\",\"vlan\":7}]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    "primaryAddress":"10.0.1.4/24"     | node.primaryAddress is "10.0.1.4/24": it must be left out: IPv6 is the node's only family (ipFamilies)
                    "addresses":["10.0.1.16/28"]       | node.addresses is "10.0.1.16/28": it must be IPv6, the node's only family (ipFamilies)
                    "vpcCidrs":["10.0.0.0/16"]         | node.vpcCidrs is "10.0.0.0/16": it must be IPv6, the node's only family (ipFamilies)
                    "vpcCidrs":["fd00::/56"]           | node.vpcCidrs is "fd00::/56": it must be IPv4: IPv6 is not translated
                    "enis":[{"deviceNumber":1,"name":"e","address":"10.0.2.4/24"}] | node.enis[0].address is "10.0.2.4/24": it must be left out: IPv6 is the node's only family (ipFamilies)
                    "primaryIpv6Address":"fd00::4/7"   | node.primaryIpv6Address is "fd00::4/7": it must have a prefix length from 8 to 128
                    "primaryIpv6Address":"fd00::/64"   | node.primaryIpv6Address is "fd00::/64": it must not be the network's own or its broadcast address
                    "primaryIpv6Address":"fe80::4/64"  | node.primaryIpv6Address is "fe80::4/64": it must be for hosts: no address of fe80::/10 is
                    "primaryIpv6Address":"fd00::4/64","addresses":["fd00:0:0:1::/80"] | node.addresses is "fd00:0:0:1::/80": it must be inside the subnet fd00::/64
                    "primaryIpv6Address":"fd00::4/64","addresses":["fd00::/80"] | node.addresses is "fd00::/80": it must not overlap fd00::4/128, which is in use in node
                    "addresses":["fd00::1/80"]         | node.addresses is "fd00::1/80": it must have no host bits set, like fd00::/80
                    "addresses":["ff02::/80"]          | node.addresses is "ff02::/80": it must be for hosts: no address of ff00::/8 is
                    "addresses":["::ffff:10.0.0.1"]    | node.addresses is "::ffff:10.0.0.1": it must be for hosts: no address of ::/8 is
                    "eniMtu":1279                      | node.eniMtu is 1279: it must be at least 1280 for IPv6
                    "customNetworking":true            | node.customNetworking is true: it must not be true with IPv6 in ipFamilies
                    """)
    void refusesWhatAnIpv6NodeCannotBe(String members, String msg) {
        assertRefused(msg, "\"ipFamilies\":[\"IPv6\"]," + members);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    "addresses":["10.0.1.16/28"]    | node.addresses is ["10.0.1.16/28"]: it must have IPv6 addresses too: pods get both families from one ENI
                    "addresses":["fd00::/80"]       | node.addresses is ["fd00::/80"]: it must have IPv4 addresses too: pods get both families from one ENI
                    "customNetworking":true         | node.customNetworking is true: it must not be true with IPv6 in ipFamilies
                    "egress":true                   | node.egress is true: it must not be true if pods have both families
                    "vpcCidrs":["fd00::/56"]        | node.vpcCidrs is "fd00::/56": it must be IPv4: IPv6 is not translated
                    "eniMtu":"1000"                 | node.eniMtu is "1000": it must be at least 1280 for IPv6
                    """)
    void refusesWhatADualStackNodeCannotBe(String members, String msg) {
        assertRefused(msg, "\"ipFamilies\":[\"IPv4\",\"IPv6\"]," + members);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    "primaryAddress":"169.254.1.1/24"            | node.primaryAddress is "169.254.1.1/24": it must be for hosts: no address of 169.254.0.0/16 is
                    "addresses":["127.0.0.0/28"]                 | node.addresses is "127.0.0.0/28": it must be for hosts: no address of 127.0.0.0/8 is
                    "addresses":["0.0.0.0/0"]                    | node.addresses is "0.0.0.0/0": it must be for hosts: no address of 0.0.0.0/8 is
                    "customNetworking":true,"addresses":["10.0.1.9"] | node.customNetworking is true: it must not be true with addresses: the primary ENI serves no pods then
                    "customNetworking":true                      | node.customNetworking is true: it must not be true without an ENI in enis with addresses
                    "podEni":true                                | node.podEni is true: it must not be true without an ENI in enis that is trunk
                    "podEni":"yes"                               | node.podEni is "yes": it must be true or false
                    "multiNic":1                                 | node.multiNic is 1: it must be true or false
                    "disableTcpEarlyDemux":[]                    | node.disableTcpEarlyDemux is []: it must be true or false
                    "filterBackend":"ebpf"                       | node.filterBackend is "ebpf": it must be auto, nftables, iptables-nft or iptables-legacy
                    "filterBackend":7                            | node.filterBackend is 7: it must be a string
                    "enis":[{"networkCard":-1}]                  | node.enis[0].networkCard is -1: it must be a whole number from 0 to 15
                    "enis":[{"networkCard":16}]                  | node.enis[0].networkCard is 16: it must be a whole number from 0 to 15
                    "enis":[{"networkCard":1,"deviceNumber":100}] | node.enis[0].deviceNumber is 100: it must be a whole number from 0 to 99
                    "enis":[{"deviceNumber":1,"name":"e","trunk":true,"addresses":["10.0.2.9"]}] | node.enis[0].addresses is ["10.0.2.9"]: it must be empty: a trunk ENI's pods have their own
                    "enis":[{"deviceNumber":1,"name":"e","trunk":true},{"deviceNumber":2,"name":"f","trunk":true}] | node.enis[1].trunk is true: it must not be true for more than one ENI
                    "enis":[{"networkCard":1,"deviceNumber":0,"name":"e","address":"10.0.2.4/24"},{"networkCard":1,"deviceNumber":0,"name":"f","address":"10.0.3.4/24"}] | node.enis[1].deviceNumber is 0: it must not be that of another ENI
                    "addresses":["10.0.2.9"],"enis":[{"deviceNumber":1,"name":"e","address":"10.0.2.4/24","addresses":["10.0.2.8/29"]}] | node.addresses is "10.0.2.9": it must not overlap 10.0.2.8/29, which is in use in node
                    """)
    void refusesModesThatCannotBe(String members, String msg) {
        assertRefused(msg, members);
    }

    @Test
    void takesTheSameDeviceNumberOnAnotherCard() {
        NodeConf node =
                node(
                        "\"enis\":[{"
                                + ENI
                                + "},{\"networkCard\":1,\"deviceNumber\":1,\"name\":\"eth2\","
                                + "\"address\":\"10.0.3.4/24\"}]");

        assertEquals(2, node.enis().size());
    }

    private static void assertRefused(String msg, String members) {
        CniException e = assertThrows(CniException.class, () -> node(members));

        assertEquals(msg, e.msg());
        assertEquals(7, e.code());
    }

    private static NodeConf node(String members) {
        NodeConf node = Requests.conf("\"node\":{" + members + "}").node();
        assertNotNull(node);
        return node;
    }

    private static List<Prefix> prefixes(String... texts) {
        return List.of(texts).stream().map(Prefix::parse).toList();
    }
}
