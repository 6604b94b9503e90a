package io.vethkit.it.containerd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The harness proves itself: with the reference plugins, and against what would go unseen. */
final class ContainerdHarnessIT extends ContainerdContract {
    ContainerdHarnessIT() {
        super(new Ptp());
    }

    @Test
    void seesWhateverAPodCouldLeaveBehind() throws IOException {
        Node node = containerd().node();
        NodeState before = NodeState.of(node);
        String cgroup = "/sys/fs/cgroup/pids/" + node.name() + "/litter";

        node.run(
                "sh",
                "-ec",
                """
                ip link add left0 type veth peer name left1
                ip address add 192.0.2.1/32 dev eth0
                ip neighbour add 10.0.0.99 lladdr 02:00:00:00:00:01 dev eth0
                ip route add blackhole 192.0.2.2 table 99
                ip rule add from 192.0.2.3 lookup 99
                nft add table inet litter
                touch /var/lib/cni/litter
                mount -t tmpfs tmpfs /opt/cni
                mkdir %s
                setsid sleep 1000 </dev/null >/dev/null 2>&1 &\
                """
                        .formatted(cgroup));
        List<String> litter = NodeState.of(node).since(before);
        node.run(
                "sh",
                "-ec",
                """
                pkill -x sleep
                rmdir %s
                umount /opt/cni
                rm /var/lib/cni/litter
                nft delete table inet litter
                ip rule del from 192.0.2.3
                ip route del blackhole 192.0.2.2 table 99
                ip neighbour del 10.0.0.99 dev eth0
                ip address del 192.0.2.1/32 dev eth0
                ip link del left0\
                """
                        .formatted(cgroup));

        assertEquals(
                List.of(
                        "address",
                        "cgroup",
                        "file",
                        "link",
                        "mount",
                        "neighbour",
                        "nft",
                        "process",
                        "route",
                        "rule"),
                litter.stream()
                        .filter(fact -> fact.startsWith("+ "))
                        .map(fact -> fact.substring(2, fact.indexOf(' ', 2)))
                        .distinct()
                        .toList());
    }

    @Test
    void leavesNothingOnTheMachineWhenTheTestsAreKilled() throws IOException {
        Process victim =
                new ProcessBuilder(
                                ProcessHandle.current().info().command().orElseThrow(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Victim.class.getName())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        BufferedReader output = victim.inputReader();
        String node = output.readLine();
        List<ProcessHandle> processes = victim.descendants().toList();
        assertTrue(processes.size() > 5, processes.toString());
        assertFalse(controlGroups(node).isEmpty());

        victim.destroyForcibly();

        Waiting.until(
                "the end of " + processes,
                () -> processes.stream().noneMatch(ProcessHandle::isAlive));
        assertEquals(List.of(), controlGroups(node));
    }

    private static List<Path> controlGroups(String node) throws IOException {
        try (Stream<Path> groups =
                Files.find(
                        Path.of("/sys/fs/cgroup"), 10, (path, attributes) -> path.endsWith(node))) {
            return groups.toList();
        }
    }
}
