package io.vethkit.cni;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.google.gson.JsonParser;

import io.vethkit.netlink.IpAddress;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

class AwsAttachmentTest {
    private static final String NETNS = "/run/netns/cni-1";
    private static final String OF_ETH0 =
            """
            {
              "cniVersion": "1.0.0",
              "interfaces": [
                {"name": "eni1234567890a"},
                {"name": "eth0", "mac": "2", "sandbox": "/run/netns/cni-1"},
                {"name": "dummy1234567890a", "mac": "0", "sandbox": "1"}
              ],
              "ips": [{"address": "10.0.1.16/32", "interface": 1}]
            }
            """;

    private static @Nullable AwsAttachment read(String result) {
        CniVersion version = CniVersion.find("1.0.0");
        assertNotNull(version);
        CniResult read =
                ResultReader.read(
                        JsonParser.parseString(result),
                        version,
                        "prevResult",
                        ErrorCodes.INVALID_CONFIG);
        return AwsAttachment.of(read, "eth0");
    }

    private static AwsAttachment.Interface eth0(@Nullable Integer table) {
        return new AwsAttachment.Interface(
                "eth0", "eni1234567890a", List.of(IpAddress.parse("10.0.1.16")), table);
    }

    @Test
    void readsTheTableWhereTheMacAddressBelongs() {
        AwsAttachment read = read(OF_ETH0);

        assertEquals(new AwsAttachment(NETNS, List.of(eth0(2)), null, List.of()), read);
    }

    @ParameterizedTest
    @CsvSource({"0,254", "1,254", "254,254", "3,3"})
    void takesTheSmallestNumbersForTheMainTable(String mac, int table) {
        AwsAttachment read = read(OF_ETH0.replace("\"mac\": \"2\"", "\"mac\": \"" + mac + "\""));

        assertEquals(new AwsAttachment(NETNS, List.of(eth0(table)), null, List.of()), read);
    }

    @Test
    void takesTheTableOfTheDeviceNumberInResultsOfOldVersions() {
        AwsAttachment read = read(OF_ETH0.replace("\"mac\": \"2\", ", ""));

        assertEquals(new AwsAttachment(NETNS, List.of(eth0(2)), null, List.of()), read);
    }

    @Test
    void knowsNoTableIfTheResultHasNone() {
        String cut = OF_ETH0.replace("\"mac\": \"2\", ", "").replace(", \"sandbox\": \"1\"", "");

        assertEquals(new AwsAttachment(NETNS, List.of(eth0(null)), null, List.of()), read(cut));
    }

    @Test
    void readsTheVlanOfABranchEniAndItsGateway() {
        String branch =
                OF_ETH0.replace("\"mac\": \"2\"", "\"mac\": \"0\"")
                        .replace("\"mac\": \"0\", \"sandbox\": \"1\"", "\"mac\": \"7\"")
                        .replace("16/32\"", "16/32\", \"gateway\": \"10.0.1.1\"");

        AwsAttachment read = read(branch);

        assertNotNull(read);
        assertEquals(7, read.vlanId());
        assertEquals(List.of(IpAddress.parse("10.0.1.1")), read.gateways());
    }

    @ParameterizedTest
    @CsvSource({"0", "4095", "154", "-1", "x"})
    void readsNoVlanThatHasNoTableOfItsOwn(String mac) {
        AwsAttachment read =
                read(
                        OF_ETH0.replace(
                                "\"mac\": \"0\", \"sandbox",
                                "\"mac\": \"" + mac + "\", \"sandbox"));

        assertNotNull(read);
        assertNull(read.vlanId());
    }

    @Test
    void readsAnInterfaceOfEachNetworkCard() {
        AwsAttachment read =
                read(
                        """
                        {
                          "cniVersion": "1.0.0",
                          "interfaces": [
                            {"name": "eni1234567890a"},
                            {"name": "eth0", "mac": "254", "sandbox": "/run/netns/cni-1"},
                            {"name": "eni1234567890b"},
                            {"name": "mNicIf1", "mac": "10101", "sandbox": "/run/netns/cni-1"},
                            {"name": "dummy1234567890a", "mac": "0", "sandbox": "0"}
                          ],
                          "ips": [
                            {"address": "10.0.1.16/32", "interface": 1},
                            {"address": "10.0.2.16/32", "interface": 3}
                          ]
                        }
                        """);

        AwsAttachment.Interface second =
                new AwsAttachment.Interface(
                        "mNicIf1", "eni1234567890b", List.of(IpAddress.parse("10.0.2.16")), 10101);
        assertEquals(new AwsAttachment(NETNS, List.of(eth0(254), second), null, List.of()), read);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dummy1234567890a | dummy",
                "dummy1234567890a | dummy1234567890ab",
                "\"name\": \"eth0\" | \"name\": \"eth1\"",
                ", \"sandbox\": \"/run/netns/cni-1\" | ''",
                "eni1234567890a\"} | ../../etc\"}"
            })
    void knowsResultsOfOtherPlugins(String part, String other) {
        assertNull(read(OF_ETH0.replace(part, other)));
    }

    @Test
    void isNothingWithoutAResult() {
        assertNull(AwsAttachment.of(null, "eth0"));
        assertNull(read("{\"cniVersion\":\"1.0.0\"}"));
    }
}
