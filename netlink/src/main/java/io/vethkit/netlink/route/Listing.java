package io.vethkit.netlink.route;

import io.vethkit.netlink.MessageWriter;
import io.vethkit.netlink.Request;

/** Asks for a table by a header of 12 bytes or less, without attributes but perhaps a link. */
final class Listing implements Request {
    private final int type;
    private final String what;
    private final int family;
    private final int device;
    private final int neighbourFlags;

    private Listing(int type, String what, int family, int device, int neighbourFlags) {
        this.type = type;
        this.what = what;
        this.family = family;
        this.device = device;
        this.neighbourFlags = neighbourFlags;
    }

    static Listing ofRules(int family) {
        return new Listing(RtNetlink.RTM_GETRULE, "rules", family, 0, 0);
    }

    static Listing ofAddresses(int family, int device) {
        return new Listing(RtNetlink.RTM_GETADDR, "addresses", family, device, 0);
    }

    static Listing ofNeighbours(int family, int device, int flags) {
        return new Listing(RtNetlink.RTM_GETNEIGH, "neighbours", family, device, flags);
    }

    @Override
    public int type() {
        return type;
    }

    @Override
    public int flags() {
        return 0;
    }

    @Override
    public void encode(MessageWriter out) {
        out.u8(family).zeros(3);
        if (type == RtNetlink.RTM_GETADDR) {
            out.u32(device);
            return;
        }
        out.u32(0).u16(0).u8(neighbourFlags).u8(0);
        if (type == RtNetlink.RTM_GETNEIGH && device != 0) {
            out.putU32(Neighbor.NDA_IFINDEX, device);
        }
    }

    @Override
    public String describe() {
        return "list " + what + (device == 0 ? "" : " dev #" + device);
    }

    @Override
    public int headerLength() {
        return type == RtNetlink.RTM_GETADDR ? AddressCodec.HEADER : NeighbourCodec.HEADER;
    }

    @Override
    public String attributeName(int parent, int attribute) {
        return switch (type) {
            case RtNetlink.RTM_GETADDR -> IfAddr.addressAttribute(attribute);
            case RtNetlink.RTM_GETRULE -> FibRules.ruleAttribute(attribute);
            default -> Neighbor.neighbourAttribute(attribute);
        };
    }
}
