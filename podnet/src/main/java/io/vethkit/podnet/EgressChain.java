package io.vethkit.podnet;

import java.nio.charset.StandardCharsets;

/**
 * What the iptables back ends call a pod's chain and rules: as Amazon's egress-cni does, so that
 * either finds the other's.
 */
final class EgressChain {
    private static final int NAME_LENGTH = 28;

    private EgressChain() {}

    /** Returns the name of the chain: the start of the SHA-512 of network and container. */
    static String name(String network, String containerId, boolean isV6) {
        long[] hash = Sha512.hash((network + containerId).getBytes(StandardCharsets.UTF_8));
        StringBuilder name = new StringBuilder(isV6 ? "CNI-E6-" : "CNI-E4-");
        for (int i = 0; name.length() < NAME_LENGTH; i++) {
            int digit = (int) (hash[i / 16] >>> (60 - 4 * (i % 16))) & 0xf;
            name.append(Character.forDigit(digit, 16));
        }
        return name.toString();
    }

    /** Returns the comment on the chain's rules, and on the one that leads to it. */
    static String comment(String network, String containerId) {
        return "name: \"" + network + "\" id: \"" + containerId + "\"";
    }
}
