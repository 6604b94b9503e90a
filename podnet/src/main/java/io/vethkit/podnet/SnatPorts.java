package io.vethkit.podnet;

import io.vethkit.iptables.NatFlag;
import io.vethkit.iptables.XtTarget.Snat;

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

    /** Returns what iptables has for it. */
    Snat.Ports iptables() {
        return switch (this) {
            case PRNG -> Snat.Ports.RANDOM_FULLY;
            case HASHRANDOM -> Snat.Ports.RANDOM;
            case NONE -> Snat.Ports.KEPT;
        };
    }
}
