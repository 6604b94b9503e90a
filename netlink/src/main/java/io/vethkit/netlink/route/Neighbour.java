package io.vethkit.netlink.route;

import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.MacAddress;

import org.jspecify.annotations.Nullable;

/**
 * What is known of another host on a link: ARP and neighbour discovery.
 *
 * @param address its IP address
 * @param device the index of the link
 * @param mac its Ethernet address, or null if not known
 * @param state of {@code NUD_}
 * @param flags of {@code NTF_}
 */
public record Neighbour(
        IpAddress address, int device, @Nullable MacAddress mac, int state, int flags) {
    /** Checks the ranges. */
    public Neighbour {
        if (device <= 0) {
            throw new IllegalArgumentException("link index " + device);
        }
        if (state >>> 16 != 0) {
            throw new IllegalArgumentException("neighbour state " + state);
        }
        if (flags >>> 8 != 0) {
            throw new IllegalArgumentException("neighbour flags " + flags);
        }
    }

    /** Returns an entry that the kernel neither verifies nor forgets. */
    public static Neighbour permanent(IpAddress address, int device, MacAddress mac) {
        return new Neighbour(address, device, mac, Neighbor.NUD_PERMANENT, 0);
    }

    /** Returns an address that the kernel answers for on behalf of another host. */
    public static Neighbour proxy(IpAddress address, int device) {
        return new Neighbour(address, device, null, Neighbor.NUD_PERMANENT, Neighbor.NTF_PROXY);
    }

    /** Returns the arguments of {@code ip neighbour}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        boolean isProxy = (flags & Neighbor.NTF_PROXY) != 0;
        text.append(isProxy ? "proxy " : "").append(address);
        Text.append(text, " lladdr ", mac);
        Text.appendDevice(text, device);
        if ((flags & Neighbor.NTF_ROUTER) != 0) {
            text.append(" router");
        }
        if (!isProxy) {
            text.append(" nud ").append(stateText());
        }
        return text.toString();
    }

    private String stateText() {
        return switch (state) {
            case Neighbor.NUD_NONE -> "none";
            case Neighbor.NUD_INCOMPLETE -> "incomplete";
            case Neighbor.NUD_REACHABLE -> "reachable";
            case Neighbor.NUD_STALE -> "stale";
            case Neighbor.NUD_DELAY -> "delay";
            case Neighbor.NUD_PROBE -> "probe";
            case Neighbor.NUD_FAILED -> "failed";
            case Neighbor.NUD_NOARP -> "noarp";
            case Neighbor.NUD_PERMANENT -> "permanent";
            default -> "0x" + Integer.toHexString(state);
        };
    }
}
