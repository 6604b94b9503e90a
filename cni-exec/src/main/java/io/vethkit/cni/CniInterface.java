package io.vethkit.cni;

import org.jspecify.annotations.Nullable;

/**
 * An interface in a {@link CniResult}.
 *
 * @param mac as text: results of other plugins hold more than addresses here
 * @param mtu null if not said
 * @param sandbox the container's network namespace; null for an interface of the host
 */
public record CniInterface(
        String name,
        @Nullable String mac,
        @Nullable Integer mtu,
        @Nullable String sandbox,
        @Nullable String socketPath,
        @Nullable String pciId) {
    /** Returns an interface of the host. */
    public static CniInterface onHost(String name, String mac, int mtu) {
        return new CniInterface(name, mac, mtu, null, null, null);
    }

    /** Returns an interface inside the namespace {@code sandbox}. */
    public static CniInterface inSandbox(String name, String mac, int mtu, String sandbox) {
        return new CniInterface(name, mac, mtu, sandbox, null, null);
    }
}
