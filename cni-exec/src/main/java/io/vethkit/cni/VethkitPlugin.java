package io.vethkit.cni;

import io.vethkit.linux.ErrnoException;
import io.vethkit.podnet.NodeKernel;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/**
 * The plugin's verbs. Holds no state of the process, so that one process can serve many calls; what
 * must last is in the state directory.
 */
public final class VethkitPlugin implements Plugin {
    static final String LOCK = "lock";

    /** A plugin that works in the network namespace of the thread that calls it. */
    public VethkitPlugin() {}

    @Override
    public CniResult add(CniRequest request, NetConf conf) throws IOException {
        try (StateLock _ = lockAttachment(request, conf)) {
            return new Adding(request, conf).run();
        }
    }

    @Override
    public void delete(CniRequest request, NetConf conf) throws IOException {
        try (StateLock _ = lockAttachment(request, conf);
                NodeKernel kernel = NodeKernel.here()) {
            new Deleting(request, conf, kernel).run(request.attachment());
        }
    }

    @Override
    public void check(CniRequest request, NetConf conf) throws IOException {
        try (StateLock _ = shareState(conf)) {
            new Checking(request, conf).run();
        }
    }

    @Override
    public void collect(CniRequest request, NetConf conf) throws IOException {
        try (StateLock _ = StateLock.takeAlone(conf.settings().stateDir(), LOCK);
                NodeKernel kernel = NodeKernel.here()) {
            new Collecting(request, conf, kernel).run();
        }
    }

    @Override
    public void status(CniRequest request, NetConf conf) throws IOException {
        new StatusProbe(request, conf).run();
    }

    /** Keeps GC away, which alone changes what other calls work on. */
    private static StateLock shareState(NetConf conf) throws ErrnoException {
        return StateLock.share(conf.settings().stateDir(), LOCK);
    }

    /** Keeps away GC and other calls about the same attachment, which each change what is there. */
    private static StateLock lockAttachment(CniRequest request, NetConf conf)
            throws ErrnoException {
        return shareState(conf).and(conf.name() + "/" + AttachmentStore.key(request.attachment()));
    }

    /** Keeps others away from an attachment, or returns null if somebody is at work on it. */
    static @Nullable StateLock tryToLock(String stateDir, String network, Attachment attachment)
            throws ErrnoException {
        StateLock shared = StateLock.share(stateDir, LOCK);
        return shared.tryAnd(network + "/" + AttachmentStore.key(attachment));
    }

    /** Returns where the network's addresses come from. */
    static @Nullable AddressSource addressSource(NetConf conf) {
        IpamConf ipam = conf.ipam();
        if (ipam == null) {
            return null;
        }
        return ipam.isBuiltIn()
                ? new BuiltInAddresses(conf, ipam)
                : new DelegatedAddresses(ipam.type(), conf);
    }
}
