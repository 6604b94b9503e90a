package io.vethkit.cni;

import io.vethkit.linux.Socket;
import io.vethkit.netlink.route.Link;
import io.vethkit.netlink.route.Rule;
import io.vethkit.netlink.route.Rules;
import io.vethkit.podnet.Datapath;
import io.vethkit.podnet.NodeKernel;

import org.jspecify.annotations.Nullable;

import java.io.File;
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
    private @Nullable Exception failure;

    Collecting(CniRequest request, NetConf conf, NodeKernel kernel) {
        this.request = request;
        this.conf = conf;
        this.kernel = kernel;
        this.store = new AttachmentStore(conf.settings().stateDir(), conf.name());
    }

    void run() throws IOException {
        List<Attachment> kept = new ArrayList<>();
        for (Attachment attachment : store.list()) {
            if (conf.validAttachments().contains(attachment) || !tryRemove(attachment)) {
                kept.add(attachment);
            }
        }
        AddressSource addresses = VethkitPlugin.addressSource(conf);
        if (addresses != null) {
            tryCollect(addresses, kept);
        }
        removeOrphans();
        throwFailure();
    }

    private boolean tryRemove(Attachment attachment) {
        try {
            new Deleting(request, conf, kernel).removeFromKernel(attachment);
            store.remove(attachment);
            return true;
        } catch (IOException | RuntimeException e) {
            fail(e);
            return false;
        }
    }

    private void tryCollect(AddressSource addresses, List<Attachment> kept) {
        try {
            addresses.collect(request, kept);
        } catch (IOException | RuntimeException e) {
            fail(e);
        }
    }

    /** Removes links and rules that are ours by their marks but on no network's record. */
    private void removeOrphans() throws IOException {
        Records records = Records.ofAllNetworks(conf.settings().stateDir());
        for (Link link : kernel.host().links().list()) {
            String alias = link.alias();
            if (alias != null
                    && alias.startsWith(Datapath.ALIAS_PREFIX)
                    && !records.aliases.contains(alias)) {
                kernel.host().links().delete(link.name());
            }
        }
        Rules rules = new Rules(kernel.host().socket());
        for (Rule rule : rules.list(Socket.AF_INET)) {
            if (isPodRule(rule) && !records.hasAddressOf(rule)) {
                rules.delete(rule);
            }
        }
    }

    private static boolean isPodRule(Rule rule) {
        Integer priority = rule.priority();
        return rule.protocol() == Datapath.PROTOCOL
                && priority != null
                && (priority == Datapath.TO_POD_PRIORITY || priority == Datapath.FROM_POD_PRIORITY);
    }

    private void fail(Exception e) {
        if (failure == null) {
            failure = e;
        } else {
            failure.addSuppressed(e);
        }
    }

    private void throwFailure() throws IOException {
        if (failure instanceof IOException e) {
            throw e;
        }
        if (failure instanceof RuntimeException e) {
            throw e;
        }
    }

    /** What marks in the kernel may point at. */
    private static final class Records {
        final List<String> aliases = new ArrayList<>();
        final List<String> addresses = new ArrayList<>();

        static Records ofAllNetworks(String stateDir) throws IOException {
            Records records = new Records();
            for (String network : StateFiles.list(new File(stateDir, "attachments").getPath())) {
                AttachmentStore store = new AttachmentStore(stateDir, network);
                for (Attachment attachment : store.list()) {
                    records.add(store.find(attachment));
                }
            }
            return records;
        }

        private void add(@Nullable AttachmentRecord record) {
            if (record != null) {
                aliases.add(record.alias());
                addresses.add(record.pod().address() + "/32");
            }
        }

        boolean hasAddressOf(Rule rule) {
            return addresses.contains(String.valueOf(rule.to()))
                    || addresses.contains(String.valueOf(rule.from()));
        }
    }
}
