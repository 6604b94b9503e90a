package io.vethkit.netlink.route;

import io.vethkit.netlink.MacAddress;

import org.jspecify.annotations.Nullable;

/**
 * A network interface.
 *
 * @param index the kernel's number of it, or null if it is to be found or made by name
 * @param name 1 to 15 bytes
 * @param kind what it is made of; null for hardware, loopback, or not to be looked at
 * @param mac the Ethernet address, or null
 * @param mtu in bytes, or null
 * @param txQueueLength in packets, or null
 * @param master the index of the bridge or bond it belongs to, or null; 0 takes it out
 * @param parent the index of the link it stands on, or of the other end of a veth pair, perhaps in
 *     another namespace ({@code IFLA_LINK}); null if there is none
 * @param alias a remark for people, or null
 * @param up whether it is switched on; in a change, false leaves it as it is
 */
public record Link(
        @Nullable Integer index,
        String name,
        @Nullable LinkKind kind,
        @Nullable MacAddress mac,
        @Nullable Integer mtu,
        @Nullable Integer txQueueLength,
        @Nullable Integer master,
        @Nullable Integer parent,
        @Nullable String alias,
        boolean up) {
    /** Checks the name and the ranges. */
    public Link {
        InterfaceName.check(name);
        if (index != null && index <= 0) {
            throw new IllegalArgumentException("link index " + index);
        }
        if (mtu != null && mtu <= 0) {
            throw new IllegalArgumentException("MTU " + mtu);
        }
    }

    /** Returns the link of that name, all else open. */
    public static Link named(String name) {
        return new Link(null, name, null, null, null, null, null, null, null, false);
    }

    /** Returns the link with that index. */
    public Link index(int value) {
        return new Link(value, name, kind, mac, mtu, txQueueLength, master, parent, alias, up);
    }

    /** Returns the link with that kind. */
    public Link kind(LinkKind value) {
        return new Link(index, name, value, mac, mtu, txQueueLength, master, parent, alias, up);
    }

    /** Returns the link with that Ethernet address. */
    public Link mac(MacAddress value) {
        return new Link(index, name, kind, value, mtu, txQueueLength, master, parent, alias, up);
    }

    /** Returns the link with that MTU. */
    public Link mtu(int value) {
        return new Link(index, name, kind, mac, value, txQueueLength, master, parent, alias, up);
    }

    /** Returns the link with that length of the transmit queue. */
    public Link txQueueLength(int value) {
        return new Link(index, name, kind, mac, mtu, value, master, parent, alias, up);
    }

    /** Returns the link with the master of that index; 0 is none. */
    public Link master(int value) {
        return new Link(index, name, kind, mac, mtu, txQueueLength, value, parent, alias, up);
    }

    /** Returns the link on the parent of that index. */
    public Link parent(int value) {
        return new Link(index, name, kind, mac, mtu, txQueueLength, master, value, alias, up);
    }

    /** Returns the link with that alias. */
    public Link alias(@Nullable String value) {
        return new Link(index, name, kind, mac, mtu, txQueueLength, master, parent, value, up);
    }

    /** Returns the link switched on or not. */
    public Link up(boolean value) {
        return new Link(index, name, kind, mac, mtu, txQueueLength, master, parent, alias, value);
    }

    /** Returns the arguments of {@code ip link}: {@code eth0 mtu 9001 up type veth}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(name);
        Text.append(text, " index ", index);
        Text.append(text, " link #", parent);
        Text.append(text, " address ", mac);
        Text.append(text, " mtu ", mtu);
        Text.appendUnsigned(text, " txqueuelen ", txQueueLength);
        Text.append(text, " master #", master);
        Text.append(text, " alias ", alias);
        text.append(up ? " up" : "");
        Text.append(text, " type ", kind);
        return text.toString();
    }
}
