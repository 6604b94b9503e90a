package io.vethkit.podnet;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A pod's attachment to the network: all that {@link PodNetwork} needs to describe it, and what is
 * kept on record until it is gone.
 *
 * @param interfaces the pod's interfaces, in the order of their indexes
 * @param branch the pod's own ENI, or null if it uses addresses of the node's
 */
public record PodAttachment(List<PodInterface> interfaces, @Nullable Branch branch) {
    /** Takes a copy and checks that a branch ENI serves one interface. */
    public PodAttachment {
        interfaces = List.copyOf(interfaces);
        if (interfaces.isEmpty() || (branch != null && interfaces.size() > 1)) {
            throw new IllegalArgumentException(
                    interfaces.size() + " interfaces" + (branch == null ? "" : " on a branch ENI"));
        }
    }

    /** A pod of one interface, with addresses of the node's ENIs. */
    public static PodAttachment of(PodInterface only) {
        return new PodAttachment(List.of(only), null);
    }

    /** Returns the interface that the runtime asked for. */
    public PodInterface first() {
        return interfaces.get(0);
    }
}
