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
        try (StateLock _ = StateLock.share(conf.settings().stateDir(), StateLock.ATTACHMENTS)) {
            new Checking(request, conf).run();
        }
    }

    @Override
    public void collect(CniRequest request, NetConf conf) throws IOException {
        try (StateLock _ = StateLock.takeAlone(conf.settings().stateDir(), StateLock.ATTACHMENTS);
                NodeKernel kernel = NodeKernel.here()) {
            new Collecting(request, conf, kernel).run();
        }
    }

    @Override
    public void status(CniRequest request, NetConf conf) throws IOException {
        new StatusProbe(request, conf).run();
    }

    /** Keeps away GC and other calls about the same attachment, which each change what is there. */
    private static StateLock lockAttachment(CniRequest request, NetConf conf)
            throws ErrnoException {
        return StateLock.takeAttachment(
                conf.settings().stateDir(),
                AttachmentStore.name(conf.name(), request.attachment()));
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
