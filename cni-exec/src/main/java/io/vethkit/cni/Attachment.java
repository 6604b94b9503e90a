package io.vethkit.cni;

/** One interface of one container: what the protocol's verbs are about. */
public record Attachment(String containerId, String ifName) {
    /** Checks both names by the protocol's rules. */
    public Attachment {
        if (!Text.isIdentifier(containerId)) {
            throw new IllegalArgumentException("container id: " + containerId);
        }
        if (!Text.isInterfaceName(ifName)) {
            throw new IllegalArgumentException("interface name: " + ifName);
        }
    }
}
