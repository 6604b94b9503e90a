package io.vethkit.cni;

import io.vethkit.netlink.route.Link;
import io.vethkit.podnet.EgressAttachment;
import io.vethkit.podnet.NodeKernel;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * One GC of egress interfaces: removes those that are not valid, and then links that say they are
 * of this network but are on no record.
 */
final class EgressCollecting {
    private final CniRequest request;
    private final NetConf conf;
    private final NodeKernel kernel;
    private final AttachmentStore store;
    private final Failures failures = new Failures();

    EgressCollecting(CniRequest request, NetConf conf, NodeKernel kernel) {
        this.request = request;
        this.conf = conf;
        this.kernel = kernel;
        this.store = EgressPlugin.store(conf);
    }

    void run() throws IOException {
        List<Attachment> kept = new ArrayList<>(conf.validAttachments());
        for (Attachment attachment : store.list()) {
            if (!kept.contains(attachment) && !tryRemove(attachment)) {
                kept.add(attachment);
            }
        }
        try {
            removeOrphans(kept);
            new EgressAddresses(request, conf).collect(kept);
        } catch (IOException | RuntimeException e) {
            failures.add(e);
        }
        failures.throwIfAny();
    }

    private boolean tryRemove(Attachment attachment) {
        try {
            new EgressDeleting(request, conf, kernel).run(attachment);
            return true;
        } catch (IOException | RuntimeException e) {
            failures.add(e);
            return false;
        }
    }

    private void removeOrphans(List<Attachment> kept) throws IOException {
        String ours = EgressAttachment.ALIAS_PREFIX + conf.name() + "/";
        List<String> keys = new ArrayList<>();
        for (Attachment attachment : kept) {
            keys.add(AttachmentStore.key(attachment));
        }
        for (Link link : kernel.host().links().list()) {
            String alias = link.alias();
            if (alias != null && alias.startsWith(ours)) {
                String key = alias.substring(ours.length());
                if (!keys.contains(key)) {
                    removeOrphan(AttachmentStore.parseKey(key));
                }
            }
        }
    }

    private void removeOrphan(@Nullable Attachment attachment) throws IOException {
        if (attachment != null) {
            new EgressDeleting(request, conf, kernel).removeByMarks(attachment);
        }
    }
}
