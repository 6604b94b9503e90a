package io.vethkit.cni;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonObject;

import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.MacAddress;
import io.vethkit.netlink.Prefix;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PodEniTest {
    private static final String NODE =
            """
            "ipFamilies":%s,"podEni":%s,"multiNic":true,"enis":[
              {"deviceNumber":1,"name":"eth1","trunk":true},
              {"deviceNumber":201,"name":"eth2","address":"10.0.4.4/24"%s}]\
            """;
    private static final String IPV4 = NODE.formatted("[\"IPv4\"]", true, "");
    private static final String IPV6 =
            NODE.formatted("[\"IPv6\"]", true, "").replace(",\"address\":\"10.0.4.4/24\"", "");
    private static final String BOTH = NODE.formatted("[\"IPv4\",\"IPv6\"]", true, "");

    // as the resource controller writes it
    private static final String ANNOTATION =
            """
            [{"eniId":"eni-0123","ifAddress":"02:AB:00:00:00:05","privateIp":"10.0.3.7",
              "ipv6Addr":"2001:db8:0:3::7","vlanId":5,"subnetCidr":"10.0.3.0/24",
              "subnetV6Cidr":"2001:db8:0:3::/64","associationID":"trunk-assoc-1"}]\
            """;

    @Test
    void readsTheFamiliesOfTheNode() {
        MacAddress mac = MacAddress.parse("02:ab:00:00:00:05");
        IpAddress v4 = IpAddress.parse("10.0.3.7");
        IpAddress v6 = IpAddress.parse("2001:db8:0:3::7");
        Prefix v4Subnet = Prefix.parse("10.0.3.0/24");
        Prefix v6Subnet = Prefix.parse("2001:db8:0:3::/64");

        assertEquals(new PodEni(5, mac, v4, null, v4Subnet, null), conf(IPV4, ANNOTATION).podEni());
        assertEquals(new PodEni(5, mac, null, v6, null, v6Subnet), conf(IPV6, ANNOTATION).podEni());
        assertEquals(
                new PodEni(5, mac, v4, v6, v4Subnet, v6Subnet), conf(BOTH, ANNOTATION).podEni());
    }

    @Test
    void readsTheOlderSpellingAndTheFirstOnly() {
        PodEni eni =
                conf(
                                IPV4,
                                "[{\"ifAddress\":\"02:00:00:00:00:05\",\"privateIp\":\"10.0.3.7\","
                                        + "\"vlanID\":4094,\"subnetCidr\":\"10.0.3.0/24\"},7]")
                        .podEni();

        assertEquals(
                new PodEni(
                        4094,
                        MacAddress.parse("02:00:00:00:00:05"),
                        IpAddress.parse("10.0.3.7"),
                        null,
                        Prefix.parse("10.0.3.0/24"),
                        null),
                eni);
    }

    @Test
    void needsNoIpv6Subnet() {
        PodEni eni = conf(IPV6, ANNOTATION.replace("\"2001:db8:0:3::/64\"", "\"\"")).podEni();

        assertEquals(IpAddress.parse("2001:db8:0:3::7"), eni == null ? null : eni.ipv6());
        assertNull(eni == null ? null : eni.subnetV6());
    }

    @Test
    void isNoneWithoutAnnotationOrWhereItIsTurnedOff() {
        assertNull(conf(IPV4, null).podEni());
        assertNull(conf(NODE.formatted("[\"IPv4\"]", false, ""), "no JSON").podEni());
        assertNull(conf("", "no JSON").podEni());
    }

    @Test
    void isAllThatThePodGets() {
        assertFalse(conf(IPV4, ANNOTATION).multiNic());
    }

    @Test
    void isNotReadForRemoval() {
        assertNull(Requests.conf("DEL", members(IPV4, "no JSON")).podEni());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no JSON", "[", "[{}", "[{}]]"})
    void refusesWhatIsNotJson(String annotation) {
        CniException e = refused(IPV4, annotation);

        String start =
                "annotation vpc.amazonaws.com/pod-eni is \"" + annotation + "\": it must be JSON: ";
        assertEquals(start, e.msg().substring(0, Math.min(start.length(), e.msg().length())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "[7]", "[[]]", "null", "\"x\""})
    void refusesWhatIsNotAListOfObjects(String annotation) {
        assertEquals(
                "annotation vpc.amazonaws.com/pod-eni is \""
                        + annotation
                        + "\": it must be a list whose first element is an object",
                refused(IPV4, annotation).msg());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    "vlanId":5 | "vlanId":0 | vlanId is 0: it must be a whole number from 1 to 4094
                    "vlanId":5 | "vlanId":4095 | vlanId is 4095: it must be a whole number from 1 to 4094
                    "vlanId":5 | "vlanId":"x" | vlanId is "x": it must be a whole number from 1 to 4094
                    "vlanId":5 | "vlanId":153 | vlanId is 153: it must not be 153 to 155: tables 253 to 255 are the kernel's
                    "vlanId":5 | "vlanId":154 | vlanId is 154: it must not be 153 to 155: tables 253 to 255 are the kernel's
                    "vlanId":5 | "vlanId":155 | vlanId is 155: it must not be 153 to 155: tables 253 to 255 are the kernel's
                    "vlanId":5 | "vlanId":102 | vlanId is 102: it must not lead to table 202, which an ENI of the node has
                    "vlanId":5 | "x":5 | vlanId is missing: it must be the branch ENI's VLAN
                    "02:AB:00:00:00:05" | "" | ifAddress is missing: it must be the MAC address of the branch ENI
                    "02:AB:00:00:00:05" | "03:AB:00:00:00:05" | ifAddress is "03:AB:00:00:00:05": it must be the MAC address of an interface, like 02:00:0a:00:02:04
                    "10.0.3.7" | "" | privateIp is missing: the node's pods need an IPv4 address
                    "10.0.3.7" | "10.0.3" | privateIp is "10.0.3": it must be an IP address
                    "10.0.3.7" | "fd00::7" | privateIp is "fd00::7": it must be IPv4
                    "10.0.3.7" | "169.254.1.1" | privateIp is "169.254.1.1": it must be for hosts: no address of 169.254.0.0/16 is
                    "10.0.3.7" | "10.0.4.4" | privateIp is "10.0.4.4": it must not be an address of another ENI, which node describes
                    "10.0.3.7" | "10.0.4.9" | privateIp is "10.0.4.9": it must not be an address of another ENI, which node describes
                    "10.0.3.0/24" | "" | subnetCidr is missing: it must be the branch ENI's subnet, like 10.0.2.0/24
                    "10.0.3.0/24" | "10.0.2.0/24" | subnetCidr is "10.0.2.0/24": it must contain the branch ENI's address, 10.0.3.7
                    "10.0.3.0/24" | "10.0.3.1/24" | subnetCidr is "10.0.3.1/24": it must have no host bits set, like 10.0.3.0/24
                    "10.0.3.0/24" | "10.0.3.0" | subnetCidr is "10.0.3.0": it must be an address with a prefix length, like 10.0.2.4/24
                    "2001:db8:0:3::7" | "" | ipv6Addr is missing: the node's pods need an IPv6 address
                    "2001:db8:0:3::7" | "10.0.3.8" | ipv6Addr is "10.0.3.8": it must be IPv6
                    "2001:db8:0:3::7" | "fe80::7" | ipv6Addr is "fe80::7": it must be for hosts: no address of fe80::/10 is
                    "2001:db8:0:3::/64" | "fd00::/64" | subnetV6Cidr is "fd00::/64": it must contain the branch ENI's address, 2001:db8:0:3::7
                    """)
    void namesFieldValueAndRule(String right, String wrong, String msg) {
        String node =
                NODE.formatted(
                        "[\"IPv4\",\"IPv6\"]",
                        true,
                        ",\"addresses\":[\"10.0.4.9\",\"fd00:4::/80\"]");

        CniException e = refused(node, ANNOTATION.replace(right, wrong));

        assertEquals("annotation vpc.amazonaws.com/pod-eni[0]." + msg, e.msg());
    }

    private static CniException refused(String node, String annotation) {
        CniException e = assertThrows(CniException.class, () -> conf(node, annotation));

        assertEquals(ErrorCodes.INVALID_CONFIG, e.code());
        return e;
    }

    private static NetConf conf(String node, @Nullable String annotation) {
        return Requests.conf(members(node, annotation));
    }

    private static String members(String node, @Nullable String annotation) {
        JsonObject annotations = new JsonObject();
        annotations.addProperty("other", "x");
        if (annotation != null) {
            annotations.addProperty("vpc.amazonaws.com/pod-eni", annotation);
        }
        return "\"node\":{"
                + node
                + "},\"runtimeConfig\":{\"io.kubernetes.cri.pod-annotations\":"
                + annotations
                + "}";
    }
}
