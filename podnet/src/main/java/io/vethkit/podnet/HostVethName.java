package io.vethkit.podnet;

import java.nio.charset.StandardCharsets;

/**
 * Names of the host's ends of pods' veth pairs, which other tools derive in the same way: a prefix
 * and the first 11 hexadecimal digits of a SHA-1.
 */
public final class HostVethName {
    private static final String DIGITS = "0123456789abcdef";
    private static final int SUFFIX_LENGTH = 11;

    private HostVethName() {}

    /** Returns the name for the first interface of a Kubernetes pod, as Amazon's VPC CNI has it. */
    public static String ofPod(String prefix, String namespace, String pod) {
        return prefix + suffix(namespace + "." + pod);
    }

    /** Returns the name for any other attachment, of which only its key is known. */
    public static String ofAttachment(String prefix, String containerId, String ifName) {
        return prefix + suffix(containerId + "." + ifName);
    }

    private static String suffix(String text) {
        int[] hash = Sha1.hash(text.getBytes(StandardCharsets.UTF_8));
        StringBuilder suffix = new StringBuilder(SUFFIX_LENGTH);
        for (int i = 0; i < SUFFIX_LENGTH; i++) {
            suffix.append(DIGITS.charAt(hash[i / 8] >>> (28 - 4 * (i % 8)) & 0xf));
        }
        return suffix.toString();
    }
}
