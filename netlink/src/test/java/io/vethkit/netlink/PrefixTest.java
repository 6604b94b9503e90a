package io.vethkit.netlink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrefixTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.1.7/24, 10.0.1.7/24",
        "10.0.1.7, 10.0.1.7/32",
        "0.0.0.0/0, 0.0.0.0/0",
        "2001:DB8::7/64, 2001:db8::7/64",
        "::1, ::1/128",
        "::/0, ::/0",
        "::ffff:10.0.0.0/104, ::ffff:10.0.0.0/104",
    })
    void readsAndWrites(String text, String canonical) {
        Prefix prefix = Prefix.parse(text);

        assertEquals(canonical, prefix.toString());
        assertEquals(prefix, Prefix.parse(canonical));
        assertEquals(prefix.hashCode(), Prefix.parse(canonical).hashCode());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/8",
                "10.0.0.0/",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/+8",
                "10.0.0.0/08",
                "10.0.0.0/00",
                "10.0.0.0/8/8",
                "10.0.0.0/8 ",
                "10.0.0.0/0000000008",
                "10.0.0.0/x",
                "10.0.0/8",
                "::/129",
                "::/999",
                "::/4294967296",
                "10.0.0.0/255.0.0.0",
                "::/６４",
            })
    void refusesWhatIsNoPrefix(String text) {
        assertThrows(IllegalArgumentException.class, () -> Prefix.parse(text));
    }

    @Test
    void clearsTheBitsThatDoNotCount() {
        assertEquals("10.0.1.0/24", Prefix.parse("10.0.1.7/24").network().toString());
        assertEquals("2001:db8::/65", Prefix.parse("2001:db8::7/65").network().toString());
        assertNotEquals(Prefix.parse("10.0.1.7/24"), Prefix.parse("10.0.1.0/24"));
        assertNotEquals(Prefix.parse("10.0.1.7/24"), Prefix.parse("10.0.1.7/25"));
    }

    @Test
    void knowsAHost() {
        assertTrue(Prefix.host(IpAddress.parse("10.0.1.7")).isHost());
        assertTrue(Prefix.parse("::1/128").isHost());
        assertFalse(Prefix.parse("::1/32").isHost());
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.1.7/24, 10.0.1.255, true",
        "10.0.1.7/24, 10.0.2.0, false",
        "0.0.0.0/0, 255.0.0.1, true",
        "0.0.0.0/0, ::1, false",
        "::/0, 10.0.0.1, false",
        "2001:db8::/32, 2001:db8:ffff::1, true",
        "2001:db8::/127, 2001:db8::2, false",
    })
    void containsAddresses(String prefix, String address, boolean expected) {
        assertEquals(expected, Prefix.parse(prefix).contains(IpAddress.parse(address)));
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.0.1.7/32, true",
        "10.0.0.0/8, 11.0.0.0/8, false",
        "10.0.0.0/8, 0.0.0.0/0, true",
        "10.0.0.0/8, ::/0, false",
        "2001:db8::/64, 2001:db8::/48, true",
    })
    void overlapsBothWays(String one, String other, boolean expected) {
        assertEquals(expected, Prefix.parse(one).overlaps(Prefix.parse(other)));
        assertEquals(expected, Prefix.parse(other).overlaps(Prefix.parse(one)));
    }
}
