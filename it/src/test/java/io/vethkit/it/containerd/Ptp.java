package io.vethkit.it.containerd;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/** The reference plugins {@code ptp} and {@code host-local}, chained with {@code portmap}. */
final class Ptp implements PluginSetup {
    @Override
    public void install(Node node) throws IOException {
        Files.copy(Node.resource("ptp.conflist"), node.path("/etc/cni/net.d/10-ptp.conflist"));
    }

    @Override
    public String wrongConfiguration() {
        return ".plugins[0].ipam.routes = [{dst: \"0.0.0.0/0\", gw: \"203.0.113.1\"}]";
    }

    @Override
    public List<String> lasting() {
        return List.of("\\+ file /var/lib/cni/networks(/ptp(/lock|/last_reserved_ip\\.0)?)?");
    }
}
