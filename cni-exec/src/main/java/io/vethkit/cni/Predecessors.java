package io.vethkit.cni;

import static io.vethkit.linux.Socket.AF_INET;
import static io.vethkit.linux.Socket.AF_INET6;

import io.vethkit.linux.Errno;
import io.vethkit.netlink.Batch;
import io.vethkit.netlink.BatchResult;
import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.NetlinkException;
import io.vethkit.netlink.Prefix;
import io.vethkit.netlink.route.Link;
import io.vethkit.netlink.route.Rule;
import io.vethkit.netlink.route.Rules;
import io.vethkit.podnet.Branch;
import io.vethkit.podnet.Datapath;
import io.vethkit.podnet.NodeKernel;
import io.vethkit.podnet.PodAttachment;
import io.vethkit.podnet.PodInterface;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Links on the host that have the names a new attachment is about to use: of an earlier sandbox of
 * the same pod, or of the pod that had the branch ENI's VLAN before. They make place; those of
 * other pods do not.
 */
final class Predecessors {
    private final NetConf conf;
    private final NodeKernel kernel;
    private final AttachmentRecord next;
    private final List<Link> links = new ArrayList<>();

    /**
     * Looks for them.
     *
     * @throws CniException code 4 if one is the veth of another pod, 7 if another pod has one of
     *     the addresses
     */
    Predecessors(NetConf conf, NodeKernel kernel, AttachmentRecord next) throws IOException {
        this.conf = conf;
        this.kernel = kernel;
        this.next = next;
        PodAttachment pod = next.pod();
        for (PodInterface each : pod.interfaces()) {
            Link earlier = kernel.host().links().find(each.hostVeth());
            if (earlier != null) {
                refuseOtherPod(earlier);
                links.add(earlier);
            }
        }
        Branch branch = pod.branch();
        Link vlan = branch == null ? null : kernel.host().links().find(branch.link());
        if (branch != null && vlan != null) {
            refuseOtherPodsBranch(vlan, branch);
            links.add(vlan);
        }
        for (PodInterface each : pod.interfaces()) {
            for (IpAddress address : each.addresses()) {
                refuseTakenAddress(address);
            }
        }
    }

    /**
     * Networks whose ranges overlap give one address to two pods, and so would a wrong delegate.
     */
    private void refuseTakenAddress(IpAddress address) throws IOException {
        Link link = new TakenAddresses(conf, kernel).holder(address, next.pod());
        if (link != null) {
            String alias = link.alias();
            throw CniException.invalidConfig(
                    "ipam: "
                            + address
                            + " is the address of another pod, behind "
                            + link.name()
                            + (alias == null ? "" : " (" + alias + ")"));
        }
    }

    /** Names are cut hashes, and that of pod p's second interface is that of a pod named p.1. */
    private void refuseOtherPod(Link earlier) throws IOException {
        String owner = ownerOf(earlier);
        if (owner != null && next.owner() != null && !owner.equals(next.owner())) {
            throw CniException.invalidEnvironment(
                    "CNI_ARGS: the host's veth for "
                            + next.owner()
                            + " is "
                            + earlier.name()
                            + ", which is that of "
                            + owner);
        }
    }

    /** One branch ENI in the annotations of two pods; a VLAN of its own may be another's later. */
    private void refuseOtherPodsBranch(Link vlan, Branch branch) throws IOException {
        String owner = ownerOf(vlan);
        boolean isSameEni = branch.mac().equals(vlan.mac());
        if (isSameEni && owner != null && next.owner() != null && !owner.equals(next.owner())) {
            throw CniException.invalidConfig(
                    PodEni.ANNOTATION
                            + ": the branch ENI "
                            + branch.mac()
                            + " on VLAN "
                            + branch.vlanId()
                            + " is that of "
                            + owner);
        }
    }

    /** Removes them, with all else that belonged to their attachments. */
    void remove() throws IOException {
        for (Link link : links) {
            AttachmentRecord.Holder holder = AttachmentRecord.holderOf(link.alias());
            if (holder != null) {
                evict(holder);
            }
            OwnObjects.delete(link, kernel.host());
        }
        removeAddressRules();
        Branch branch = next.pod().branch();
        if (branch != null && !links.isEmpty()) {
            removeInterfaceRules(branch.link());
            removeInterfaceRules(next.pod().first().hostVeth());
        }
    }

    /** Rules for the addresses that a pod left which had them before may lead to any table. */
    private void removeAddressRules() throws IOException {
        boolean found = true;
        while (found) {
            Batch batch = kernel.host().socket().batch();
            for (PodInterface each : next.pod().interfaces()) {
                for (IpAddress address : each.addresses()) {
                    Prefix prefix = Prefix.host(address);
                    int family = address.family();
                    Rule to = Rule.lookup(family, 0, Datapath.TO_POD_PRIORITY).to(prefix);
                    Rule from = Rule.lookup(family, 0, Datapath.FROM_POD_PRIORITY).from(prefix);
                    batch.add(Rules.deleting(to));
                    batch.add(Rules.deleting(from));
                }
            }
            found = anyDone(batch.execute());
        }
    }

    private static boolean anyDone(BatchResult result) {
        boolean any = false;
        for (int i = 0; i < result.size(); i++) {
            any |= result.error(i) == null;
        }
        return any;
    }

    /** What others left may lead to any table. */
    private void removeInterfaceRules(String iif) throws IOException {
        for (int family : new int[] {AF_INET, AF_INET6}) {
            Rule rule = Rule.lookup(family, 0, Datapath.IIF_PRIORITY).iif(iif);
            boolean found = true;
            while (found) {
                found = tryDelete(rule);
            }
        }
    }

    private boolean tryDelete(Rule rule) throws IOException {
        try {
            new Rules(kernel.host().socket()).delete(rule);
            return true;
        } catch (NetlinkException e) {
            if (e.is(Errno.ENOENT) || e.is(Errno.EAFNOSUPPORT)) {
                return false;
            }
            throw e;
        }
    }

    private AttachmentStore store(AttachmentRecord.Holder holder) {
        return new AttachmentStore(conf.settings().stateDir(), holder.network());
    }

    private @Nullable AttachmentRecord recordIfReadable(AttachmentRecord.Holder holder)
            throws IOException {
        try {
            return store(holder).find(holder.attachment());
        } catch (UnreadableRecordException e) {
            return null;
        }
    }

    /** Returns the Kubernetes pod whose link it is, or null if that is not on record. */
    private @Nullable String ownerOf(Link link) throws IOException {
        AttachmentRecord.Holder holder = AttachmentRecord.holderOf(link.alias());
        AttachmentRecord record = holder == null ? null : recordIfReadable(holder);
        return record == null ? null : record.owner();
    }

    /**
     * Removes what it has in the kernel; its address stays its own until its DEL.
     *
     * @throws CniException code 11 if somebody is at work on it
     */
    private void evict(AttachmentRecord.Holder holder) throws IOException {
        Attachment attachment = holder.attachment();
        String name = AttachmentStore.name(holder.network(), attachment);
        try (StateLock lock = StateLock.tryToTakeAttachment(conf.settings().stateDir(), name)) {
            if (lock == null) {
                throw CniException.tryAgainLater(
                        "another call is about " + AttachmentStore.key(attachment));
            }
            AttachmentRecord record = recordIfReadable(holder);
            if (record != null) {
                kernel.remove(record.describe());
                store(holder).empty(attachment);
            }
        }
    }
}
