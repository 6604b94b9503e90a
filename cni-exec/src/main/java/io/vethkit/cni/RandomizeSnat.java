package io.vethkit.cni;

/** How source ports are chosen when the node translates: AWS_VPC_K8S_CNI_RANDOMIZESNAT. */
public enum RandomizeSnat {
    /** From a pseudo random number: {@code --random-fully}. */
    PRNG,
    /** From a hash of the connection: {@code --random}. */
    HASHRANDOM,
    /** The kernel's own choice. */
    NONE;

    static RandomizeSnat read(Fields fields) {
        String text = fields.string("randomizeSnat");
        if (text == null) {
            return PRNG;
        }
        return switch (text) {
            case "prng" -> PRNG;
            case "hashrandom" -> HASHRANDOM;
            case "none" -> NONE;
            default -> throw fields.invalid("randomizeSnat", "must be prng, hashrandom or none");
        };
    }
}
