package io.vethkit.iptables;

/**
 * A way in which tables differ from their description.
 *
 * @param object what differs, such as {@code rule 3 of chain ip aws-cni snat-mark}
 * @param problem how, such as {@code is missing: ip daddr @exempt-cidrs return}
 */
public record Difference(String object, String problem) {
    /** Returns the sentence. */
    @Override
    public String toString() {
        return object + " " + problem;
    }
}
