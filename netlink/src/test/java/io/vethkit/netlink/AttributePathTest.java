package io.vethkit.netlink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

class AttributePathTest {
    private static final int START = 32; // behind another message of a batch
    private static final int TOP = 16 + 4;

    private final MessageWriter out = new MessageWriter();
    private final Request request =
            new TestRequest(0x10, 0, "add link veth0") {
                @Override
                public void encode(MessageWriter to) {
                    to.u32(0).putString(3, "veth0"); // at 20, 12 bytes
                    int info = to.beginNested(18); // at 32
                    to.putString(1, "veth"); // at 36, 12 bytes
                    int data = to.beginNestedUnflagged(2); // at 48
                    to.putU32(1, 7);
                    to.endNested(data).endNested(info); // up to 60
                    to.putU8(4, 1); // at 60
                }

                @Override
                public int headerLength() {
                    return 4;
                }
            };

    AttributePathTest() {
        out.zeros(START).begin(request.type(), 0, 1);
        request.encode(out);
        out.end();
    }

    @Test
    void namesAnAttributeAtTheTop() {
        assertEquals("0:3", path(TOP));
        assertEquals("0:4", path(60));
    }

    @Test
    void namesTheAttributeWhosePayloadIsMeant() {
        assertEquals("0:3", path(TOP + 4));
        assertEquals("0:4", path(64));
    }

    @Test
    void namesTheWayDown() {
        assertEquals("0:18", path(32));
        assertEquals("0:18.18:1", path(36));
        assertEquals("0:18.18:1", path(40));
    }

    @Test
    void stopsAtWhatIsNotFlaggedAsNest() {
        assertEquals("0:18.18:2", path(48));
        assertEquals("0:18.18:2", path(52));
    }

    @Test
    void namesNothingOutsideTheAttributes() {
        assertNull(path(0));
        assertNull(path(8));
        assertNull(path(16));
        assertNull(path(TOP + 10)); // padding
        assertNull(path(65)); // padding
        assertNull(path(68));
        assertNull(path(4000));
        assertNull(path(-4));
    }

    @Test
    void namesWhatIsMissingAtTheTop() {
        assertEquals("0:5", missing(new ExtendedAck(null, 0, 5, 0)));
    }

    @Test
    void namesWhatIsMissingInANest() {
        assertEquals("0:18.18:5", missing(new ExtendedAck(null, 0, 5, 32)));
    }

    @Test
    void namesWhatIsMissingInANestOutOfBounds() {
        assertEquals("0:5", missing(new ExtendedAck(null, 0, 5, 4000)));
    }

    @Test
    void namesNothingWhereNothingIsMissing() {
        assertNull(missing(ExtendedAck.NONE));
    }

    private String path(int offset) {
        return AttributePath.of(request, out.written(), START, offset);
    }

    private String missing(ExtendedAck ack) {
        return AttributePath.ofMissing(request, out.written(), START, ack);
    }
}
