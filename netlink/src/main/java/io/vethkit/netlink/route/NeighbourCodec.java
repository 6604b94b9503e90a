package io.vethkit.netlink.route;

import static io.vethkit.netlink.route.Neighbor.NDA_DST;
import static io.vethkit.netlink.route.Neighbor.NDA_LLADDR;

import io.vethkit.netlink.MacAddress;
import io.vethkit.netlink.MessageWriter;

/**
 * Neighbours on the wire; {@link NeighbourReader} is the way back.
 *
 * <pre>{@code
 * struct ndmsg {                   // include/uapi/linux/neighbour.h
 *     __u8  ndm_family, ndm_pad1;
 *     __u16 ndm_pad2;
 *     __s32 ndm_ifindex;
 *     __u16 ndm_state;
 *     __u8  ndm_flags, ndm_type;
 * };                               // then attributes NDA_*
 * }</pre>
 */
final class NeighbourCodec {
    /** Size of {@code struct ndmsg}. */
    static final int HEADER = 12;

    private NeighbourCodec() {}

    static void encode(Neighbour neighbour, MessageWriter out) {
        out.u8(neighbour.address().family()).u8(0).u16(0).u32(neighbour.device());
        out.u16(neighbour.state()).u8(neighbour.flags()).u8(0);
        out.putAddress(NDA_DST, neighbour.address());
        MacAddress mac = neighbour.mac();
        if (mac != null) {
            out.putMac(NDA_LLADDR, mac);
        }
    }
}
