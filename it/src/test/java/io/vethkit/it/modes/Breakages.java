package io.vethkit.it.modes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vethkit.it.Tool;
import io.vethkit.it.cni.CniNode;
import io.vethkit.podnet.DesiredState;
import io.vethkit.routing.Desired;
import io.vethkit.routing.DesiredSysctl;
import io.vethkit.routing.NamespaceState;

import java.io.IOException;

/** Every object of a description, broken by hand in turn: CHECK names it, and repair heals it. */
final class Breakages {
    private final ModeNode node;
    private final String pod;

    Breakages(ModeNode node, String pod) {
        this.node = node;
        this.pod = pod;
    }

    /** Breaks all that the pod has. */
    void ofPod() throws IOException {
        DesiredState description = node.described(pod);
        NamespaceState inside = description.pod();
        assertNotNull(inside);
        each(description, description.host(), "nsenter --net=" + node.vpc.node() + " ");
        each(description, inside, "nsenter --net=" + node.pod(pod).namespace() + " ");
    }

    /** Breaks all that the node has, but for what EC2 configures. */
    void ofNode() throws IOException {
        DesiredState description = node.describedNode();
        each(description, description.host(), "nsenter --net=" + node.vpc.node() + " ");
    }

    private void each(DesiredState description, NamespaceState state, String prefix)
            throws IOException {
        for (Desired object : state.objects()) {
            String breaking = breaking(object, description.pod() == null);
            if (!breaking.isEmpty()) {
                Tool.run("sh", "-c", prefix + breaking);

                CniNode.Answer answer = node.check(pod);

                assertEquals(1, answer.status(), breaking + " went unnoticed");
                String findings = answer.error() + "; " + answer.details();
                String name = object.toString().replaceFirst("^absence of ", "");
                assertTrue(findings.contains(name), breaking + ": " + findings);
                node.repair(pod, description);
                if (description.pod() == null) {
                    node.repairPods(); // what goes with the node's may be theirs
                }
                assertEquals("", node.check(pod).success(), "repaired after " + breaking);
            }
        }
    }

    /** Returns what somebody would type to break {@code object}. */
    private static String breaking(Desired object, boolean ofNode) {
        String command = object.command();
        if (ofNode
                && (command.startsWith("ip link set eth0 ") || command.contains("disable_ipv6"))) {
            return ""; // the primary ENI's own address and routes would go, too
        }
        if (object instanceof DesiredSysctl sysctl) {
            String other = sysctl.value().equals("0") ? "1" : "0";
            return "sysctl -qw " + sysctl.key() + "=" + other;
        }
        if (command.startsWith("ip link set ")) {
            return "ip link set " + command.split(" ", -1)[3] + " down";
        }
        String removal = object.removalCommand();
        return removal != null ? removal : command.replaceFirst(" (del|delete) ", " add ");
    }
}
