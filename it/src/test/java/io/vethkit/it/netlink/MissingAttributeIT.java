package io.vethkit.it.netlink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vethkit.it.ThrowawayNetns;
import io.vethkit.linux.Errno;
import io.vethkit.netlink.AttributeReader;
import io.vethkit.netlink.NetlinkException;
import io.vethkit.netlink.NetlinkSocket;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;

/** The core on a family it knows nothing of: generic netlink. */
@ExtendWith(ThrowawayNetns.class)
class MissingAttributeIT {
    private static final int NETLINK_GENERIC = 16;
    private static final int GENL_ID_CTRL = 16;
    private static final int CTRL_CMD_GETFAMILY = 3;
    private static final int CTRL_ATTR_FAMILY_ID = 1;
    private static final int CTRL_ATTR_FAMILY_NAME = 2;

    @Test
    void namesTheAttributeThatIsMissing() throws IOException {
        try (NetlinkSocket socket = NetlinkSocket.open(NETLINK_GENERIC)) {
            RawRequest show = command(family(socket, "netdev"), 1, "0:1=NETDEV_A_DEV_IFINDEX");

            NetlinkException e =
                    assertThrows(NetlinkException.class, () -> socket.get(show, message -> {}));

            assertTrue(e.is(Errno.EINVAL), e.getMessage());
            assertEquals(
                    "command 1: EINVAL: Invalid argument (missing NETDEV_A_DEV_IFINDEX)",
                    e.getMessage());
        }
    }

    private static int family(NetlinkSocket socket, String name) throws IOException {
        int[] id = new int[1];
        socket.get(
                new RawRequest(
                        "show family " + name,
                        GENL_ID_CTRL,
                        0,
                        4,
                        out ->
                                out.u8(CTRL_CMD_GETFAMILY)
                                        .u8(1)
                                        .u16(0)
                                        .putString(CTRL_ATTR_FAMILY_NAME, name),
                        ""),
                message -> {
                    AttributeReader attributes = message.attributes(4);
                    while (attributes.next()) {
                        if (attributes.type() == CTRL_ATTR_FAMILY_ID) {
                            id[0] = attributes.u16();
                        }
                    }
                });
        return id[0];
    }

    private static RawRequest command(int family, int command, String names) {
        return new RawRequest(
                "command " + command, family, 0, 4, out -> out.u8(command).u8(1).u16(0), names);
    }
}
