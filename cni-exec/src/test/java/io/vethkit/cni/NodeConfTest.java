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
import io.vethkit.podnet.SnatPorts;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

class NodeConfTest {
    private static final String ENI =
            "\"deviceNumber\":1,\"name\":\"eth1\",\"address\":\"10.0.2.4/24\"";

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
    @ValueSource(
            strings = {
                "\"primaryAddress\":\"fd00::4/64\"",
                "\"vpcCidrs\":[\"fd00::/56\"]",
                "\"excludeSnatCidrs\":[\"fd00::/56\"]",
                "\"externalServiceCidrs\":[\"fd00::/56\"]",
                "\"addresses\":[\"fd00::5\"]",
                "\"enis\":[{\"deviceNumber\":1,\"name\":\"eth1\",\"address\":\"fd00::5/64\"}]"
            })
    void refusesIpv6(String members) {
        CniException e = assertThrows(CniException.class, () -> node(members));

        assertEquals(7, e.code());
        assertTrue(e.msg().contains("it must be IPv4"), e.msg());
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
