package io.vethkit.cni;

import io.vethkit.podnet.DesiredState;

import org.jspecify.annotations.Nullable;

/**
 * Something on record, and what it needs in the kernel.
 *
 * @param name {@code node/NETWORK}, {@code pod/NETWORK/CONTAINER:IFNAME} or {@code
 *     egress/NETWORK/CONTAINER:IFNAME}
 * @param owner the Kubernetes pod as {@code NAMESPACE/NAME}, or null if unknown
 * @param netns the path of the pod's namespace, or null of the node
 * @param state what it needs
 * @param here whether it is about the network namespace of the thread that asked, in this boot; if
 *     not, it must be left alone there
 */
public record Described(
        String name,
        @Nullable String owner,
        @Nullable String netns,
        DesiredState state,
        boolean here) {
    /** Tells whether it is the node itself. */
    public boolean isNode() {
        return netns == null;
    }

    /** Returns the pod, or else the name. */
    public String title() {
        return owner == null ? name : owner + " (" + name + ")";
    }
}
