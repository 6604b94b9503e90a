package io.vethkit.it.containerd;

import java.io.IOException;
import java.util.List;

/**
 * Our own plugin as its installer leaves it, on a node with a secondary interface {@code eth1} in a
 * VPC whose router is the namespace {@code outside}. Behind that lies 198.51.100.1, which answers
 * nobody but the node's primary address.
 */
final class Vethkit implements PluginSetup {
    static final String INTERNET = "198.51.100.1";

    @Override
    public void install(Node node) throws IOException {
        String java = ProcessHandle.current().info().command().orElseThrow();
        String project = System.getProperty("vethkit.root");
        node.run("bash", Node.resource("vethkit.sh").toString(), java, project);
    }

    @Override
    public String wrongConfiguration() {
        return ".plugins[0].node.enis[0].name = \"eth9\" | .plugins[0].node.addresses = []";
    }

    @Override
    public List<String> lasting() {
        return List.of(
                "[-+] address .*\"ifname\":\"eth1\".*",
                "\\+ file .*/vethkit(/lock|(/(attachments|ipam|node|node-record)(/vethkit|/\\.lock)?)(/\\.last)?)?",
                "\\+ nft .*\"(table|name)\":\"aws-cni\".*",
                "\\+ route .*\"dev\":\"eth1\".*",
                "\\+ rule \\{\"priority\":(1024|32765),.*\"protocol\":\"86\"}");
    }
}
