package io.vethkit.cni;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.Prefix;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

class IpamConfTest {
    private static final String BOTH = "\"ipFamilies\":[\"IPv4\",\"IPv6\"]";

    @Test
    void readsRangesInHostLocalsForm() {
        IpamConf ipam =
                ipam(
                        """
                        "ranges":[[{"subnet":"10.0.0.0/24"},
                          {"subnet":"10.0.1.0/24","rangeStart":"10.0.1.20","rangeEnd":"10.0.1.50",
                           "gateway":"10.0.1.254"}]]
                        """);

        assertTrue(ipam.isBuiltIn());
        assertEquals(
                List.of(
                        range("10.0.0.0/24", "10.0.0.1", "10.0.0.254", "10.0.0.1"),
                        range("10.0.1.0/24", "10.0.1.20", "10.0.1.50", "10.0.1.254")),
                ipam.ranges());
        assertEquals(254, ipam.ranges().getFirst().size());
    }

    @Test
    void readsOneRangeWithoutAList() {
        assertEquals(
                List.of(range("10.0.0.0/30", "10.0.0.1", "10.0.0.2", "10.0.0.1")),
                ipam("\"subnet\":\"10.0.0.0/30\"").ranges());
    }

    @Test
    void calculatesWithTheHighestAddresses() {
        AddressRange range = ipam("\"subnet\":\"255.255.255.0/24\"").ranges().getFirst();

        assertEquals(254, range.size());
        assertTrue(range.contains(IpAddress.parse("255.255.255.254")));
        assertFalse(range.contains(IpAddress.parse("255.255.255.255")));
        assertFalse(range.contains(IpAddress.parse("0.0.0.1")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"ranges\":[] | ipam.ranges is missing: ipam.type vethkit needs ranges, or addresses in node",
                "\"ranges\":{} | ipam.ranges is {}: it must be a list",
                "\"ranges\":[{}] | ipam.ranges[0] is {}: it must be a list of ranges",
                "\"ranges\":[[]] | ipam.ranges[0] is []: it must not be empty",
                "\"ranges\":[[5]] | ipam.ranges[0][0] is 5: it must be an object",
                "\"ranges\":[[{}]] | ipam.ranges[0][0].subnet is missing: it must be a CIDR",
                "\"ranges\":[[{\"subnet\":\"10.0.0.0\"}]] | ipam.ranges[0][0].subnet is \"10.0.0.0\": it must be an address with a prefix length, like 10.0.2.4/24",
                "\"subnet\":\"10.0.0.0/33\" | ipam.subnet is \"10.0.0.0/33\": it must be an address with a prefix length, like 10.0.2.4/24",
                "\"subnet\":\"10.0.0.1/24\" | ipam.subnet is \"10.0.0.1/24\": it must have no host bits set, like 10.0.0.0/24",
                "\"subnet\":\"10.0.0.0/31\" | ipam.subnet is \"10.0.0.0/31\": it must be /30 or larger",
                "\"subnet\":\"10.0.0.0/24\",\"rangeStart\":\"10.0.1.1\" | ipam.rangeStart is \"10.0.1.1\": it must be inside the subnet 10.0.0.0/24",
                "\"subnet\":\"10.0.0.0/24\",\"rangeEnd\":\"10.0.1.1\" | ipam.rangeEnd is \"10.0.1.1\": it must be inside the subnet 10.0.0.0/24",
                "\"subnet\":\"10.0.0.0/24\",\"rangeEnd\":\"x\" | ipam.rangeEnd is \"x\": it must be an IP address",
                "\"subnet\":\"10.0.0.0/24\",\"rangeStart\":\"10.0.0.9\",\"rangeEnd\":\"10.0.0.8\" | ipam.rangeStart is \"10.0.0.9\": it must not put the start after the end: 10.0.0.9 to 10.0.0.8",
                "\"subnet\":\"10.0.0.0/24\",\"gateway\":\"\" | ipam.gateway is \"\": it must be an IP address",
                "\"ranges\":[[{\"subnet\":\"10.0.0.0/24\"},{\"subnet\":\"10.0.0.128/25\"}]] | ipam.ranges[0][1].subnet is \"10.0.0.128/25\": it must not overlap another range: 10.0.0.129-10.0.0.254 and 10.0.0.1-10.0.0.254 do",
            })
    void namesFieldValueAndRule(String members, String msg) {
        CniException e = assertThrows(CniException.class, () -> ipam(members));

        assertEquals(7, e.code());
        assertEquals(msg, e.msg());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"ranges\":[[{\"subnet\":\"10.0.0.0/24\"}],[{\"subnet\":\"10.0.1.0/24\"}]]",
                "\"subnet\":\"10.0.0.0/24\",\"ranges\":[[{\"subnet\":\"10.0.1.0/24\"}]]"
            })
    void refusesASecondSetOfAFamily(String members) {
        CniException e = assertThrows(CniException.class, () -> ipam(members));

        assertEquals(2, e.code());
        assertTrue(e.msg().endsWith("a pod gets one address of a family"), e.msg());
    }

    @Test
    void readsASetOfEachFamily() {
        IpamConf ipam =
                ipam(
                        BOTH,
                        """
                        "subnet":"10.0.0.0/24",
                        "ranges":[[{"subnet":"fd00::/64","gateway":"fe80::1"},
                          {"subnet":"fd01::/126","rangeStart":"fd01::2"}]]
                        """);

        assertEquals(
                List.of(
                        range("10.0.0.0/24", "10.0.0.1", "10.0.0.254", "10.0.0.1"),
                        range("fd00::/64", "fd00::1", "fd00::ffff:ffff:ffff:ffff", "fe80::1"),
                        range("fd01::/126", "fd01::2", "fd01::3", "fd01::1")),
                ipam.ranges());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    IPv4 | "subnet":"fd00::/64" | ipam.subnet is "fd00::/64": it must be IPv4, the node's only family (ipFamilies)
                    IPv6 | "subnet":"10.0.0.0/24" | ipam.subnet is "10.0.0.0/24": it must be IPv6, the node's only family (ipFamilies)
                    IPv6 | "subnet":"fd00::/127" | ipam.subnet is "fd00::/127": it must be /126 or larger
                    IPv6 | "subnet":"fd00::1/64" | ipam.subnet is "fd00::1/64": it must have no host bits set, like fd00::/64
                    IPv6 | "subnet":"fd00::/64","rangeStart":"10.0.0.1" | ipam.rangeStart is "10.0.0.1": it must be inside the subnet fd00::/64
                    IPv6 | "subnet":"fd00::/64","gateway":"fd01::1" | ipam.gateway is "fd01::1": it must be inside the subnet fd00::/64
                    IPv4 | "subnet":"10.0.0.0/24","gateway":"10.0.1.1" | ipam.gateway is "10.0.1.1": it must be inside the subnet 10.0.0.0/24
                    IPv4 | "subnet":"10.0.0.0/24","gateway":"fe80::1" | ipam.gateway is "fe80::1": it must be inside the subnet 10.0.0.0/24
                    IPv4","IPv6 | "ranges":[[{"subnet":"10.0.0.0/24"},{"subnet":"fd00::/64"}]] | ipam.ranges[0][1].subnet is "fd00::/64": it must be of the same family as the others of its set
                    IPv4","IPv6 | "subnet":"fd00::/64" | ipam.ranges must have, of one ENI that serves pods, addresses of each family of the node (ipFamilies)
                    """)
    void refusesRangesThatDoNotFitTheFamilies(String families, String members, String msg) {
        CniException e =
                assertThrows(
                        CniException.class,
                        () -> ipam("\"ipFamilies\":[\"" + families + "\"]", members));

        assertEquals(msg, e.msg());
        assertEquals(7, e.code());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // the primary ENI has the one family, the other ENI the other
                BOTH
                        + ",\"enis\":[{\"deviceNumber\":1,\"name\":\"e\",\"address\":\"10.0.1.4/24\","
                        + "\"addresses\":[\"fd00::/64\",\"10.0.1.9\"]}]",
                "\"ipFamilies\":[\"IPv4\",\"IPv6\"],"
                        + "\"enis\":[{\"deviceNumber\":1,\"name\":\"e\",\"address\":\"10.0.0.4/24\","
                        + "\"addresses\":[\"10.0.0.5\",\"10.0.0.6\",\"fd01::/64\"]}]",
            })
    void refusesRangesThatNoEniCanServeWhole(String node) {
        String members =
                "\"ranges\":[[{\"subnet\":\"10.0.0.0/29\",\"rangeStart\":\"10.0.0.5\"}],"
                        + "[{\"subnet\":\"fd00::/64\"}]]";
        CniException e = assertThrows(CniException.class, () -> ipam(node, members));

        assertTrue(e.msg().startsWith("ipam.ranges must have, of one ENI"), e.msg());
    }

    @Test
    void leavesTheRangesOfOthersAlone() {
        IpamConf ipam =
                Requests.conf("\"ipam\":{\"type\":\"host-local\",\"ranges\":\"theirs\"}").ipam();

        assertNotNull(ipam);
        assertFalse(ipam.isBuiltIn());
        assertEquals(List.of(), ipam.ranges());
    }

    @Test
    void needsNoRangesIfTheNodeHasAddresses() {
        NetConf conf =
                Requests.conf(
                        "\"ipam\":{\"type\":\"vethkit\"},\"node\":{\"addresses\":[\"10.0.0.9\"]}");

        assertNotNull(conf.ipam());
        assertEquals(List.of(), conf.ipam().ranges());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"ipam\":{}", "\"ipam\":null", "\"ipam\":{\"type\":\"\"}"})
    void takesNoTypeForNobody(String members) {
        assertNull(Requests.conf(members).ipam());
    }

    private static IpamConf ipam(String members) {
        return ipam("", members);
    }

    private static IpamConf ipam(String node, String members) {
        String conf = "\"ipam\":{\"type\":\"vethkit\"," + members + "}";
        IpamConf ipam = Requests.conf(conf + ",\"node\":{" + node + "}").ipam();
        assertNotNull(ipam);
        return ipam;
    }

    private static AddressRange range(String subnet, String first, String last, String gateway) {
        return new AddressRange(
                Prefix.parse(subnet),
                IpAddress.parse(first),
                IpAddress.parse(last),
                IpAddress.parse(gateway));
    }
}
