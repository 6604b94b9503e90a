package io.vethkit.cni;

import org.jspecify.annotations.Nullable;

import java.io.File;
import java.io.IOException;

/**
 * One STATUS: could an ADD be served now? Calls no native function, to stay cheap: it is polled.
 */
final class StatusProbe {
    private static final String INTERFACES = "/proc/sys/net/ipv4/conf"; // of the thread's namespace

    private final CniRequest request;
    private final NetConf conf;

    StatusProbe(CniRequest request, NetConf conf) {
        this.request = request;
        this.conf = conf;
    }

    void run() throws IOException {
        AddressSource addresses = VethkitPlugin.addressSource(conf);
        if (addresses == null) {
            throw CniException.notAvailable("ipam is missing: it names who gives out addresses");
        }
        File directory = new File(conf.settings().stateDir());
        while (!directory.exists() && directory.getParentFile() != null) {
            directory = directory.getParentFile();
        }
        if (!directory.isDirectory() || !directory.canWrite()) {
            throw CniException.notAvailable(
                    "stateDir: \"" + conf.settings().stateDir() + "\" cannot be written");
        }
        NodeConf node = conf.node();
        if (node != null) {
            requireInterfaces(node);
        }
        addresses.status(request);
    }

    private static void requireInterfaces(NodeConf node) {
        requireInterface("node.primaryInterface", node.primaryInterface());
        for (EniConf eni : node.enis()) {
            requireInterface("node.enis", eni.name());
        }
    }

    private static void requireInterface(String field, @Nullable String name) {
        if (name != null && !new File(INTERFACES, name).exists()) {
            throw CniException.notAvailable(
                    field + ": \"" + name + "\": there is no such interface");
        }
    }
}
