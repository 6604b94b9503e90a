package io.vethkit.cni;

import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.Prefix;
import io.vethkit.podnet.SnatPorts;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The node as the configuration describes it, until an agent knows better.
 *
 * @param primaryInterface null: the one of the default route
 * @param primaryAddress with the subnet's prefix length; null: the interface's first
 * @param excludeSnatCidrs what, beside the VPC, pods reach with their own address
 * @param externalServiceCidrs what pods on secondary ENIs reach through the primary one
 * @param externalSnat somebody else translates
 * @param connmark unsigned, not 0; value and mask
 * @param eniMtu null: left as it is
 * @param addresses what the primary ENI has for pods
 */
public record NodeConf(
        @Nullable String primaryInterface,
        @Nullable Prefix primaryAddress,
        List<Prefix> vpcCidrs,
        List<Prefix> excludeSnatCidrs,
        List<Prefix> externalServiceCidrs,
        boolean externalSnat,
        boolean nodePortSupport,
        int connmark,
        SnatPorts snatPorts,
        @Nullable Integer eniMtu,
        List<EniConf> enis,
        List<Prefix> addresses) {
    /** What marks connections that have to use the primary ENI, if nothing else is said. */
    public static final int DEFAULT_CONNMARK = 0x80;

    /** Copies the lists. */
    public NodeConf {
        vpcCidrs = List.copyOf(vpcCidrs);
        excludeSnatCidrs = List.copyOf(excludeSnatCidrs);
        externalServiceCidrs = List.copyOf(externalServiceCidrs);
        enis = List.copyOf(enis);
        addresses = List.copyOf(addresses);
        if (connmark == 0) {
            throw new IllegalArgumentException("connmark 0");
        }
    }

    /** Tells whether {@code pod} is one of the primary ENI's addresses for pods. */
    public boolean primaryServes(IpAddress pod) {
        return holds(addresses, pod);
    }

    /** Returns the secondary ENI one of whose addresses for pods {@code pod} is, or null. */
    public @Nullable EniConf eniOf(IpAddress pod) {
        for (EniConf eni : enis) {
            if (eni.serves(pod)) {
                return eni;
            }
        }
        return null;
    }

    /** Tells whether any ENI has addresses for pods. */
    public boolean hasPodAddresses() {
        boolean any = !addresses.isEmpty();
        for (EniConf eni : enis) {
            any |= !eni.addresses().isEmpty();
        }
        return any;
    }

    static boolean holds(List<Prefix> prefixes, IpAddress address) {
        for (Prefix prefix : prefixes) {
            if (prefix.contains(address)) {
                return true;
            }
        }
        return false;
    }
}
