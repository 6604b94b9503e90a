package io.vethkit.netlink.route;

import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.Prefix;

import org.jspecify.annotations.Nullable;

/**
 * An IP address of a link.
 *
 * @param prefix the address with the length of its subnet
 * @param device the index of the link
 * @param scope one of {@code RT_SCOPE_}
 * @param peer the address at the other end of a point-to-point link, or null
 * @param broadcast the IPv4 broadcast address, or null
 * @param label the name of a link with something behind it, IPv4 only, or null
 * @param flags of {@code IFA_F_}
 */
public record Address(
        Prefix prefix,
        int device,
        int scope,
        @Nullable IpAddress peer,
        @Nullable IpAddress broadcast,
        @Nullable String label,
        int flags) {
    /** Checks ranges, and that all addresses are of one family. */
    public Address {
        if (device <= 0) {
            throw new IllegalArgumentException("link index " + device);
        }
        if (scope >>> 8 != 0) {
            throw new IllegalArgumentException("scope " + scope);
        }
        boolean isV6 = prefix.address().isV6();
        if (peer != null && peer.isV6() != isV6) {
            throw new IllegalArgumentException("peer " + peer + " of " + prefix);
        }
        if (broadcast != null && (isV6 || broadcast.isV6())) {
            throw new IllegalArgumentException("broadcast address " + broadcast + " of " + prefix);
        }
    }

    /** Returns the address on the link of index {@code device}, scope universe. */
    public static Address of(Prefix prefix, int device) {
        return new Address(prefix, device, RtNetlink.RT_SCOPE_UNIVERSE, null, null, null, 0);
    }

    /** Returns the address with that scope. */
    public Address scope(int value) {
        return new Address(prefix, device, value, peer, broadcast, label, flags);
    }

    /** Returns the address with that peer. */
    public Address peer(IpAddress value) {
        return new Address(prefix, device, scope, value, broadcast, label, flags);
    }

    /** Returns the address with that broadcast address. */
    public Address broadcast(IpAddress value) {
        return new Address(prefix, device, scope, peer, value, label, flags);
    }

    /** Returns the address with that label. */
    public Address label(String value) {
        return new Address(prefix, device, scope, peer, broadcast, value, flags);
    }

    /** Returns the address with these flags of {@code IFA_F_}. */
    public Address flags(int value) {
        return new Address(prefix, device, scope, peer, broadcast, label, value);
    }

    /** Returns {@code AF_INET} or {@code AF_INET6}. */
    public int family() {
        return prefix.address().family();
    }

    /** Returns the arguments of {@code ip address}: {@code 10.0.1.7/32 dev #2 scope link}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        if (peer == null) {
            text.append(prefix);
        } else {
            text.append(prefix.address()).append(" peer ").append(peer);
            text.append('/').append(prefix.length());
        }
        Text.append(text, " brd ", broadcast);
        Text.appendDevice(text, device);
        Text.append(text, " label ", label);
        if (scope != RtNetlink.RT_SCOPE_UNIVERSE) {
            text.append(" scope ").append(Text.scope(scope));
        }
        if ((flags & IfAddr.IFA_F_NODAD) != 0) {
            text.append(" nodad");
        }
        if ((flags & IfAddr.IFA_F_NOPREFIXROUTE) != 0) {
            text.append(" noprefixroute");
        }
        return text.toString();
    }
}
