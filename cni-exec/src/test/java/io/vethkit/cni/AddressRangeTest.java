package io.vethkit.cni;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.Prefix;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressRangeTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.9/32, 10.0.0.9, 10.0.0.9, 1",
        "10.0.0.16/28, 10.0.0.16, 10.0.0.31, 16",
        "10.0.0.5/8, 10.0.0.0, 10.255.255.255, 16777216",
        "0.0.0.0/0, 0.0.0.0, 255.255.255.255, 4294967296",
        "fd00::9/128, fd00::9, fd00::9, 1",
        "fd00::/80, fd00::, fd00::ffff:ffff:ffff, 281474976710656",
        "fd00::/66, fd00::, fd00::3fff:ffff:ffff:ffff, 4611686018427387904",
        "fd00::/65, fd00::, fd00::7fff:ffff:ffff:ffff, 9223372036854775807",
        "fd00::/64, fd00::, fd00::ffff:ffff:ffff:ffff, 9223372036854775807",
        "fd00::/60, fd00::, fd00:0:0:f:ffff:ffff:ffff:ffff, 9223372036854775807",
        "::/0, ::, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, 9223372036854775807"
    })
    void holdsAllOfAPrefix(String prefix, String first, String last, long size) {
        AddressRange range = AddressRange.of(Prefix.parse(prefix));

        assertEquals(IpAddress.parse(first), range.first());
        assertEquals(IpAddress.parse(last), range.last());
        assertEquals(size, range.size());
    }

    @Test
    void holdsNothingOfTheOtherFamily() {
        AddressRange all = AddressRange.of(Prefix.parse("0.0.0.0/0"));
        AddressRange allV6 = AddressRange.of(Prefix.parse("::/0"));

        assertFalse(all.contains(IpAddress.parse("::1")));
        assertFalse(allV6.contains(IpAddress.parse("0.0.0.1")));
        assertFalse(all.overlaps(allV6));
    }

    @Test
    void reservesWhatASubnetHasForItself() {
        AddressRange v4 = range("10.0.0.0/24", "10.0.0.9");
        AddressRange v6 = range("fd00::/64", "fd00::9");

        assertTrue(v4.reserves(IpAddress.parse("10.0.0.0")));
        assertTrue(v4.reserves(IpAddress.parse("10.0.0.9")));
        assertTrue(v4.reserves(IpAddress.parse("10.0.0.255")));
        assertTrue(v6.reserves(IpAddress.parse("fd00::")));
        assertTrue(v6.reserves(IpAddress.parse("fd00::9")));
        assertFalse(v6.reserves(IpAddress.parse("fd00::ffff:ffff:ffff:ffff")));
    }

    private static AddressRange range(String subnet, String gateway) {
        Prefix prefix = Prefix.parse(subnet);
        return new AddressRange(
                prefix, prefix.address(), AddressRange.lastOf(prefix), IpAddress.parse(gateway));
    }
}
