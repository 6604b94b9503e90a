package io.vethkit.netlink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class MessageReaderTest {
    @Test
    void readsHeadersAndFields() throws MalformedMessageException {
        MessageReader message =
                reader(
                        """
                        18 00 00 00  ff ff  02 80  fe ff ff ff  fd ff ff ff  # struct nlmsghdr
                        ff 01 fe ff  04 03 02 01
                        """);

        assertTrue(message.next());

        assertEquals(0xffff, message.type());
        assertEquals(0x8002, message.flags());
        assertEquals(-2, message.sequence());
        assertEquals(-3, message.portId());
        assertEquals(8, message.length());
        assertEquals(0xff, message.u8(0));
        assertEquals(0xfffe, message.u16(2));
        assertEquals(0x01020304, message.u32(4));
        assertFalse(message.next());
        assertFalse(message.next());
    }

    @Test
    void walksPaddedMessagesAndAnUnalignedLastOne() throws MalformedMessageException {
        MessageReader message =
                reader(
                        """
                        11 00 00 00  01 00  00 00  01 00 00 00  00 00 00 00  aa 00 00 00
                        13 00 00 00  02 00  00 00  02 00 00 00  00 00 00 00  bb cc dd
                        """);

        assertTrue(message.next());
        assertEquals(1, message.length());
        assertTrue(message.next());
        assertEquals(2, message.type());
        assertEquals(3, message.length());
        assertEquals(0xdd, message.u8(2));
        assertFalse(message.next());
    }

    @Test
    void readsAnEmptyDatagram() throws MalformedMessageException {
        assertFalse(reader("").next());
    }

    @Test
    void refusesAMessageThatIsShorterThanItsHeader() {
        assertMalformed("0f 00 00 00  01 00  00 00  01 00 00 00  00 00 00 00");
        assertMalformed("00 00 00 00  01 00  00 00  01 00 00 00  00 00 00 00");
        assertMalformed("ff ff ff ff  01 00  00 00  01 00 00 00  00 00 00 00");
    }

    @Test
    void refusesAMessageThatIsLongerThanItsDatagram() {
        assertMalformed("11 00 00 00  01 00  00 00  01 00 00 00  00 00 00 00");
        assertMalformed("ff ff ff 7f  01 00  00 00  01 00 00 00  00 00 00 00");
    }

    @Test
    void refusesBytesTooFewForAHeader() {
        assertMalformed("10 00 00 00  01 00  00 00  01 00 00 00  00 00 00");
        assertMalformed("10");
    }

    @Test
    void refusesFieldsBehindTheEnd() throws MalformedMessageException {
        MessageReader message =
                reader("14 00 00 00  01 00 00 00  00 00 00 00 00 00 00 00  01 02 03 04");
        message.next();

        assertThrows(MalformedMessageException.class, () -> message.u8(4));
        assertThrows(MalformedMessageException.class, () -> message.u16(3));
        assertThrows(MalformedMessageException.class, () -> message.u32(1));
        assertThrows(MalformedMessageException.class, () -> message.attributes(5));
        assertThrows(MalformedMessageException.class, () -> message.attributes(-4));
        assertThrows(MalformedMessageException.class, () -> message.u32(Integer.MAX_VALUE));
    }

    @Test
    void findsAttributesBehindAFamilyHeaderAndItsPadding() throws MalformedMessageException {
        MessageReader message =
                reader(
                        """
                        1c 00 00 00  01 00  00 00  01 00 00 00  00 00 00 00
                        11 00 00 00                                          # rtgenmsg, padding
                        08 00 03 00  2a 00 00 00
                        """);
        message.next();

        AttributeReader attributes = message.attributes(1);

        assertTrue(attributes.next());
        assertEquals(42, attributes.u32());
        assertFalse(attributes.next());
    }

    @Test
    void findsNoAttributesWhereThereIsOnlyTheHeader() throws MalformedMessageException {
        MessageReader message = reader("11 00 00 00  01 00 00 00  00 00 00 00 00 00 00 00  01");
        message.next();

        assertFalse(message.attributes(1).next());
    }

    private static MessageReader reader(String hex) {
        return new MessageReader(Hex.buffer(hex));
    }

    private static void assertMalformed(String hex) {
        assertThrows(MalformedMessageException.class, () -> reader(hex).next());
    }
}
