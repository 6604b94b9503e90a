package io.vethkit.netlink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;

class ExtendedAckTest {
    @Test
    void readsWordsAndOffset() throws MalformedMessageException {
        ExtendedAck ack =
                decode(
                        """
                        09 00 01 00  6f 6f 70 73 00 00 00 00  # NLMSGERR_ATTR_MSG
                        08 00 02 00  24 00 00 00              # NLMSGERR_ATTR_OFFS
                        """);

        assertEquals(new ExtendedAck("oops", 0x24, 0, 0), ack);
    }

    @Test
    void readsWhatIsMissingAndWhere() throws MalformedMessageException {
        ExtendedAck ack =
                decode(
                        """
                        08 00 05 00  03 00 00 00  # NLMSGERR_ATTR_MISS_TYPE
                        08 00 06 00  20 00 00 00  # NLMSGERR_ATTR_MISS_NEST
                        """);

        assertEquals(new ExtendedAck(null, 0, 3, 0x20), ack);
    }

    @Test
    void skipsWhatItDoesNotKnow() throws MalformedMessageException {
        ExtendedAck ack =
                decode(
                        """
                        0c 00 03 00  01 02 03 04 05 06 07 08      # NLMSGERR_ATTR_COOKIE
                        0c 00 04 80  08 00 01 00  0b 00 00 00     # NLMSGERR_ATTR_POLICY
                        05 00 63 00  01 00 00 00
                        """);

        assertEquals(ExtendedAck.NONE, ack);
    }

    @Test
    void refusesAnOffsetOfAnotherSize() {
        assertThrows(MalformedMessageException.class, () -> decode("06 00 02 00  24 00 00 00"));
    }

    private static ExtendedAck decode(String hex) throws MalformedMessageException {
        ByteBuffer buffer = Hex.buffer(hex);
        return ExtendedAck.decode(new AttributeReader(buffer, 0, buffer.limit()));
    }
}
