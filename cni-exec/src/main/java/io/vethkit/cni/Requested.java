package io.vethkit.cni;

import io.vethkit.netlink.MacAddress;
import io.vethkit.netlink.Prefix;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** The addresses a caller asks for; runtimeConfig counts before args, args before CNI_ARGS. */
record Requested(List<Prefix> ips, @Nullable MacAddress mac) {
    static Requested of(CniArgs environment, @Nullable Fields args, RuntimeConfig runtime) {
        Requested requested = new Requested(environment.ips(), environment.mac());
        Fields cni = args == null ? null : args.fields("cni");
        if (cni != null) {
            requested =
                    requested.overriddenBy(RuntimeConfig.readIps(cni), Addresses.mac(cni, "mac"));
        }
        return requested.overriddenBy(runtime.ips(), runtime.mac());
    }

    private Requested overriddenBy(List<Prefix> otherIps, @Nullable MacAddress otherMac) {
        return new Requested(
                otherIps.isEmpty() ? ips : otherIps, otherMac == null ? mac : otherMac);
    }
}
