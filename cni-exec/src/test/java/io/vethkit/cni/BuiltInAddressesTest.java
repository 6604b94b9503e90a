package io.vethkit.cni;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vethkit.netlink.IpAddress;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

class BuiltInAddressesTest {
    private static final String MULTI_NIC =
            "\"runtimeConfig\":{\"io.kubernetes.cri.pod-annotations\":"
                    + "{\"k8s.amazonaws.com/nicConfig\":\"multi-nic-attachment\"}%s}";

    @TempDir Path state;
    private String ipam = "{\"type\":\"vethkit\"}";
    private String node = "";
    private String more = "\"x\":0";

    @Test
    void givesOutWhatTheEnisHaveForPodsIfThereAreNoRanges() throws IOException {
        node = node("", "10.0.1.9", eni(0, 1, "10.0.2.16/31"));

        assertEquals("primary 10.0.1.9", add(1));
        assertEquals("0-1 10.0.2.16", add(2));
        assertEquals("0-1 10.0.2.17", add(3));
        assertNoneFree(4, "no address is free in the ranges of the network");
    }

    @Test
    void letsAnAddressRestBeforeItIsGivenAgain() throws IOException {
        node = node("", "10.0.1.8/31", eni(0, 1, "10.0.2.16/31"));
        add(1);
        release(1);

        assertEquals("primary 10.0.1.9", add(2));
        assertEquals("0-1 10.0.2.16", add(3));
        release(2);
        assertEquals("0-1 10.0.2.17", add(4));
        assertEquals("primary 10.0.1.8", add(5));
        assertEquals("primary 10.0.1.9", add(6));
        assertNoneFree(7, "no address is free in the ranges of the network");
    }

    @Test
    void findsAGapBeforeTheLastInTheSameRange() throws IOException {
        node = node("", "10.0.1.8/30", "");
        for (int pod = 1; pod <= 4; pod++) {
            add(pod);
        }
        release(2);

        assertEquals("primary 10.0.1.9", add(5));
    }

    @Test
    void givesOutThePartsOfRangesThatTheEnisHave() throws IOException {
        ipam = ranges("10.0.0.0/16", "10.0.1.255", "10.0.2.2");
        node = node("", "", eni(0, 1, "10.0.2.0/31"));

        assertEquals("primary 10.0.1.255", add(1));
        assertEquals("primary 10.0.2.2", add(2));
        assertEquals("0-1 10.0.2.0", add(3));
        assertEquals("0-1 10.0.2.1", add(4));
        assertNoneFree(5, "no address is free in the ranges of the network");
    }

    @Test
    void goesThroughAPrefixOfIpv6FromItsFirstAddress() throws IOException {
        node = node("IPv6", "2001:db8:1:2:3::/80", "");

        assertEquals("primary 2001:db8:1:2:3::", add(1));
        assertEquals("primary 2001:db8:1:2:3::1", add(2));
        release(1);
        assertEquals("primary 2001:db8:1:2:3::2", add(3));
        assertEquals(List.of(".last6", "2001:db8:1:2:3::1", "2001:db8:1:2:3::2"), files());
    }

    @Test
    void givesOneOfEachFamilyFromOneEni() throws IOException {
        node =
                node(
                        "IPv4\",\"IPv6",
                        "10.0.1.8/31\",\"fd00:1::/80",
                        eni(0, 1, "fd00:2::/80\",\"10.0.2.9"));

        assertEquals("primary 10.0.1.8 fd00:1::", add(1));
        assertEquals("primary 10.0.1.9 fd00:1::1", add(2));
        assertEquals("0-1 10.0.2.9 fd00:2::", add(3));
        assertNoneFree(4, "no ENI has a free address of each family in the ranges");
        release(1);
        assertEquals("primary 10.0.1.8 fd00:1::", add(4));
    }

    @Test
    void goesOnWithTheNextEniIfOneFamilyIsUsedUp() throws IOException {
        node =
                node(
                        "IPv4\",\"IPv6",
                        "10.0.1.8/29\",\"fd00:1::5",
                        eni(0, 1, "10.0.2.8/29\",\"fd00:2::6"));

        assertEquals("primary 10.0.1.8 fd00:1::5", add(1));
        assertEquals("0-1 10.0.2.8 fd00:2::6", add(2));
        assertNoneFree(3, "no ENI has a free address of each family in the ranges");
        assertEquals(
                List.of(".last", ".last6", "10.0.1.8", "10.0.2.8", "fd00:1::5", "fd00:2::6"),
                files());
    }

    @Test
    void takesBothFamiliesFromRanges() throws IOException {
        ipam =
                "{\"type\":\"vethkit\",\"ranges\":["
                        + "[{\"subnet\":\"fd00:2::/64\"}],[{\"subnet\":\"10.0.2.0/28\"}]]}";
        node = "\"ipFamilies\":[\"IPv4\",\"IPv6\"]";

        assertEquals("primary 10.0.2.2 fd00:2::2", add(1));
    }

    @Test
    void usesTheFirstCardThatHasAnAddress() throws IOException {
        node = node("", "10.0.1.9", eni(2, 0, "10.0.4.8/31") + "," + eni(1, 1, "10.0.3.9"));

        assertEquals("primary 10.0.1.9", add(1));
        assertEquals("1-1 10.0.3.9", add(2));
        assertEquals("2-0 10.0.4.8", add(3));
        release(1);
        assertEquals("primary 10.0.1.9", add(4));
        assertEquals("2-0 10.0.4.9", add(5));
    }

    @Test
    void givesOneOnEachCardToAPodThatWantsThat() throws IOException {
        node =
                node(
                        "IPv4\",\"IPv6",
                        "10.0.1.8/30\",\"fd00:1::/80",
                        eni(1, 0, "10.0.2.8/31\",\"fd00:2::/80")
                                + ","
                                + eni(3, 1, "10.0.3.8/31\",\"fd00:3::/80"));
        node += ",\"multiNic\":true";
        add(1);
        more = MULTI_NIC.formatted("");

        assertEquals(
                "primary 10.0.1.9 fd00:1::1, 1-0 10.0.2.8 fd00:2::, 3-1 10.0.3.8 fd00:3::", add(2));
        assertEquals(
                "primary 10.0.1.10 fd00:1::2, 1-0 10.0.2.9 fd00:2::1, 3-1 10.0.3.9 fd00:3::1",
                add(3));
        assertNoneFree(4, "not every network card has a free address in the ranges");
        more = "\"x\":0";
        assertTrue(add(5).startsWith("primary 10.0.1.11 "), "what pod 4 had for a moment");
    }

    @Test
    void givesNothingOfThePrimaryEniWithCustomNetworking() throws IOException {
        ipam = ranges("10.0.0.0/16", "10.0.1.250", "10.0.2.9");
        node = node("", "", eni(0, 1, "10.0.2.8/31")) + ",\"customNetworking\":true";

        assertEquals("0-1 10.0.2.8", add(1));
        assertEquals("0-1 10.0.2.9", add(2));
        assertNoneFree(3, "no address is free in the ranges of the network (10.0.2.8-10.0.2.9)");
        more = "\"runtimeConfig\":{\"ips\":[\"10.0.1.250\"]}";
        assertEquals(
                "ips: 10.0.1.250 is not an address of the ranges (10.0.2.8-10.0.2.9)",
                refused(3, ErrorCodes.INVALID_CONFIG).msg());
    }

    @Test
    void neverGivesANodesOwnAddress() throws IOException {
        ipam = ranges("10.0.2.0/24", "10.0.2.3", "10.0.2.7");
        node = "\"primaryAddress\":\"10.0.2.3/24\",\"enis\":[" + eni(0, 1, "") + "]";
        NetConf conf = Requests.conf(members());
        BuiltInAddresses addresses = addresses(conf);

        List<AddressSource.Lease> leases =
                addresses.add(request(1), List.of(IpAddress.parse("10.0.2.5")));

        assertEquals("primary 10.0.2.6", text(leases));
    }

    @Test
    void givesWhatIsAskedForAndTheOtherFamilyOfTheSameEni() throws IOException {
        node =
                node(
                        "IPv4\",\"IPv6",
                        "10.0.1.8/29\",\"fd00:1::/80",
                        eni(0, 1, "10.0.2.8/29\",\"fd00:2::/80"));

        more = "\"runtimeConfig\":{\"ips\":[\"10.0.2.12\"]}";
        assertEquals("0-1 10.0.2.12 fd00:2::", add(1));
        more = "\"runtimeConfig\":{\"ips\":[\"fd00:1::77/64\"]}";
        assertEquals("primary 10.0.1.8 fd00:1::77", add(2));
        more = "\"runtimeConfig\":{\"ips\":[\"fd00:1::78\",\"10.0.1.15/24\"]}";
        assertEquals("primary 10.0.1.15 fd00:1::78", add(3));
        more = "\"runtimeConfig\":{\"ips\":[\"fd00:1::79\",\"10.0.1.15\"]}";
        assertEquals("ips: 10.0.1.15 is in use", refused(4, ErrorCodes.TRY_AGAIN_LATER).msg());
        assertEquals(6, files().stream().filter(file -> !file.startsWith(".")).count());
    }

    @Test
    void givesWhatIsAskedForOnEachCard() throws IOException {
        node = node("", "10.0.1.8/30", eni(1, 0, "10.0.2.8/30")) + ",\"multiNic\":true";
        more = MULTI_NIC.formatted(",\"ips\":[\"10.0.2.11\",\"10.0.1.10\"]");
        assertEquals("primary 10.0.1.10, 1-0 10.0.2.11", add(1));

        more = MULTI_NIC.formatted(",\"ips\":[\"10.0.2.10\"]");
        assertEquals("primary 10.0.1.8, 1-0 10.0.2.10", add(2));
    }

    @ParameterizedTest
    @CsvSource({
        "'10.0.1.9\",\"10.0.1.10', 10.0.1.10",
        "'10.0.1.9\",\"fd00:2::1', fd00:2::1",
        "'fd00:2::1\",\"10.0.1.9', fd00:2::1",
        "'10.0.1.9\",\"10.0.1.9', 10.0.1.9"
    })
    void refusesARequestThatOneInterfaceCannotHave(String ips, String named) throws IOException {
        node =
                node(
                        "IPv4\",\"IPv6",
                        "10.0.1.8/29\",\"fd00:1::/80",
                        eni(0, 1, "10.0.2.8/29\",\"fd00:2::/80"));
        more = "\"runtimeConfig\":{\"ips\":[\"" + ips + "\"]}";

        assertEquals(
                "ips: "
                        + named
                        + " cannot be had beside the others: an interface has one address of a"
                        + " family, and all are of one ENI",
                refused(1, ErrorCodes.INVALID_CONFIG).msg());
        assertEquals(List.of(), files());
    }

    @ParameterizedTest
    @CsvSource({"10.9.9.9", "10.0.1.4", "fd00::7", "10.0.2.4"})
    void refusesARequestForWhatNobodyHas(String ip) throws IOException {
        node = node("", "10.0.1.8/29", eni(0, 1, "10.0.2.8/29"));
        more = "\"runtimeConfig\":{\"ips\":[\"" + ip + "\"]}";

        assertEquals(
                "ips: "
                        + ip
                        + " is not an address of the ranges (10.0.1.8-10.0.1.15,"
                        + " 10.0.2.8-10.0.2.15)",
                refused(1, ErrorCodes.INVALID_CONFIG).msg());
        assertEquals(List.of(), files());
    }

    @Test
    void saysWhetherAnEniHasAnAddressOfEachFamily() throws IOException {
        node =
                node(
                        "IPv4\",\"IPv6",
                        "10.0.1.8\",\"fd00:1::/80",
                        eni(0, 1, "10.0.2.8/29\",\"fd00:2::5"));
        addresses(Requests.conf(members())).status(request(1));
        add(1);
        addresses(Requests.conf(members())).status(request(1));
        add(2);

        CniException e =
                assertThrows(
                        CniException.class,
                        () -> addresses(Requests.conf(members())).status(request(1)));

        assertEquals(ErrorCodes.NOT_AVAILABLE, e.code());
        assertEquals("no ENI has a free address of each family for network pods", e.msg());
    }

    @Test
    void saysThatAllAddressesAreInUse() throws IOException {
        node = node("", "10.0.1.8/31", "");
        add(1);
        add(2);

        CniException e =
                assertThrows(
                        CniException.class,
                        () -> addresses(Requests.conf(members())).status(request(1)));

        assertEquals("all 2 addresses of network pods are in use", e.msg());
    }

    private static String node(String families, String addresses, String enis) {
        return (families.isEmpty() ? "" : "\"ipFamilies\":[\"" + families + "\"],")
                + "\"addresses\":["
                + (addresses.isEmpty() ? "" : '"' + addresses + '"')
                + "],\"enis\":["
                + enis
                + "]";
    }

    private static String eni(int card, int device, String addresses) {
        String subnet =
                addresses.contains("10.0.3") ? "3" : addresses.contains("10.0.4") ? "4" : "2";
        return "{\"networkCard\":"
                + card
                + ",\"deviceNumber\":"
                + device
                + ",\"name\":\"eth"
                + card
                + device
                + "\",\"address\":\"10.0."
                + subnet
                + ".4/24\",\"addresses\":["
                + (addresses.isEmpty() ? "" : '"' + addresses + '"')
                + "]}";
    }

    private static String ranges(String subnet, String first, String last) {
        return "{\"type\":\"vethkit\",\"subnet\":\""
                + subnet
                + "\",\"rangeStart\":\""
                + first
                + "\",\"rangeEnd\":\""
                + last
                + "\"}";
    }

    private String members() {
        return "\"stateDir\":\""
                + state
                + "\",\"ipam\":"
                + ipam
                + ",\"node\":{"
                + node
                + "},"
                + more;
    }

    private static BuiltInAddresses addresses(NetConf conf) {
        IpamConf ipam = conf.ipam();
        if (ipam == null) {
            throw new AssertionError("no ipam");
        }
        return new BuiltInAddresses(conf, ipam);
    }

    private String add(int pod) throws IOException {
        return text(addresses(Requests.conf(members())).add(request(pod), List.of()));
    }

    private static String text(List<AddressSource.Lease> leases) {
        StringBuilder text = new StringBuilder();
        for (AddressSource.Lease lease : leases) {
            EniConf eni = lease.eni();
            text.append(text.isEmpty() ? "" : ", ");
            text.append(eni == null ? "primary" : eni.networkCard() + "-" + eni.deviceNumber());
            for (IpAddress address : lease.addresses()) {
                text.append(' ').append(address);
            }
        }
        return text.toString();
    }

    private void release(int pod) throws IOException {
        new AddressPool(state.toString(), "pods", List.of(), List.of())
                .releaseAll(request(pod).attachment());
    }

    private void assertNoneFree(int pod, String msg) throws IOException {
        List<String> before = files();

        CniException e = refused(pod, ErrorCodes.TRY_AGAIN_LATER);

        assertTrue(e.msg().startsWith(msg), e.msg());
        assertEquals(before, files());
    }

    private CniException refused(int pod, int code) {
        CniException e = assertThrows(CniException.class, () -> add(pod));
        assertEquals(code, e.code(), e.msg());
        return e;
    }

    private CniRequest request(int pod) {
        Map<String, String> variables = Requests.variables("ADD");
        variables.put("CNI_CONTAINERID", "c" + pod);
        return CniRequest.read(variables, Requests.stdin(Requests.config(members())));
    }

    private List<String> files() throws IOException {
        if (!Files.exists(state.resolve("ipam/pods"))) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(state.resolve("ipam/pods"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
