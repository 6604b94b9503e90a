package io.vethkit.cni;

import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.MacAddress;
import io.vethkit.netlink.Prefix;
import io.vethkit.netlink.route.Link;
import io.vethkit.netns.NetworkNamespace;
import io.vethkit.podnet.Datapath;
import io.vethkit.podnet.HostVethName;
import io.vethkit.podnet.NodeKernel;
import io.vethkit.podnet.PodAttachment;

import java.io.IOException;
import java.util.List;

/** One ADD. */
final class Adding {
    private static final String FIRST_INTERFACE = "eth0";
    private static final int MAX_CONTAINER_ID = 200; // file names end at 255

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
        if (attachment.containerId().length() > MAX_CONTAINER_ID) {
            throw CniException.invalidEnvironment(
                    "CNI_CONTAINERID: longer than " + MAX_CONTAINER_ID + " characters");
        }
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
        IpAddress own = node.address();
        AddressSource.Lease lease =
                addresses.add(request, own == null ? List.of() : List.of(own)).get(0);
        PodAttachment pod = describe(lease, node);
        String alias = AttachmentRecord.aliasOf(conf.name(), attachment);
        AttachmentRecord record = new AttachmentRecord(pod, request.netns(), alias);
        preparer.setUp();
        store.complete(attachment, record);
        removeEarlier(pod.hostVeth(), kernel);
        kernel.apply(record.describe());
        return result(pod, lease.dns());
    }

    private PodAttachment describe(AddressSource.Lease lease, PreparedNode node) {
        EniConf eni = lease.eni();
        MacAddress requested = conf.requestedMac();
        Integer mtu = conf.mtu();
        return new PodAttachment(
                attachment.ifName(),
                hostVeth(),
                MacAddress.random(),
                requested == null ? MacAddress.random() : requested,
                lease.addresses().get(0),
                Datapath.table(eni == null ? 0 : eni.deviceNumber()),
                mtu == null ? node.mtu() : mtu);
    }

    private String hostVeth() {
        String prefix = conf.settings().vethPrefix();
        String namespace = request.args().podNamespace();
        String pod = request.args().podName();
        if (namespace == null
                || pod == null
                || pod.isEmpty()
                || !attachment.ifName().equals(FIRST_INTERFACE)) {
            return HostVethName.ofAttachment(prefix, attachment.containerId(), attachment.ifName());
        }
        return HostVethName.ofPod(prefix, namespace, pod);
    }

    /** An earlier sandbox of the same pod has the same host veth; this one takes its place. */
    private static void removeEarlier(String hostVeth, NodeKernel kernel) throws IOException {
        Link earlier = kernel.host().links().find(hostVeth);
        if (earlier != null) {
            OwnObjects.delete(earlier, kernel.host());
        }
    }

    private void undo(NodeKernel kernel, Exception cause) {
        try {
            new Deleting(request, conf, kernel).undo(attachment, cause);
        } catch (IOException | RuntimeException e) {
            cause.addSuppressed(e);
        }
    }

    private CniResult result(PodAttachment pod, Dns dnsOfAddress) {
        CniInterface host =
                CniInterface.onHost(pod.hostVeth(), pod.hostMac().toString(), pod.mtu());
        CniInterface inside =
                CniInterface.inSandbox(
                        pod.ifName(), pod.podMac().toString(), pod.mtu(), request.netns());
        CniIp ip = new CniIp(Prefix.host(pod.address()), Datapath.POD_GATEWAY, 1);
        CniRoute route = CniRoute.to(new Prefix(IpAddress.ANY_V4, 0), Datapath.POD_GATEWAY);
        Dns dns = conf.dns().isEmpty() ? dnsOfAddress : conf.dns();
        CniResult own = new CniResult(List.of(host, inside), List.of(ip), List.of(route), dns);
        CniResult previous = conf.prevResult();
        return previous == null ? own : previous.followedBy(own);
    }
}
