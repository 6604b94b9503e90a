package io.vethkit.cni;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonParser;

import io.vethkit.netlink.Prefix;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

class CniResultTest {
    @ParameterizedTest
    @EnumSource(CniVersion.class)
    void writesEveryVersion(CniVersion version) throws IOException {
        CniResult result =
                CniResult.parse(JsonParser.parseString(golden("pod.1.1.0.json")), version);

        assertEquals(golden("pod." + version + ".json"), pretty(result.toJson(version)));
    }

    @ParameterizedTest
    @EnumSource(CniVersion.class)
    void readsEveryVersion(CniVersion version) throws IOException {
        JsonElement json = JsonParser.parseString(golden("pod." + version + ".json"));

        CniResult result = CniResult.parse(json, CniVersion.LATEST);

        assertEquals(
                golden("pod." + version + ".as-1.1.0.json"),
                pretty(result.toJson(CniVersion.V1_1_0)));
    }

    @Test
    void writesTheSameBytesEveryTime() {
        CniResult result =
                parse(
                        "{\"routes\":[{\"dst\":\"0.0.0.0/0\"}],\"ips\":[{\"address\":\"10.0.0.7/24\"}]}");

        assertEquals(
                "{\"cniVersion\":\"1.0.0\",\"ips\":[{\"address\":\"10.0.0.7/24\"}],"
                        + "\"routes\":[{\"dst\":\"0.0.0.0/0\"}]}",
                result.toJson(CniVersion.V1_0_0).toString());
        assertEquals(
                "{\"cniVersion\":\"0.4.0\",\"ips\":[{\"version\":\"4\",\"address\":\"10.0.0.7/24\"}],"
                        + "\"routes\":[{\"dst\":\"0.0.0.0/0\"}],\"dns\":{}}",
                result.toJson(CniVersion.V0_4_0).toString());
    }

    @Test
    void assumesTheGivenVersion() {
        JsonElement json = JsonParser.parseString("{\"ip4\":{\"ip\":\"10.0.0.7/24\"}}");

        assertEquals(1, CniResult.parse(json, CniVersion.V0_2_0).ips().size());
        assertEquals(0, CniResult.parse(json, CniVersion.V0_3_0).ips().size());
    }

    @Test
    void takesNullForAnEmptyResult() {
        assertSame(CniResult.EMPTY, CniResult.parse(JsonNull.INSTANCE, CniVersion.LATEST));
        assertEquals(CniResult.EMPTY, parse("{}"));
        assertEquals(CniResult.EMPTY, parse("{\"ips\":null,\"dns\":null,\"odd\":1}"));
    }

    @ParameterizedTest
    @EnumSource(names = {"V0_1_0", "V0_2_0"})
    void cannotSayInOldVersionsThatThereAreNoAddresses(CniVersion version) {
        CniException e = assertThrows(CniException.class, () -> CniResult.EMPTY.toJson(version));

        assertEquals(1, e.code());
        assertTrue(e.msg().endsWith("no valid IP addresses"), e.msg());
    }

    @Test
    void readsNamesInAnyCase() {
        CniResult result =
                parse(
                        "{\"Interfaces\":[{\"Name\":\"eth0\"}],\"IPs\":[{\"Address\":\"10.0.0.7/24\"}]}");

        assertEquals("eth0", result.interfaces().getFirst().name());
        assertEquals(Prefix.parse("10.0.0.7/24"), result.ips().getFirst().address());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "null"})
    void copesWithAnAddressOnNoInterface(String index) {
        CniResult result =
                parse("{\"ips\":[{\"address\":\"10.0.0.7/24\",\"interface\":" + index + "}]}");

        assertNull(result.ips().getFirst().interfaceIndex());
        assertNull(result.interfaceOf(result.ips().getFirst()));
    }

    @Test
    void copesWithAnInterfaceThatIsNotThere() {
        CniResult result = parse("{\"ips\":[{\"address\":\"10.0.0.7/24\",\"interface\":3}]}");

        assertNull(result.interfaceOf(result.ips().getFirst()));
        assertEquals(3, result.ips().getFirst().interfaceIndex());
    }

    @Test
    void keepsTheStrangeMacsOfAmazonsPlugin() {
        CniResult result =
                parse("{\"interfaces\":[{\"name\":\"dummy0\",\"mac\":\"0\",\"sandbox\":\"2\"}]}");

        assertEquals("0", result.interfaces().getFirst().mac());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"ips\":5} | result.ips is 5: it must be a list",
                "{\"ips\":[null]} | result.ips[0] is null: it must be an object",
                "{\"ips\":[{\"address\":\"10.0.0.7\"}]} | result.ips[0].address is \"10.0.0.7\": it must be an address with a prefix length, like 10.0.2.4/24",
                "{\"ips\":[{\"address\":\"10.0.0.7/24\",\"gateway\":\"x\"}]} | result.ips[0].gateway is \"x\": it must be an IP address",
                "{\"interfaces\":[{\"name\":5}]} | result.interfaces[0].name is 5: it must be a string",
                "{\"interfaces\":[{\"name\":\"a\",\"mtu\":-1}]} | result.interfaces[0].mtu is -1: it must be a whole number from 0 to 2147483647",
                "{\"routes\":[{}]} | result.routes[0].dst is missing: it must be an address with a prefix length",
                "{\"routes\":[{\"dst\":\"::/0\",\"table\":4294967296}]} | result.routes[0].table is 4294967296: it must be a whole number from 0 to 4294967295",
                "{\"cniVersion\":\"0.2.0\",\"ip4\":{}} | result.ip4.ip is missing: it must be an address with a prefix length",
                "{\"cniVersion\":\"2.0.0\"} | result.cniVersion is \"2.0.0\": it must be one of [\"0.1.0\" \"0.2.0\" \"0.3.0\" \"0.3.1\" \"0.4.0\" \"1.0.0\" \"1.1.0\"]",
                "[] | result is []: it must be an object",
            })
    void refusesWhatIsNoResult(String json, String msg) {
        CniException e = assertThrows(CniException.class, () -> parse(json));

        assertEquals(6, e.code());
        assertEquals(msg, e.msg());
    }

    @Test
    void followsTheResultOfAnEarlierPlugin() {
        CniResult earlier =
                parse(
                        """
                        {"interfaces":[{"name":"lo"}],
                         "ips":[{"address":"127.0.0.1/8","interface":0}],
                         "dns":{"domain":"old"}}
                        """);
        CniResult next =
                parse(
                        """
                        {"interfaces":[{"name":"eni1"},{"name":"eth0"}],
                         "ips":[{"address":"10.0.0.7/32","interface":1},{"address":"10.0.0.8/32"}],
                         "routes":[{"dst":"0.0.0.0/0"}]}
                        """);

        CniResult both = earlier.followedBy(next);

        assertEquals(3, both.interfaces().size());
        CniInterface found = both.interfaceOf(both.ips().get(1));
        assertNotNull(found);
        assertEquals("eth0", found.name());
        assertNull(both.ips().get(2).interfaceIndex());
        assertEquals(next.routes(), both.routes());
        assertEquals("old", both.dns().domain());
        assertEquals(
                "new", both.followedBy(parse("{\"dns\":{\"domain\":\"new\"}}")).dns().domain());
    }

    @Test
    void takesTheNameServiceOfTheConfiguration() {
        Dns dns = new Dns(List.of("10.0.0.2"), null, List.of(), List.of());

        assertEquals(dns, CniResult.EMPTY.withDns(dns).dns());
    }

    private static CniResult parse(String json) {
        return CniResult.parse(JsonParser.parseString(json), CniVersion.V1_1_0);
    }

    private static String pretty(JsonElement json) {
        return new GsonBuilder().setPrettyPrinting().create().toJson(json) + "\n";
    }

    private static String golden(String name) throws IOException {
        try (InputStream in = CniResultTest.class.getResourceAsStream("results/" + name)) {
            assertNotNull(in, name);
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
