package io.vethkit.podnet;

import io.vethkit.netlink.route.Link;
import io.vethkit.routing.NamespaceState;

import org.jspecify.annotations.Nullable;

/** What a pod needs in the kernel, in every mode. */
public final class PodNetwork {
    private PodNetwork() {}

    /**
     * Describes a pod.
     *
     * @param alias what {@code ip link} shall say of whose the host's links are, or null if it need
     *     not say so
     */
    public static DesiredState describe(PodAttachment pod, @Nullable String alias) {
        NamespaceState.Builder host = NamespaceState.describe();
        NamespaceState.Builder inside = NamespaceState.describe().link(Link.named("lo").up(true));
        Branch branch = pod.branch();
        for (PodInterface each : pod.interfaces()) {
            VethPair.describe(each, alias, host);
            if (branch == null) {
                SecondaryIp.describe(each, each.table(), host);
            } else {
                BranchEni.describe(each, branch, alias, host);
            }
            PodInside.describe(each, inside);
        }
        return new DesiredState(host.build(), inside.build(), null);
    }
}
