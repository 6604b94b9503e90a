package io.vethkit.it.containerd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The egress plugin behind our own, in one chain that a real containerd calls. */
final class EgressContainerdIT extends ContainerdContract {
    private static final String INTERNET = "2001:db8:ffff::1";

    EgressContainerdIT() {
        super(new Chain());
    }

    @Test
    void leadsPodsOutByIpv6() throws IOException {
        try (Pod pod = runPod("leaving")) {
            String answer = pod.inNamespace("ping", "-c", "1", "-W", "5", INTERNET);
            String addresses = pod.inNamespace("ip", "-o", "-6", "address", "show", "dev", "eth0");

            assertTrue(
                    answer.contains("1 packets received") || answer.contains("1 received"), answer);
            assertEquals("", addresses);
        }
    }

    /** Of the first plugin, what is Vethkit's alone. */
    private static final class Chain implements PluginSetup {
        private final PluginSetup first = new Vethkit();

        @Override
        public void install(Node node) throws IOException {
            first.install(node);
            node.run("bash", Node.resource("egress.sh").toString());
        }

        @Override
        public String wrongConfiguration() {
            return ".plugins[1].ipam.ranges = [[{\"subnet\": \"10.9.0.0/16\"}]]";
        }

        @Override
        public List<String> lasting() {
            List<String> all = new ArrayList<>(first.lasting());
            all.add(
                    "\\+ file .*/vethkit/egress(/lock|(/(attachments|ipam)(/vethkit)?)?(/\\.last6)?)?");
            all.add("\\+ nft .*\"(table|name)\":\"vethkit-egress\".*");
            return all;
        }
    }
}
