package io.vethkit.cni;

import io.vethkit.linux.ErrnoException;
import io.vethkit.podnet.NodeKernel;

import java.io.IOException;

/**
 * The chained plugin {@code vethkit-egress}: the second interface of a pod, by which it leaves the
 * node in the family it does not have. Takes the configuration of Amazon's {@code egress-cni}.
 *
 * <p>What it has on record is apart from the first plugin's, below {@code egress} in the state
 * directory, so that both may be given the same one.
 */
public final class EgressPlugin implements Plugin {
    /** The name of the executable. */
    public static final String TYPE = "vethkit-egress";

    /** The name of Amazon's, in whose place it may be put. */
    public static final String AMAZONS_TYPE = "egress-cni";

    /** A plugin that works in the network namespace of the thread that calls it. */
    public EgressPlugin() {}

    @Override
    public CniResult add(CniRequest request, NetConf conf) throws IOException {
        CniResult previous = conf.prevResult();
        if (previous == null) {
            throw CniException.invalidConfig(
                    "prevResult is missing: this plugin must be called as a chained plugin");
        }
        EgressConf egress = EgressConf.of(request);
        if (!egress.enabled()) {
            return previous;
        }
        try (StateLock _ = lockAttachment(request, conf)) {
            return new EgressAdding(request, conf, egress).run(previous);
        }
    }

    @Override
    public void delete(CniRequest request, NetConf conf) throws IOException {
        try (StateLock _ = lockAttachment(request, conf);
                NodeKernel kernel = NodeKernel.here()) {
            new EgressDeleting(request, conf, kernel).run(request.attachment());
        }
    }

    @Override
    public void check(CniRequest request, NetConf conf) throws IOException {
        try (StateLock _ = StateLock.share(stateDir(conf), StateLock.ATTACHMENTS)) {
            new EgressChecking(request, conf).run();
        }
    }

    @Override
    public void collect(CniRequest request, NetConf conf) throws IOException {
        try (StateLock _ = StateLock.takeAlone(stateDir(conf), StateLock.ATTACHMENTS);
                NodeKernel kernel = NodeKernel.here()) {
            new EgressCollecting(request, conf, kernel).run();
        }
    }

    @Override
    public void status(CniRequest request, NetConf conf) throws IOException {
        EgressConf egress = EgressConf.of(request);
        if (egress.enabled()) {
            new EgressStatus(request, conf, egress).run();
        }
    }

    /** Keeps away GC and other calls about the same attachment, which each change what is there. */
    private static StateLock lockAttachment(CniRequest request, NetConf conf)
            throws ErrnoException {
        return StateLock.takeAttachment(
                stateDir(conf), AttachmentStore.name(conf.name(), request.attachment()));
    }

    static String stateDir(NetConf conf) {
        return conf.settings().stateDir() + "/egress";
    }

    static AttachmentStore store(NetConf conf) {
        return new AttachmentStore(stateDir(conf), conf.name());
    }
}
