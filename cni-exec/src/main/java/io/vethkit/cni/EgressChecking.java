package io.vethkit.cni;

import io.vethkit.netns.NetworkNamespace;
import io.vethkit.podnet.Egress;
import io.vethkit.podnet.EgressAttachment;
import io.vethkit.podnet.NodeKernel;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/** One CHECK of an egress interface: the description against the kernel, and the result. */
final class EgressChecking {
    private final CniRequest request;
    private final NetConf conf;

    EgressChecking(CniRequest request, NetConf conf) {
        this.request = request;
        this.conf = conf;
    }

    void run() throws IOException {
        CniResult result = conf.prevResult();
        if (result == null) {
            throw CniException.invalidConfig("prevResult is missing: CHECK compares with it");
        }
        String text = EgressPlugin.store(conf).findText(request.attachment());
        if (text == null) {
            refuseUnknown(result);
            return; // added while egress was not enabled
        }
        EgressAttachment pod = EgressRecord.parse(text).pod();
        require(result, pod.hostVeth(), pod.hostMac().toString(), null);
        require(result, pod.ifName(), pod.podMac().toString(), request.netns());
        new EgressAddresses(request, conf).check(pod.address().address());
        try (NetworkNamespace namespace = PodNamespace.open(request);
                NodeKernel kernel = NodeKernel.here(namespace)) {
            CniException.requireNoFindings(kernel.diff(Egress.describe(pod)));
        }
    }

    private void refuseUnknown(CniResult result) {
        for (CniInterface each : result.interfaces()) {
            boolean isEgress =
                    each.name().equals(EgressAttachment.ifName(false))
                            || each.name().equals(EgressAttachment.ifName(true));
            if (isEgress && each.sandbox() != null) {
                throw CniException.checkFailed(
                        "container "
                                + request.attachment().containerId()
                                + " has no egress interface in network "
                                + conf.name(),
                        "");
            }
        }
    }

    private static void require(
            CniResult result, String name, String mac, @Nullable String sandbox) {
        for (CniInterface each : result.interfaces()) {
            boolean isInside = each.sandbox() != null;
            if (each.name().equals(name)
                    && mac.equalsIgnoreCase(each.mac())
                    && isInside == (sandbox != null)) {
                return;
            }
        }
        throw CniException.checkFailed("prevResult does not have " + name + " with " + mac, "");
    }
}
