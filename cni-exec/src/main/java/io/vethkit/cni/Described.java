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
 */
public record Described(
        String name, @Nullable String owner, @Nullable String netns, DesiredState state) {
    /** Tells whether it is the node itself. */
    public boolean isNode() {
        return netns == null;
    }

    /** Returns the pod, or else the name. */
    public String title() {
        return owner == null ? name : owner + " (" + name + ")";
    }
}
