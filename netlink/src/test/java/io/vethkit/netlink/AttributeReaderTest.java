package io.vethkit.netlink;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;

class AttributeReaderTest {
    @Test
    void readsNumbers() throws MalformedMessageException {
        AttributeReader attributes =
                reader(
                        """
                        05 00 01 00  ff 00 00 00
                        06 00 02 00  fe ff 00 00
                        08 00 03 00  04 03 02 01
                        0c 00 04 00  08 07 06 05 04 03 02 01
                        06 00 05 00  ff fe 00 00
                        08 00 06 00  01 02 03 04
                        0c 00 07 00  01 02 03 04 05 06 07 08
                        """);

        attributes.next();
        assertEquals(0xff, attributes.u8());
        attributes.next();
        assertEquals(0xfffe, attributes.u16());
        attributes.next();
        assertEquals(0x01020304, attributes.u32());
        attributes.next();
        assertEquals(0x0102030405060708L, attributes.u64());
        attributes.next();
        assertEquals(0xfffe, attributes.be16());
        attributes.next();
        assertEquals(0x01020304, attributes.be32());
        attributes.next();
        assertEquals(7, attributes.type());
        assertEquals(0x0102030405060708L, attributes.be64());
        assertFalse(attributes.next());
    }

    @Test
    void readsTextBytesAndAddresses() throws MalformedMessageException {
        AttributeReader attributes =
                reader(
                        """
                        09 00 03 00  65 6e 69 30 00 00 00 00
                        08 00 03 00  65 6e 69 30
                        0a 00 03 00  65 00 69 30 00 00 00 00
                        04 00 03 00
                        07 00 09 00  01 02 03 00
                        08 00 01 00  0a 00 01 07
                        14 00 05 00  20 01 0d b8 00 00 00 00 80 00 00 00 00 00 00 07
                        0a 00 01 00  fe 00 0a ff 00 81
                        """);

        attributes.next();
        assertEquals("eni0", attributes.string());
        attributes.next();
        assertEquals("eni0", attributes.string());
        attributes.next();
        assertEquals("e", attributes.string());
        attributes.next();
        assertEquals("", attributes.string());
        attributes.next();
        assertArrayEquals(new byte[] {1, 2, 3}, attributes.bytes());
        attributes.next();
        assertEquals("10.0.1.7", attributes.address().toString());
        attributes.next();
        assertEquals("2001:db8::8000:0:0:7", attributes.address().toString());
        attributes.next();
        assertEquals("fe:00:0a:ff:00:81", attributes.mac().toString());
        assertFalse(attributes.next());
    }

    @Test
    void hidesTheFlagsOfAType() throws MalformedMessageException {
        AttributeReader attributes = reader("04 00 12 80  04 00 12 40  04 00 ff ff");

        attributes.next();
        assertEquals(18, attributes.type());
        attributes.next();
        assertEquals(18, attributes.type());
        attributes.next();
        assertEquals(0x3fff, attributes.type());
    }

    @Test
    void walksNestsWithANewAndWithAGivenReader() throws MalformedMessageException {
        AttributeReader attributes =
                reader(
                        """
                        14 00 12 80
                          08 00 01 00  01 00 00 00
                          08 00 02 00  02 00 00 00
                        08 00 03 00  03 00 00 00
                        """);
        AttributeReader reused = new AttributeReader(attributes.buffer(), 0, 0);
        attributes.next();

        AttributeReader inner = attributes.nested();

        assertTrue(inner.next());
        assertEquals(1, inner.u32());
        assertTrue(inner.next());
        assertEquals(2, inner.u32());
        assertFalse(inner.next());
        assertTrue(attributes.nested(reused).next());
        assertEquals(1, reused.u32());
        assertTrue(attributes.next());
        assertEquals(3, attributes.u32());
    }

    @Test
    void walksAttributesBehindAStructInside() throws MalformedMessageException {
        AttributeReader attributes =
                reader(
                        """
                        11 00 01 80
                          aa bb cc dd  ee 00 00 00   # a struct of 5 bytes, padding
                          05 00 01 00  07
                        """);
        attributes.next();

        AttributeReader inner = attributes.nestedBehind(5);

        assertTrue(inner.next());
        assertEquals(7, inner.u8());
        assertFalse(inner.next());
        assertThrows(MalformedMessageException.class, () -> attributes.nestedBehind(14));
    }

    @Test
    void tellsWhereAPayloadLies() throws MalformedMessageException {
        AttributeReader attributes = reader("04 00 01 00  07 00 02 00  01 02 03 00");
        attributes.next();
        attributes.next();

        assertEquals(8, attributes.offset());
        assertEquals(3, attributes.length());
        assertEquals(2, attributes.buffer().get(attributes.offset() + 1));
    }

    @Test
    void refusesValuesOfAnotherSize() throws MalformedMessageException {
        AttributeReader attributes = reader("07 00 01 00  01 02 03 00");
        attributes.next();

        assertThrows(MalformedMessageException.class, attributes::u8);
        assertThrows(MalformedMessageException.class, attributes::u16);
        assertThrows(MalformedMessageException.class, attributes::u32);
        assertThrows(MalformedMessageException.class, attributes::u64);
        assertThrows(MalformedMessageException.class, attributes::be16);
        assertThrows(MalformedMessageException.class, attributes::be32);
        assertThrows(MalformedMessageException.class, attributes::be64);
        assertThrows(MalformedMessageException.class, attributes::address);
        assertThrows(MalformedMessageException.class, attributes::mac);
    }

    @Test
    void refusesAttributesThatAreTooShortOrTooLong() {
        assertMalformed("03 00 01 00");
        assertMalformed("00 00 01 00  00 00 00 00");
        assertMalformed("05 00 01 00");
        assertMalformed("ff ff 01 00  00 00 00 00");
    }

    @Test
    void refusesBytesTooFewForAHeader() throws MalformedMessageException {
        AttributeReader attributes = reader("04 00 01 00  04 00 02");
        attributes.next();

        assertThrows(MalformedMessageException.class, attributes::next);
    }

    private static AttributeReader reader(String hex) {
        ByteBuffer buffer = Hex.buffer(hex);
        return new AttributeReader(buffer, 0, buffer.limit());
    }

    private static void assertMalformed(String hex) {
        assertThrows(MalformedMessageException.class, () -> reader(hex).next());
    }
}
