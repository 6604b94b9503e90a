package io.vethkit.cni;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

class EgressConfTest {
    private static CniRequest request(String members) {
        String config =
                "{\"cniVersion\":\"1.1.0\",\"name\":\"net\",\"type\":\"egress-cni\""
                        + members
                        + "}";
        return CniRequest.read(
                Map.of("CNI_COMMAND", "STATUS", "CNI_PATH", "/opt/cni/bin"),
                new ByteArrayInputStream(config.getBytes(StandardCharsets.UTF_8)));
    }

    private static EgressConf read(String members) {
        return EgressConf.of(request(members));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",\"enabled\":null",
                ",\"enabled\":\"false\"",
                ",\"enabled\":false,\"nodeIP\":\"\""
            })
    void isOffUnlessItIsSwitchedOn(String members) {
        assertFalse(read(members).enabled());
        assertFalse(EgressConf.isEnabled(request(members)));
    }

    @ParameterizedTest
    @ValueSource(strings = {",\"enabled\":\"true\"", ",\"enabled\":true"})
    void isOnForAStringAndAFlag(String members) {
        assertTrue(read(members + ",\"nodeIP\":\"10.0.0.4\"").enabled());
        assertTrue(EgressConf.isEnabled(request(members)));
    }

    @Test
    void givesOutAllEgressAddressesIfNoRangesAreGiven() {
        String builtIn = ",\"enabled\":\"true\",\"ipam\":{\"type\":\"vethkit\"},\"nodeIP\":";

        AddressRange v4 = read(builtIn + "\"10.0.0.4\"").ranges().get(0);
        AddressRange v6 = read(builtIn + "\"2001:db8::4\"").ranges().get(0);

        assertEquals("169.254.172.0/22", v4.subnet().toString());
        assertEquals("169.254.172.1", v4.gateway().toString());
        assertEquals("fd00::ac:0/118", v6.subnet().toString());
        assertEquals(1023, v6.size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "127.0.0.1",
                "169.254.1.1",
                "224.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "fe80::1",
                "ff02::1",
                "::ffff:10.0.0.4"
            })
    void refusesAddressesThatLeadNowhere(String address) {
        String members = ",\"enabled\":\"true\",\"nodeIP\":\"" + address + "\"";

        assertEquals(7, assertThrows(CniException.class, () -> read(members)).code());
    }

    @Test
    void refusesAnMtuTooSmallForIpv6() {
        String members = ",\"enabled\":\"true\",\"mtu\":\"1279\",\"nodeIP\":";

        assertTrue(read(members + "\"10.0.0.4\"").enabled());
        assertEquals(
                "mtu is \"1279\": it must be at least 1280 for IPv6",
                assertThrows(CniException.class, () -> read(members + "\"2001:db8::4\"")).msg());
    }
}
