package io.vethkit.netlink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class MessageWriterTest {
    private final MessageWriter out = new MessageWriter();

    @Test
    void writesAHeaderWithItsLengthAndNoPort() {
        out.begin(0x18, 0x605, 0x01020304).u32(0x0a0b0c0d);

        int length = out.end();

        assertEquals(20, length);
        assertWritten(
                """
                14 00 00 00  18 00  05 06  04 03 02 01  00 00 00 00  # struct nlmsghdr
                0d 0c 0b 0a
                """);
    }

    @Test
    void padsAMessageSoThatTheNextStartsAligned() {
        out.begin(0x12, 1, 1).u8(0x11);
        int first = out.end();
        out.begin(0x12, 1, 2).u8(0x11);
        out.end();

        assertEquals(17, first);
        assertWritten(
                """
                11 00 00 00  12 00  01 00  01 00 00 00  00 00 00 00  # struct nlmsghdr
                11  00 00 00                                         # rtgenmsg, padding
                11 00 00 00  12 00  01 00  02 00 00 00  00 00 00 00
                11  00 00 00
                """);
    }

    @Test
    void writesFieldsInHostAndInNetworkOrder() {
        out.u8(0x1ff).u8(2).u16(0x10304).u32(0x05060708).u64(0x1112131415161718L);
        out.be16(0x10304).be32(0x05060708).be64(0x1112131415161718L).zeros(2);
        out.bytes(new byte[] {1, 2, 3});

        assertWritten(
                """
                ff 02 04 03 08 07 06 05 18 17 16 15 14 13 12 11
                03 04 05 06 07 08 11 12 13 14 15 16 17 18 00 00 01 02 03
                """);
    }

    @Test
    void writesAttributesOfNumbersPaddedToFourBytes() {
        out.putFlag(1).putU8(2, 0xff).putU16(3, 0x102).putU32(4, 0x01020304).putU64(5, 0x0102L);
        out.putBe16(6, 0x102).putBe32(7, 0x01020304).putBe64(8, 0x0102L);

        assertWritten(
                """
                04 00 01 00
                05 00 02 00  ff 00 00 00
                06 00 03 00  02 01 00 00
                08 00 04 00  04 03 02 01
                0c 00 05 00  02 01 00 00 00 00 00 00
                06 00 06 00  01 02 00 00
                08 00 07 00  01 02 03 04
                0c 00 08 00  00 00 00 00 00 00 01 02
                """);
    }

    @Test
    void writesTextWithANulThatTheLengthCounts() {
        out.putString(3, "eni0").putString(3, "abc").putString(3, "").putString(3, "ü");

        assertWritten(
                """
                09 00 03 00  65 6e 69 30 00 00 00 00
                08 00 03 00  61 62 63 00
                05 00 03 00  00 00 00 00
                07 00 03 00  c3 bc 00 00
                """);
    }

    @Test
    void refusesTextTheKernelWouldCutAtItsNul() {
        assertThrows(IllegalArgumentException.class, () -> out.putString(3, "eni0\0x"));
    }

    @Test
    void writesAddressesInNetworkOrder() {
        out.putAddress(1, IpAddress.parse("10.0.1.7"))
                .putAddress(5, IpAddress.parse("2001:db8::7"));
        out.putMac(1, MacAddress.parse("02:00:0a:ff:00:01"));
        out.putBytes(9, new byte[] {1, 2, 3, 4, 5});

        assertWritten(
                """
                08 00 01 00  0a 00 01 07
                14 00 05 00  20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 07
                0a 00 01 00  02 00 0a ff 00 01 00 00
                09 00 09 00  01 02 03 04 05 00 00 00
                """);
    }

    @Test
    void nestsAttributesWithAndWithoutTheFlag() {
        int outer = out.beginNested(18);
        out.putString(1, "veth");
        int inner = out.beginNestedUnflagged(2);
        out.putU8(1, 7);
        out.endNested(inner);
        out.endNested(outer);

        assertWritten(
                """
                1c 00 12 80                              # IFLA_LINKINFO, nested
                  09 00 01 00  76 65 74 68 00 00 00 00   # IFLA_INFO_KIND
                  0c 00 02 00                            # IFLA_INFO_DATA
                    05 00 01 00  07 00 00 00
                """);
    }

    @Test
    void padsANestThatEndsUnaligned() {
        int nest = out.beginNested(1);
        out.u8(9);
        out.endNested(nest).putFlag(2);

        assertWritten("05 00 01 80  09 00 00 00  04 00 02 00");
    }

    @Test
    void growsAndKeepsWhatWasWrittenAndWhatIsOpen() {
        out.begin(0x18, 0, 1);
        int nest = out.beginNested(1);
        byte[] block = new byte[3000];
        block[2999] = 42;
        for (int i = 0; i < 20; i++) {
            out.putBytes(2, block);
        }
        out.endNested(nest);

        int length = out.end();

        assertEquals(16 + 4 + 20 * 3004, length);
        var written = out.written();
        assertEquals(length, written.remaining());
        assertEquals(length, written.getInt(0));
        assertEquals(4 + 20 * 3004, Short.toUnsignedInt(written.getShort(16)));
        assertEquals(42, written.get(20 + 3003));
        assertEquals(42, written.get(length - 1));
    }

    @Test
    void growsByMoreThanTwiceAtOnce() {
        out.u32(7).bytes(new byte[60_000]).u32(8);

        assertEquals(60_008, out.position());
        assertEquals(7, out.written().getInt(0));
        assertEquals(8, out.written().getInt(60_004));
    }

    @Test
    void refusesMoreThanAnAttributeCanHold() {
        out.putBytes(1, new byte[0xffff - 4]);
        int before = out.position();

        assertThrows(IllegalArgumentException.class, () -> out.putBytes(1, new byte[0xffff - 3]));
        assertThrows(IllegalArgumentException.class, () -> out.putString(1, "x".repeat(0xffff)));

        assertEquals(before, out.position());
    }

    @Test
    void refusesANestOfMoreThanAnAttributeCanHold() {
        int nest = out.beginNested(1);
        out.putBytes(1, new byte[0xf000]).putBytes(1, new byte[0x1000]);

        assertThrows(IllegalStateException.class, () -> out.endNested(nest));
    }

    @Test
    void forgetsAllOrTheEnd() {
        out.u32(1);
        int position = out.position();
        out.u32(2);

        out.truncate(position);

        assertWritten("01 00 00 00");
        assertEquals(0, out.clear().position());
        assertTrue(out.written().remaining() == 0);
    }

    @Test
    void addsFlagsAndLengthsAfterwards() {
        out.begin(1, 2, 3);
        out.end();
        int second = out.position();
        out.begin(0x18, 0x401, 4).u16(0).u16(0);
        out.setU16(second + 16, 0x1234);
        out.end();

        out.addFlags(second, 4);

        assertWritten(
                """
                10 00 00 00  01 00  02 00  03 00 00 00  00 00 00 00
                14 00 00 00  18 00  05 04  04 00 00 00  00 00 00 00  34 12 00 00
                """);
    }

    private void assertWritten(String hex) {
        assertEquals(Hex.text(Hex.bytes(hex)), Hex.text(out.written()));
    }
}
