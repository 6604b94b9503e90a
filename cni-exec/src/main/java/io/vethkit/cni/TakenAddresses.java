package io.vethkit.cni;

import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.NetlinkException;
import io.vethkit.netlink.route.Link;
import io.vethkit.netlink.route.Routes;
import io.vethkit.podnet.Datapath;
import io.vethkit.podnet.NodeKernel;
import io.vethkit.podnet.PodAttachment;
import io.vethkit.podnet.PodInterface;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/**
 * The addresses that pods have in the kernel, whoever put them there: the pods of a daemon that was
 * here before are on no record.
 */
final class TakenAddresses {
    private final NetConf conf;
    private final NodeKernel kernel;

    TakenAddresses(NetConf conf, NodeKernel kernel) {
        this.conf = conf;
        this.kernel = kernel;
    }

    /** Returns the first address of {@code pod} that a pod has which is not ours, or null. */
    @Nullable IpAddress findAdopted(PodAttachment pod) throws IOException {
        for (PodInterface each : pod.interfaces()) {
            for (IpAddress address : each.addresses()) {
                Link holder = holder(address, pod);
                if (holder != null && !isOurs(holder)) {
                    return address;
                }
            }
        }
        return null;
    }

    /** Returns the link behind which another pod than {@code pod} has {@code address}, or null. */
    @Nullable Link holder(IpAddress address, PodAttachment pod) throws IOException {
        Link link = leadingTo(address);
        return link != null && isOfAPod(link) && !isVethOf(pod, link) ? link : null;
    }

    private @Nullable Link leadingTo(IpAddress address) throws IOException {
        try {
            Integer device = new Routes(kernel.host().socket()).get(address).device();
            return device == null ? null : kernel.host().links().get(device);
        } catch (NetlinkException e) {
            return null; // nothing leads there
        }
    }

    private boolean isOfAPod(Link link) {
        return link.name().startsWith(conf.settings().vethPrefix()) || isOurs(link);
    }

    private static boolean isOurs(Link link) {
        String alias = link.alias();
        return alias != null && alias.startsWith(Datapath.ALIAS_PREFIX);
    }

    /** An earlier sandbox of a pod has links of the same names. */
    private static boolean isVethOf(PodAttachment pod, Link link) {
        for (PodInterface each : pod.interfaces()) {
            if (each.hostVeth().equals(link.name())) {
                return true;
            }
        }
        return false;
    }
}
