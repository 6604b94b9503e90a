package io.vethkit.it.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vethkit.cli.demo.SimulatedVpc;
import io.vethkit.it.NetworkSnapshot;
import io.vethkit.it.ThrowawayNetns;
import io.vethkit.it.Tool;
import io.vethkit.netns.NetworkNamespace;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;
import java.util.List;

@ExtendWith(ThrowawayNetns.class)
class SimulatedVpcIT {
    private static final String NODE2 = "10.0.2.4";
    private static final String INTERNET = "198.51.100.7";
    private static final String NOBODY = "vk-demo-4194305-node"; // above PID_MAX_LIMIT

    private static String in(SimulatedVpc vpc, String name, String... command) throws IOException {
        String[] line = new String[command.length + 4];
        String[] start = {"ip", "netns", "exec", vpc.prefix() + name};
        System.arraycopy(start, 0, line, 0, start.length);
        System.arraycopy(command, 0, line, start.length, command.length);
        return Tool.run(line);
    }

    private static boolean answers(SimulatedVpc vpc, String source, String destination)
            throws IOException {
        try {
            in(vpc, "node", "ping", "-c1", "-W0.5", "-I", source, destination);
            return true;
        } catch (AssertionError e) {
            assertTrue(e.getMessage().contains("100% packet loss"), e.getMessage());
            return false;
        }
    }

    private static List<String> namesLike(String prefix) {
        return NetworkNamespace.list().stream().filter(name -> name.startsWith(prefix)).toList();
    }

    @Test
    void joinsTheNodesAndTheInternet() throws IOException {
        try (SimulatedVpc vpc = SimulatedVpc.create()) {
            assertTrue(answers(vpc, "10.0.0.4", NODE2));
            assertTrue(answers(vpc, "10.0.0.4", INTERNET));
        }
    }

    @Test
    void deliversPodsAddressesToTheEniThatOwnsThem() throws IOException {
        try (SimulatedVpc vpc = SimulatedVpc.create()) {
            in(vpc, "node", "ip", "address", "add", "10.0.0.17/32", "dev", "lo");

            assertTrue(answers(vpc, "10.0.0.17", NODE2));
        }
    }

    @Test
    void dropsWhatComesFromAnAddressOfAnotherEni() throws IOException {
        try (SimulatedVpc vpc = SimulatedVpc.create()) {
            in(vpc, "node", "ip", "address", "add", "10.0.1.17/32", "dev", "lo");

            assertFalse(answers(vpc, "10.0.1.17", NODE2));
        }
    }

    @Test
    void hasAnInternetThatDoesNotKnowPods() throws IOException {
        try (SimulatedVpc vpc = SimulatedVpc.create()) {
            in(vpc, "node", "ip", "address", "add", "10.0.0.17/32", "dev", "lo");

            assertFalse(answers(vpc, "10.0.0.17", INTERNET));
        }
    }

    @Test
    void attachesTheSecondaryEniUpAndWithoutAnAddress() throws IOException {
        try (SimulatedVpc vpc = SimulatedVpc.create()) {
            String eni = in(vpc, "node", "ip", "-oneline", "address", "show", "eth1");
            String link = in(vpc, "node", "ip", "-oneline", "link", "show", "eth1");

            assertEquals("", eni);
            assertTrue(link.contains(",UP"), link);
        }
    }

    @Test
    void makesAndRemovesNamespacesForPods() throws IOException {
        try (SimulatedVpc vpc = SimulatedVpc.create()) {
            NetworkNamespace pod = vpc.addPod("pod-x");

            assertEquals("/run/netns/" + vpc.prefix() + "pod-x", pod.toString());
            assertEquals(List.of(vpc.prefix() + "pod-x"), namesLike(vpc.prefix() + "pod"));

            vpc.removePod("pod-x");

            assertEquals(List.of(), namesLike(vpc.prefix() + "pod"));
        }
    }

    @Test
    void leavesNothingAndChangesNothingWhereItIsMade() throws IOException {
        NetworkSnapshot before = NetworkSnapshot.take();
        SimulatedVpc vpc = SimulatedVpc.create();
        vpc.addPod("pod-x");

        NetworkSnapshot.assertUnchangedSince(before);
        vpc.close();

        assertEquals(List.of(), namesLike(vpc.prefix()));
        NetworkSnapshot.assertUnchangedSince(before);
    }

    @Test
    void canBeThereTwice() throws IOException {
        try (SimulatedVpc one = SimulatedVpc.create();
                SimulatedVpc other = SimulatedVpc.create()) {
            assertTrue(answers(one, "10.0.0.4", NODE2));
            assertTrue(answers(other, "10.0.0.4", NODE2));
        }
    }

    @Test
    void removesWhatAProcessThatIsNoMoreLeft() throws IOException {
        Tool.ip("netns", "add", NOBODY);

        SimulatedVpc.create().close();

        assertEquals(List.of(), namesLike(NOBODY));
    }
}
