package io.vethkit.cni;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

class DelegatedAddressesTest {
    private static final String ENI =
            """
            "enis":[{"deviceNumber":1,"name":"eth1","address":"10.0.2.4/24",
              "addresses":["10.0.2.8/29"%s]}]\
            """;

    @TempDir Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ["IPv4"]        | 10.0.2.9/24              | 0-1 [10.0.2.9]
                    ["IPv4"]        | 10.0.1.9/24              | primary [10.0.1.9]
                    ["IPv4","IPv6"] | 10.0.2.9/24 fd00:2::1/64 | 0-1 [10.0.2.9, fd00:2::1]
                    ["IPv4","IPv6"] | fd00:2::1/64 10.0.2.9/24 | 0-1 [10.0.2.9, fd00:2::1]
                    ["IPv4","IPv6"] | 10.0.1.9/24 fd00:1::1/64 | primary [10.0.1.9, fd00:1::1]
                    """)
    void takesOneOfEachFamilyOfTheNode(String families, String given, String lease)
            throws IOException {
        String node =
                "\"ipFamilies\":"
                        + families
                        + ","
                        + ENI.formatted(families.contains("IPv6") ? ",\"fd00:2::/64\"" : "");

        AddressSource.Lease taken = add("\"node\":{" + node + "}", given).getFirst();

        EniConf eni = taken.eni();
        String name = eni == null ? "primary" : eni.networkCard() + "-" + eni.deviceNumber();
        assertEquals(lease, name + " " + taken.addresses());
    }

    @Test
    void takesIpv6OnAnIpv6Node() throws IOException {
        List<AddressSource.Lease> leases =
                add("\"node\":{\"ipFamilies\":[\"IPv6\"]}", "fd00::1/64");

        assertEquals("[fd00::1]", leases.getFirst().addresses().toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ["IPv4"]        | fd00:2::1/64             | 0 addresses of IPv4; this plugin takes exactly one
                    ["IPv4"]        | 10.0.2.9/24 fd00:2::1/64 | 1 addresses of IPv6; this plugin takes none
                    ["IPv4","IPv6"] | 10.0.2.9/24              | 0 addresses of IPv6; this plugin takes exactly one
                    ["IPv4","IPv6"] | 10.0.2.9/24 10.0.2.10/24 | 2 addresses of IPv4; this plugin takes exactly one
                    ["IPv6"]        | 10.0.2.9/24 fd00:2::1/64 | 1 addresses of IPv4; this plugin takes none
                    ["IPv4","IPv6"] | 10.0.2.9/24 fd00:1::1/64 | 10.0.2.9 and fd00:1::1, which are of different ENIs
                    """)
    void refusesOtherNumbersAndMixtures(String families, String given, String msg) {
        String node = "\"ipFamilies\":" + families;
        if (families.equals("[\"IPv4\",\"IPv6\"]")) {
            node += "," + ENI.formatted(",\"fd00:2::/64\"");
        }
        assertRefused("\"node\":{" + node + "}", given, "gave " + msg);
    }

    @Test
    void refusesAnAddressOfThePrimaryEniWithCustomNetworking() {
        assertRefused(
                "\"node\":{\"customNetworking\":true," + ENI.formatted("") + "}",
                "10.0.1.9/24",
                "gave 10.0.1.9, which is not in the addresses of node.enis (node.customNetworking)");
    }

    @Test
    void refusesPodsWithSeveralInterfacesBeforeItAsks() {
        assertRefused(
                "\"node\":{\"multiNic\":true},\"runtimeConfig\":"
                        + "{\"io.kubernetes.cri.pod-annotations\":"
                        + "{\"k8s.amazonaws.com/nicConfig\":\"multi-nic-attachment\"}}",
                "x",
                "gives a pod one interface, and this one wants one on each network card: only"
                        + " ipam.type vethkit does that");
    }

    private void assertRefused(String members, String given, String msg) {
        CniException e = assertThrows(CniException.class, () -> add(members, given));

        assertEquals("ipam.type \"ipam\" " + msg, e.msg());
        assertEquals(ErrorCodes.UNSUPPORTED_FIELD, e.code());
    }

    private List<AddressSource.Lease> add(String members, String given) throws IOException {
        StringBuilder ips = new StringBuilder();
        for (String address : given.split(" ", -1)) {
            ips.append(ips.isEmpty() ? "" : ",").append("{\"address\":\"" + address + "\"}");
        }
        Path plugin = directory.resolve("ipam");
        Files.writeString(
                plugin, "#!/bin/sh\necho '{\"cniVersion\":\"1.1.0\",\"ips\":[" + ips + "]}'\n");
        Files.setPosixFilePermissions(plugin, PosixFilePermissions.fromString("rwxr-xr-x"));
        Map<String, String> variables = Requests.variables("ADD");
        variables.put("CNI_PATH", directory.toString());
        CniRequest request =
                CniRequest.read(
                        variables,
                        Requests.stdin(Requests.config("\"ipam\":{\"type\":\"ipam\"}," + members)));
        return new DelegatedAddresses("ipam", NetConf.of(request)).add(request, List.of());
    }
}
