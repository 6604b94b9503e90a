package io.vethkit.cni;

import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.Prefix;
import io.vethkit.netns.NetworkNamespace;
import io.vethkit.podnet.NodeKernel;
import io.vethkit.podnet.PodAttachment;
import io.vethkit.podnet.PodInterface;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** One CHECK: the description against the kernel, the result and the address's owner. */
final class Checking {
    private final CniRequest request;
    private final NetConf conf;
    private final Attachment attachment;

    Checking(CniRequest request, NetConf conf) {
        this.request = request;
        this.conf = conf;
        this.attachment = request.attachment();
    }

    void run() throws IOException {
        CniResult result = conf.prevResult();
        if (result == null) {
            throw CniException.invalidConfig("prevResult is missing: CHECK compares with it");
        }
        AttachmentRecord record = find();
        AwsAttachment made = AwsAttachment.of(result, attachment.ifName());
        if (record == null && made != null) {
            checkAdopted(made);
            return;
        }
        if (record == null) {
            throw notAttached();
        }
        checkResult(result, record.pod());
        AddressSource addresses = VethkitPlugin.addressSource(conf);
        if (addresses != null && record.pod().branch() == null) {
            for (PodInterface each : record.pod().interfaces()) {
                addresses.check(request, each.addresses());
            }
        }
        try (NetworkNamespace pod = PodNamespace.open(request);
                NodeKernel kernel = NodeKernel.here(pod)) {
            List<String> findings = new ArrayList<>(kernel.diff(record.describe()));
            findings.addAll(new NodePreparer(request, conf, kernel).diff());
            CniException.requireNoFindings(findings);
        }
    }

    /** What Amazon's plugin made is on no record: the runtime's {@code prevResult} tells of it. */
    private void checkAdopted(AwsAttachment made) throws IOException {
        try (NetworkNamespace pod = PodNamespace.open(request);
                NodeKernel kernel = NodeKernel.here(pod)) {
            String alias = AttachmentRecord.aliasOf(conf.name(), attachment);
            Adopted adopted = new Adopted(made, kernel.host(), kernel.pod(), alias, List.of());
            List<String> findings = adopted.findings();
            findings.addAll(kernel.diff(adopted.describe()));
            findings.addAll(new NodePreparer(request, conf, kernel).diff());
            CniException.requireNoFindings(findings);
        }
    }

    private @Nullable AttachmentRecord find() throws IOException {
        return new AttachmentStore(conf.settings().stateDir(), conf.name()).find(attachment);
    }

    private CniException notAttached() {
        return CniException.checkFailed(
                "container "
                        + attachment.containerId()
                        + " has no interface "
                        + attachment.ifName()
                        + " in network "
                        + conf.name(),
                "");
    }

    private static void checkResult(CniResult result, PodAttachment pod) {
        for (PodInterface each : pod.interfaces()) {
            for (IpAddress address : each.addresses()) {
                requireIn(result, address, each.ifName());
            }
        }
    }

    private static void requireIn(CniResult result, IpAddress address, String ifName) {
        for (CniIp ip : result.ips()) {
            CniInterface on = result.interfaceOf(ip);
            if (ip.address().equals(Prefix.host(address)) && isPodEnd(on, ifName)) {
                return;
            }
        }
        throw CniException.checkFailed("prevResult does not have " + address + " on " + ifName, "");
    }

    private static boolean isPodEnd(@Nullable CniInterface on, String ifName) {
        return on == null || (on.sandbox() != null && on.name().equals(ifName));
    }
}
