package io.vethkit.podnet;

import io.vethkit.iptables.NatFlag;

/** How SNAT chooses source ports: the values of {@code AWS_VPC_K8S_CNI_RANDOMIZESNAT}. */
public enum SnatPorts {
    /** A pseudo-random port for each connection: {@code fully-random}. */
    PRNG,
    /** A port that a hash of the connection gives: {@code random}. */
    HASHRANDOM,
    /** The port the pod uses, while it is free. */
    NONE;

    /** Returns the words that nft has for it. */
    NatFlag[] flags() {
        return switch (this) {
            case PRNG -> new NatFlag[] {NatFlag.FULLY_RANDOM};
            case HASHRANDOM -> new NatFlag[] {NatFlag.RANDOM};
            case NONE -> new NatFlag[0];
        };
    }
}
