package io.vethkit.cni;

import io.vethkit.podnet.NodeKernel;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/**
 * One DEL, which is also how an ADD takes back what it did, and how GC removes.
 *
 * <p>Works from the record alone. The kernel's objects go first, then the address, so that nobody
 * gets it while they are there, then the record.
 */
final class Deleting {
    private final CniRequest request;
    private final NodeKernel kernel;
    private final @Nullable AddressSource addresses;
    private final AttachmentStore store;

    Deleting(CniRequest request, NetConf conf, NodeKernel kernel) {
        this.request = request;
        this.kernel = kernel;
        this.addresses = VethkitPlugin.addressSource(conf);
        this.store = new AttachmentStore(conf.settings().stateDir(), conf.name());
    }

    void run() throws IOException {
        Attachment attachment = request.attachment();
        boolean isKnown = store.has(attachment);
        AttachmentRecord record = removeFromKernel(attachment);
        if (addresses instanceof BuiltInAddresses builtIn) {
            release(builtIn, attachment, record, isKnown);
        } else if (addresses != null) {
            addresses.delete(request);
        }
        store.remove(attachment);
    }

    /** Removes what is on record of {@code attachment}, and returns it. */
    @Nullable AttachmentRecord removeFromKernel(Attachment attachment) throws IOException {
        AttachmentRecord record = store.find(attachment);
        if (record != null) {
            kernel.remove(record.describe());
        }
        return record;
    }

    /** An ADD that was killed early may have an address without saying so on record. */
    private void release(
            BuiltInAddresses builtIn,
            Attachment attachment,
            @Nullable AttachmentRecord record,
            boolean isKnown)
            throws IOException {
        if (record != null) {
            builtIn.release(attachment, record.pod().address());
        } else if (isKnown) {
            builtIn.delete(request);
        }
    }
}
