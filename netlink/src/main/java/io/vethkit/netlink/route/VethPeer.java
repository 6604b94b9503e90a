package io.vethkit.netlink.route;

import io.vethkit.linux.Fd;

import org.jspecify.annotations.Nullable;

/**
 * The other end of a veth pair that is to be made.
 *
 * @param link its name, and what else it is to be born with
 * @param namespace the network namespace it is born in, which stays the caller's; null for that of
 *     the socket
 */
public record VethPeer(Link link, @Nullable Fd namespace) {
    @Override
    public String toString() {
        return namespace == null ? "peer " + link : "peer " + link + " netns " + namespace;
    }
}
