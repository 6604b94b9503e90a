package io.vethkit.netlink.route;

import static io.vethkit.netlink.route.IfAddr.IFA_ADDRESS;
import static io.vethkit.netlink.route.IfAddr.IFA_BROADCAST;
import static io.vethkit.netlink.route.IfAddr.IFA_FLAGS;
import static io.vethkit.netlink.route.IfAddr.IFA_LABEL;
import static io.vethkit.netlink.route.IfAddr.IFA_LOCAL;

import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.MessageWriter;

/**
 * Addresses on the wire; {@link AddressReader} is the way back.
 *
 * <pre>{@code
 * struct ifaddrmsg {               // include/uapi/linux/if_addr.h
 *     __u8  ifa_family, ifa_prefixlen;
 *     __u8  ifa_flags;             // 0 if IFA_FLAGS follows, for flags above 255
 *     __u8  ifa_scope;
 *     __u32 ifa_index;
 * };                               // then attributes IFA_*
 * }</pre>
 */
final class AddressCodec {
    /** Size of {@code struct ifaddrmsg}. */
    static final int HEADER = 8;

    private AddressCodec() {}

    static void encode(Address address, MessageWriter out) {
        int flags = address.flags();
        boolean wide = flags >>> 8 != 0;
        out.u8(address.family()).u8(address.prefix().length());
        out.u8(wide ? 0 : flags).u8(address.scope()).u32(address.device());
        out.putAddress(IFA_LOCAL, address.prefix().address());
        String label = address.label();
        if (label != null) {
            out.putString(IFA_LABEL, label);
        }
        if (wide) {
            out.putU32(IFA_FLAGS, flags);
        }
        IpAddress peer = address.peer();
        out.putAddress(IFA_ADDRESS, peer == null ? address.prefix().address() : peer);
        IpAddress broadcast = address.broadcast();
        if (broadcast != null) {
            out.putAddress(IFA_BROADCAST, broadcast);
        }
    }
}
