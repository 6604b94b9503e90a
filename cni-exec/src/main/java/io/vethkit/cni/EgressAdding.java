package io.vethkit.cni;

import io.vethkit.iptables.FilterBackend;
import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.MacAddress;
import io.vethkit.netlink.route.Link;
import io.vethkit.netns.NetworkNamespace;
import io.vethkit.podnet.Egress;
import io.vethkit.podnet.EgressAttachment;
import io.vethkit.podnet.NodeKernel;

import java.io.IOException;
import java.util.List;

/** One ADD of an egress interface. */
final class EgressAdding {
    private final CniRequest request;
    private final NetConf conf;
    private final EgressConf egress;
    private final EgressAddresses addresses;
    private final AttachmentStore store;
    private final Attachment attachment;

    EgressAdding(CniRequest request, NetConf conf, EgressConf egress) {
        this.request = request;
        this.conf = conf;
        this.egress = egress;
        this.addresses = new EgressAddresses(request, conf, egress.ranges());
        this.store = EgressPlugin.store(conf);
        this.attachment = request.attachment();
    }

    CniResult run(CniResult previous) throws IOException {
        AttachmentStore.requireShortName(attachment);
        refuseFamily(previous);
        addresses.require();
        EgressStatus.requireForwarding(egress, false);
        try (NetworkNamespace pod = PodNamespace.open(request);
                NodeKernel kernel = NodeKernel.here(pod)) {
            refuseTakenName(kernel);
            begin(kernel);
            try {
                return previous.followedBy(attach(kernel));
            } catch (IOException | RuntimeException e) {
                undo(kernel, e);
                throw e;
            }
        }
    }

    /** A pod that has the family leaves the node as itself. */
    private void refuseFamily(CniResult previous) {
        for (CniIp ip : previous.ips()) {
            if (ip.address().address().isV6() == egress.address().isV6()) {
                throw CniException.invalidConfig(
                        "nodeIP is "
                                + egress.address()
                                + ": the pod has an address of that family already, "
                                + ip.address());
            }
        }
    }

    private void refuseTakenName(NodeKernel kernel) throws IOException {
        String name = EgressAttachment.ifName(egress.address().isV6());
        if (kernel.pod().links().find(name) == null) {
            return;
        }
        String why =
                !store.has(attachment)
                        ? "an interface " + name + " is in " + request.netns()
                        : "the container has its egress interface already";
        throw CniException.invalidEnvironment(
                "CNI_CONTAINERID: \"" + attachment.containerId() + "\": " + why);
    }

    /** Puts the attachment on record, after what an interrupted ADD left is gone. */
    private void begin(NodeKernel kernel) throws IOException {
        if (store.begin(attachment)) {
            return;
        }
        refuseLiving(kernel);
        new EgressDeleting(request, conf, kernel).run(attachment);
        if (!store.begin(attachment)) {
            throw new AssertionError(attachment + " is on record after DEL");
        }
    }

    /** The same key in another namespace: what the first ADD made is in use and must stay. */
    private void refuseLiving(NodeKernel kernel) throws IOException {
        String name = EgressAttachment.hostVeth(attachment.containerId(), egress.address().isV6());
        if (kernel.host().links().find(name) != null) {
            throw CniException.invalidEnvironment(
                    "CNI_CONTAINERID: \""
                            + attachment.containerId()
                            + "\": the container has its egress interface already, in another"
                            + " namespace");
        }
    }

    private CniResult attach(NodeKernel kernel) throws IOException {
        int mtu = mtu(kernel);
        FilterBackend backend = kernel.filterBackend(egress.filterBackend());
        EgressAttachment pod = describe(addresses.add(egress.address()), mtu, backend);
        String owner = request.args().owner();
        EgressRecord record = new EgressRecord(pod, request.netns(), owner, NodePreparer.place());
        store.complete(attachment, record.toJson());
        kernel.apply(Egress.describe(pod));
        CniInterface host =
                CniInterface.onHost(pod.hostVeth(), pod.hostMac().toString(), pod.mtu());
        CniInterface inside =
                CniInterface.inSandbox(
                        pod.ifName(), pod.podMac().toString(), pod.mtu(), request.netns());
        // without the address: nobody shall reach the pod by it
        return new CniResult(List.of(host, inside), List.of(), List.of(), Dns.NONE);
    }

    private EgressAttachment describe(EgressAddresses.Lease lease, int mtu, FilterBackend backend) {
        MacAddress hostMac = MacAddress.random();
        IpAddress gateway =
                egress.address().isV6() ? EgressAttachment.linkLocal(hostMac) : lease.gateway();
        return new EgressAttachment(
                conf.name(),
                attachment.containerId(),
                attachment.ifName(),
                hostMac,
                MacAddress.random(),
                lease.address(),
                gateway,
                egress.address(),
                egress.snatPorts(),
                mtu,
                backend);
    }

    /** If none is configured, that of the pod's first interface. */
    private int mtu(NodeKernel kernel) throws IOException {
        Integer configured = conf.mtu();
        if (configured != null) {
            return configured;
        }
        Link first = kernel.pod().links().find(attachment.ifName());
        Integer mtu = first == null ? null : first.mtu();
        if (mtu == null) {
            throw CniException.invalidConfig(
                    "mtu is missing, and there is no "
                            + attachment.ifName()
                            + " in the pod to take it from");
        }
        return mtu;
    }

    private void undo(NodeKernel kernel, Exception cause) {
        try {
            new EgressDeleting(request, conf, kernel).undo(attachment, cause);
        } catch (IOException | RuntimeException e) {
            cause.addSuppressed(e);
        }
    }
}
