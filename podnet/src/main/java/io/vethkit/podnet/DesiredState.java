package io.vethkit.podnet;

import io.vethkit.iptables.Ruleset;
import io.vethkit.routing.NamespaceState;

import org.jspecify.annotations.Nullable;

/**
 * What a pod, an ENI or a node needs in the kernel: the one description that every verb works on.
 *
 * @param host what the node's namespace shall have
 * @param pod what the pod's namespace shall have, or null where no pod is concerned
 * @param ruleset the nftables tables of the node's namespace, or null where none are concerned
 */
public record DesiredState(
        NamespaceState host, @Nullable NamespaceState pod, @Nullable Ruleset ruleset) {}
