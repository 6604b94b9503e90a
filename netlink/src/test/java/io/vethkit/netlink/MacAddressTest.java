package io.vethkit.netlink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MacAddressTest {
    @ParameterizedTest
    @ValueSource(strings = {"02:00:0a:ff:00:01", "00:00:00:00:00:00", "ff:ff:ff:ff:ff:ff"})
    void readsAndWrites(String text) {
        assertEquals(text, MacAddress.parse(text).toString());
    }

    @Test
    void readsEitherCase() {
        assertEquals(MacAddress.parse("0a:bc:de:f0:00:01"), MacAddress.parse("0A:BC:DE:F0:00:01"));
        assertEquals(0x0abcdef00001L, MacAddress.parse("0A:bc:DE:f0:00:01").bits());
        assertNotEquals(new MacAddress(1), new MacAddress(2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "02:00:0a:ff:00",
                "02:00:0a:ff:00:01:",
                "02-00-0a-ff-00-01",
                "02:00:0a:ff:00:0g",
                "2:00:0a:ff:00:001",
                "02:00:0a:ff:00:+1",
                "０2:00:0a:ff:00:01",
                "02:00:0a:ff:00:0:",
            })
    void refusesWhatIsNoAddress(String text) {
        assertThrows(IllegalArgumentException.class, () -> MacAddress.parse(text));
    }

    @Test
    void refusesMoreThan48Bits() {
        assertThrows(IllegalArgumentException.class, () -> new MacAddress(1L << 48));
        assertThrows(IllegalArgumentException.class, () -> new MacAddress(-1));
    }

    @Test
    void makesRandomOnesLocalAndUnicast() {
        for (int i = 0; i < 1000; i++) {
            int first = (int) (MacAddress.random().bits() >>> 40);
            assertEquals(2, first & 3, "locally administered, unicast");
        }
    }
}
