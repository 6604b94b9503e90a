package io.vethkit.cni;

import io.vethkit.netlink.IpAddress;
import io.vethkit.podnet.NodeKernel;
import io.vethkit.podnet.PodInterface;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * One GC: removes the attachments of the network that are not valid, and then whatever in the
 * kernel says it is ours but is on no record.
 */
final class Collecting {
    private final CniRequest request;
    private final NetConf conf;
    private final NodeKernel kernel;
    private final AttachmentStore store;
    private final Failures failures = new Failures();

    Collecting(CniRequest request, NetConf conf, NodeKernel kernel) {
        this.request = request;
        this.conf = conf;
        this.kernel = kernel;
        this.store = new AttachmentStore(conf.settings().stateDir(), conf.name());
    }

    void run() throws IOException {
        List<Attachment> kept = new ArrayList<>(conf.validAttachments());
        for (Attachment attachment : store.list()) {
            if (!kept.contains(attachment) && !tryRemove(attachment)) {
                kept.add(attachment);
            }
        }
        AddressSource addresses = VethkitPlugin.addressSource(conf);
        if (addresses != null) {
            tryCollect(addresses, kept);
        }
        tryRemoveOrphans(kept);
        failures.throwIfAny();
    }

    private boolean tryRemove(Attachment attachment) {
        try {
            new Deleting(request, conf, kernel).run(attachment);
            return true;
        } catch (IOException | RuntimeException e) {
            failures.add(e);
            return false;
        }
    }

    private void tryCollect(AddressSource addresses, List<Attachment> kept) {
        try {
            addresses.collect(request, kept);
        } catch (IOException | RuntimeException e) {
            failures.add(e);
        }
    }

    /** Removes what is ours by its marks but nobody's who is on record. */
    private void tryRemoveOrphans(List<Attachment> kept) {
        List<String> aliases = new ArrayList<>();
        for (Attachment attachment : kept) {
            aliases.add(AttachmentRecord.aliasOf(conf.name(), attachment));
        }
        try {
            OwnObjects own = new OwnObjects(kernel.host());
            own.removeLinks(conf.name(), aliases);
            own.removeRules(addressesOfAllNetworks());
        } catch (IOException | RuntimeException e) {
            failures.add(e);
        }
    }

    private List<IpAddress> addressesOfAllNetworks() {
        String stateDir = conf.settings().stateDir();
        List<IpAddress> addresses = new ArrayList<>();
        for (String network : StateFiles.list(stateDir + "/attachments")) {
            AttachmentStore other = new AttachmentStore(stateDir, network);
            for (Attachment attachment : other.list()) {
                add(other, attachment, addresses);
            }
        }
        return addresses;
    }

    private void add(AttachmentStore store, Attachment attachment, List<IpAddress> addresses) {
        try {
            AttachmentRecord record = store.find(attachment);
            if (record != null) {
                for (PodInterface each : record.pod().interfaces()) {
                    addresses.addAll(each.addresses());
                }
            }
        } catch (UnreadableRecordException e) {
            // if it has a link, that protects its rules
        } catch (IOException e) {
            failures.add(e);
        }
    }
}
