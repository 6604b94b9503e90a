package io.vethkit.netlink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vethkit.linux.Errno;

import org.junit.jupiter.api.Test;

class NetlinkExceptionTest {
    private static final String ROUTE = "add route 10.0.1.7/32 dev eni0 table 2";

    @Test
    void readsWithTheWordsOfTheKernelAndTheAttribute() {
        NetlinkException e =
                NetlinkException.of(ROUTE, 101, "Nexthop has invalid gateway", "RTA_GATEWAY", null);

        assertEquals(
                ROUTE + ": ENETUNREACH: Nexthop has invalid gateway (at RTA_GATEWAY)",
                e.getMessage());
        assertTrue(e.is(Errno.ENETUNREACH));
        assertEquals(101, e.number());
        assertEquals(ROUTE, e.operation());
        assertEquals("Nexthop has invalid gateway", e.kernelWords());
        assertEquals("RTA_GATEWAY", e.attribute());
    }

    @Test
    void readsWithTheWordsOfStrerrorWhereTheKernelHasNone() {
        NetlinkException e = NetlinkException.of(ROUTE, 17, null, null, null);

        assertEquals(ROUTE + ": EEXIST: File exists", e.getMessage());
        assertNull(e.kernelWords());
        assertNull(e.attribute());
    }

    @Test
    void readsWithWhatIsMissing() {
        NetlinkException e = NetlinkException.of(ROUTE, 22, null, null, "RTA_OIF");

        assertEquals(ROUTE + ": EINVAL: Invalid argument (missing RTA_OIF)", e.getMessage());
    }

    @Test
    void readsWithANumberNobodyKnows() {
        NetlinkException e = NetlinkException.of(ROUTE, 524, null, null, null);

        assertEquals(ROUTE + ": errno 524: unknown error", e.getMessage());
    }
}
