package io.vethkit.cni;

import java.io.File;
import java.io.IOException;

/**
 * One STATUS: could an ADD be served now? Calls no native function, to stay cheap: it is polled.
 */
final class StatusProbe {
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
        addresses.status(request);
    }
}
