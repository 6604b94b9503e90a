package io.vethkit.cni;

import io.vethkit.netlink.IpAddress;
import io.vethkit.netns.NetworkNamespace;
import io.vethkit.podnet.NodeKernel;
import io.vethkit.podnet.PodAttachment;
import io.vethkit.podnet.PodInterface;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** One ADD. */
final class Adding {
    private final CniRequest request;
    private final NetConf conf;
    private final AddressSource addresses;
    private final AttachmentStore store;
    private final Attachment attachment;

    Adding(CniRequest request, NetConf conf) {
        this.request = request;
        this.conf = conf;
        this.addresses = requireAddresses(conf);
        this.store = new AttachmentStore(conf.settings().stateDir(), conf.name());
        this.attachment = request.attachment();
    }

    private static AddressSource requireAddresses(NetConf conf) {
        AddressSource source = VethkitPlugin.addressSource(conf);
        if (source == null) {
            throw CniException.invalidConfig("ipam is missing: it names who gives out addresses");
        }
        return source;
    }

    CniResult run() throws IOException {
        AttachmentStore.requireShortName(attachment);
        addresses.require(request);
        try (NetworkNamespace pod = PodNamespace.open(request);
                NodeKernel kernel = NodeKernel.here(pod)) {
            refuseTakenName(kernel);
            begin(kernel);
            try {
                return attach(kernel);
            } catch (IOException | RuntimeException e) {
                undo(kernel, e);
                throw e;
            }
        }
    }

    private void refuseTakenName(NodeKernel kernel) throws IOException {
        if (kernel.pod().links().find(attachment.ifName()) == null) {
            return;
        }
        String why =
                !store.has(attachment)
                        ? "an interface of that name is in " + request.netns()
                        : "the container is attached to network " + conf.name() + " already";
        throw CniException.invalidEnvironment(
                "CNI_IFNAME: \"" + attachment.ifName() + "\": " + why);
    }

    /** Puts the attachment on record, after what an interrupted ADD left is gone. */
    private void begin(NodeKernel kernel) throws IOException {
        if (store.begin(attachment)) {
            return;
        }
        refuseLiving(kernel);
        new Deleting(request, conf, kernel).run(attachment);
        if (!store.begin(attachment)) {
            throw new AssertionError(attachment + " is on record after DEL");
        }
    }

    /** The same key in another namespace: what the first ADD made is in use and must stay. */
    private void refuseLiving(NodeKernel kernel) throws IOException {
        String alias = AttachmentRecord.aliasOf(conf.name(), attachment);
        if (new OwnObjects(kernel.host()).hasLink(alias)) {
            throw CniException.invalidEnvironment(
                    "CNI_CONTAINERID: \""
                            + attachment.containerId()
                            + "\": the container is attached to network "
                            + conf.name()
                            + " already, in another namespace");
        }
    }

    private CniResult attach(NodeKernel kernel) throws IOException {
        NodePreparer preparer = new NodePreparer(request, conf, kernel);
        PreparedNode node = preparer.node();
        PodDescriber describer = new PodDescriber(request, conf, node);
        Dns dns = conf.dns();
        PodAttachment pod;
        PodEni podEni = conf.podEni();
        if (podEni == null) {
            List<AddressSource.Lease> leases = take(describer, node, kernel);
            dns = dns.isEmpty() ? leases.get(0).dns() : dns;
            pod = describer.onEnis(leases);
        } else {
            pod = describer.onBranch(podEni);
        }
        refuseTakenNames(pod, kernel);
        String alias = AttachmentRecord.aliasOf(conf.name(), attachment);
        AttachmentRecord record =
                new AttachmentRecord(
                        pod, request.netns(), alias, request.args().owner(), preparer.placeOfPod());
        Predecessors predecessors = new Predecessors(conf, kernel, record);
        preparer.setUp();
        store.complete(attachment, record);
        predecessors.remove();
        kernel.apply(record.describe());
        CniResult own =
                conf.awsResult()
                        ? AwsResult.of(pod, request.netns(), dns)
                        : AddResult.of(pod, request.netns(), dns);
        CniResult previous = conf.prevResult();
        return previous == null ? own : previous.followedBy(own);
    }

    private void refuseTakenNames(PodAttachment pod, NodeKernel kernel) throws IOException {
        for (PodInterface each : pod.interfaces()) {
            if (each.index() > 0 && kernel.pod().links().find(each.ifName()) != null) {
                throw CniException.invalidEnvironment(
                        "CNI_NETNS: an interface "
                                + each.ifName()
                                + " is in "
                                + request.netns()
                                + " already");
            }
        }
    }

    /**
     * Takes addresses; those of adopted pods, which the built-in allocator knows not, it takes not.
     */
    private List<AddressSource.Lease> take(
            PodDescriber describer, PreparedNode node, NodeKernel kernel) throws IOException {
        TakenAddresses taken = new TakenAddresses(conf, kernel);
        List<IpAddress> unusable = new ArrayList<>(node.addresses());
        while (true) {
            List<AddressSource.Lease> leases = addresses.add(request, unusable);
            IpAddress address = canChoose() ? taken.findAdopted(describer.onEnis(leases)) : null;
            if (address == null) {
                return leases;
            }
            unusable.add(address);
            new Deleting(request, conf, kernel).giveBack(attachment, leases);
        }
    }

    private boolean canChoose() {
        IpamConf ipam = conf.ipam();
        return ipam != null && ipam.isBuiltIn() && conf.requestedIps().isEmpty();
    }

    private void undo(NodeKernel kernel, Exception cause) {
        try {
            new Deleting(request, conf, kernel).undo(attachment, cause);
        } catch (IOException | RuntimeException e) {
            cause.addSuppressed(e);
        }
    }
}
