package io.vethkit.cni;

import io.vethkit.linux.ErrnoException;
import io.vethkit.netlink.IpAddress;
import io.vethkit.netns.NetworkNamespace;
import io.vethkit.podnet.NodeKernel;
import io.vethkit.podnet.PodInterface;
import io.vethkit.routing.NamespaceHandle;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * One DEL, which is also how an ADD takes back what it did, and how GC removes.
 *
 * <p>Works from the record alone, or, of what Amazon's plugin made, from its result. The kernel's
 * objects go first, then the address, so that nobody gets it while they are there, then the record.
 * In between the record is emptied: a DEL repeated after a kill must not remove what by then
 * belongs to the next owner of the address.
 */
final class Deleting {
    private final CniRequest request;
    private final NetConf conf;
    private final NodeKernel kernel;
    private final AttachmentStore store;
    private final AddressPool pool;
    private final @Nullable Attachment told;

    Deleting(CniRequest request, NetConf conf, NodeKernel kernel) {
        this.request = request;
        this.conf = conf;
        this.kernel = kernel;
        String stateDir = conf.settings().stateDir();
        this.store = new AttachmentStore(stateDir, conf.name());
        this.pool = new AddressPool(stateDir, conf.name(), List.of(), List.of());
        this.told = request.command() == Command.DEL ? request.attachment() : null;
    }

    void run(Attachment attachment) throws IOException {
        run(attachment, !store.has(attachment));
    }

    /** Gives back addresses that were taken and shall not be used. */
    void giveBack(Attachment attachment, List<AddressSource.Lease> leases) throws IOException {
        for (AddressSource.Lease lease : leases) {
            for (IpAddress address : lease.addresses()) {
                pool.release(attachment, address);
            }
        }
    }

    /** Takes back an ADD that failed for {@code cause}. */
    void undo(Attachment attachment, Exception cause) throws IOException {
        run(attachment, cause instanceof CniException e && e.isIncompatibleVersion());
    }

    private void run(Attachment attachment, boolean hasNoAddress) throws IOException {
        if (store.has(attachment)) {
            removeKnown(attachment);
        } else if (attachment.equals(told)) {
            removeAdopted(attachment);
        }
        IpamConf ipam = conf.ipam();
        if (ipam != null && !ipam.isBuiltIn()) {
            tellDelegate(new DelegatedAddresses(ipam.type(), conf), attachment, hasNoAddress);
        }
        store.remove(attachment);
    }

    private void tellDelegate(
            DelegatedAddresses addresses, Attachment attachment, boolean hasNoAddress) {
        try {
            addresses.delete(request, attachment);
        } catch (CniException e) {
            if (!hasNoAddress || !e.isIncompatibleVersion()) {
                throw e;
            }
        }
    }

    private void removeKnown(Attachment attachment) throws IOException {
        AttachmentRecord record = readable(attachment);
        if (record == null) {
            pool.releaseAll(attachment); // ADD may have come so far without saying so on record
            return;
        }
        kernel.remove(record.describe());
        store.empty(attachment);
        for (PodInterface each : record.pod().interfaces()) {
            for (IpAddress address : each.addresses()) {
                pool.release(attachment, address);
            }
        }
        if (StrictPods.isStrict(record)) {
            NodePreparer.reconsider(conf);
        }
    }

    /** What Amazon's plugin made is on no record: the runtime's {@code prevResult} tells of it. */
    private void removeAdopted(Attachment attachment) throws IOException {
        AwsAttachment made = AwsAttachment.of(conf.prevResult(), attachment.ifName());
        if (made == null) {
            return;
        }
        String alias = AttachmentRecord.aliasOf(conf.name(), attachment);
        List<IpAddress> addresses = addresses(made);
        try (NetworkNamespace namespace = open(made);
                NamespaceHandle pod = namespace == null ? null : NamespaceHandle.of(namespace)) {
            List<IpAddress> others = isBuiltIn() ? hold(attachment, addresses) : List.of();
            Adopted adopted = new Adopted(made, kernel.host(), pod, alias, others);
            kernel.remove(adopted.describeRemoval());
            addresses.addAll(adopted.addresses());
        }
        for (IpAddress address : addresses) {
            pool.release(attachment, address);
        }
        NodePreparer.reconsider(conf);
    }

    private static List<IpAddress> addresses(AwsAttachment made) {
        List<IpAddress> addresses = new ArrayList<>();
        for (AwsAttachment.Interface each : made.interfaces()) {
            addresses.addAll(each.addresses());
        }
        return addresses;
    }

    private boolean isBuiltIn() {
        IpamConf ipam = conf.ipam();
        return ipam != null && ipam.isBuiltIn();
    }

    /**
     * Holds addresses, so that nobody is given them while their rules go. Returns those that others
     * have; these keep what they have.
     */
    private List<IpAddress> hold(Attachment attachment, List<IpAddress> addresses)
            throws IOException {
        List<IpAddress> others = new ArrayList<>();
        try (Reserving reserving = pool.reserve(attachment)) {
            for (IpAddress address : addresses) {
                if (!reserving.take(address) && !pool.isReserved(attachment, address)) {
                    others.add(address);
                }
            }
            reserving.keep();
        }
        return others;
    }

    private @Nullable NetworkNamespace open(AwsAttachment made) {
        String path = request.netnsIfKnown();
        try {
            return NetworkNamespace.open(path == null ? made.sandbox() : path);
        } catch (ErrnoException e) {
            return null; // it is gone, and its links with it
        }
    }

    /**
     * Returns the record, or null if it says nothing. One that is damaged, or of a later format,
     * must not keep the pod from going: what it named is removed by the kernel's own marks.
     */
    private @Nullable AttachmentRecord readable(Attachment attachment) throws IOException {
        try {
            return store.find(attachment);
        } catch (UnreadableRecordException e) {
            new OwnObjects(kernel.host())
                    .remove(AttachmentRecord.aliasOf(conf.name(), attachment), pool.of(attachment));
            store.empty(attachment);
            return null;
        }
    }
}
