package io.vethkit.cni;

import static io.vethkit.netlink.route.RtNetlink.RTPROT_UNSPEC;

import io.vethkit.netlink.route.Rule;
import io.vethkit.podnet.Branch;
import io.vethkit.podnet.Datapath;
import io.vethkit.podnet.EnforcingMode;
import io.vethkit.podnet.NodeKernel;

import java.io.IOException;

/** Whether a network has pods whose security groups hold for traffic with their own node, too. */
final class StrictPods {
    private final AttachmentStore store;
    private final NodeKernel kernel;

    StrictPods(NetConf conf, NodeKernel kernel) {
        this.kernel = kernel;
        this.store = new AttachmentStore(conf.settings().stateDir(), conf.name());
    }

    /** Tells whether there is one; reads all records. What cannot be read may be one. */
    boolean mayBeAny() throws IOException {
        for (Attachment attachment : store.list()) {
            if (mayBeStrict(attachment)) {
                return true;
            }
        }
        return hasAdopted();
    }

    /** Strict pods of Amazon's plugin are on no record. */
    private boolean hasAdopted() throws IOException {
        for (Rule rule : new HostRouting(kernel.host()).rules()) {
            Integer priority = rule.priority();
            String iif = rule.iif();
            if (rule.protocol() == RTPROT_UNSPEC
                    && priority != null
                    && priority == Datapath.IIF_PRIORITY
                    && iif != null
                    && kernel.host().links().find(iif) != null) {
                return true;
            }
        }
        return false;
    }

    private boolean mayBeStrict(Attachment attachment) throws IOException {
        try {
            AttachmentRecord record = store.find(attachment);
            return record != null && isStrict(record);
        } catch (UnreadableRecordException e) {
            return true;
        }
    }

    static boolean isStrict(AttachmentRecord record) {
        Branch branch = record.pod().branch();
        return branch != null && branch.mode() == EnforcingMode.STRICT;
    }
}
