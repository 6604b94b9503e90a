package io.vethkit.cni;

import io.vethkit.linux.ErrnoException;

import java.io.File;

/** One STATUS: could an egress interface be added now? */
final class EgressStatus {
    private static final String FORWARDING = "/proc/sys/net/ipv6/conf/all/forwarding";

    private final CniRequest request;
    private final NetConf conf;
    private final EgressConf egress;

    EgressStatus(CniRequest request, NetConf conf, EgressConf egress) {
        this.request = request;
        this.conf = conf;
        this.egress = egress;
    }

    void run() throws ErrnoException {
        File directory = new File(EgressPlugin.stateDir(conf));
        while (!directory.exists() && directory.getParentFile() != null) {
            directory = directory.getParentFile();
        }
        if (!directory.isDirectory() || !directory.canWrite()) {
            throw CniException.notAvailable(
                    "stateDir: \"" + conf.settings().stateDir() + "\" cannot be written");
        }
        requireForwarding(egress, true);
        new EgressAddresses(request, conf, egress.ranges()).status();
    }

    /**
     * Fails if pods' IPv6 packets would go no further than the node. Switching it on is not for a
     * pod's ADD: a node that takes its default route from router advertisements would lose it.
     */
    static void requireForwarding(EgressConf egress, boolean isStatus) throws ErrnoException {
        if (!egress.address().isV6()) {
            return;
        }
        String value = StateFiles.read(FORWARDING);
        if (value != null && value.startsWith("1")) {
            return;
        }
        String msg =
                value == null
                        ? "the node has no IPv6"
                        : "sysctl net.ipv6.conf.all.forwarding is 0: the node forwards no IPv6"
                                + " (node.egress of the first plugin sets it)";
        throw isStatus ? CniException.notAvailable(msg) : CniException.tryAgainLater(msg);
    }
}
