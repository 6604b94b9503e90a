package io.vethkit.it.modes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonArray;

import io.vethkit.cli.vpc.BranchEni;
import io.vethkit.cli.vpc.Mode;
import io.vethkit.cli.vpc.NetworkConf;
import io.vethkit.cli.vpc.Topology;
import io.vethkit.cli.vpc.VpcEni;
import io.vethkit.it.NetworkSnapshot;
import io.vethkit.it.ThrowawayNetns;
import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.Prefix;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The life of pods in every mode: ADD, packets between all that are there by the way that tcpdump
 * saw, CHECK, every object broken and repaired in turn, the packets again, DEL, nothing left.
 */
@ExtendWith(ThrowawayNetns.class)
class ModesIT {
    private static final IpAddress PRIMARY = IpAddress.parse("10.0.0.4");
    private static final String SECONDARY =
            """
            a -> b          | 10.0.0.17    | a b     | b a     | 9001
            b -> a          | 10.0.1.17    | b a     | a b     | 9001
            b -> c          | 10.0.1.17    | b c     | c b     | 9001
            a -> node2      | 10.0.0.17    | a eth0  | eth0 a  | 9001
            b -> node2      | 10.0.1.17    | b eth1  | eth1 b  | 9001
            b -> pod2       | 10.0.1.17    | b eth1  | eth1 b  | 9001
            pod2 -> b       | 10.0.2.17    | eth1 b  | b eth1  | 9001
            node2 -> a      | 10.0.2.4     | eth0 a  | a eth0  | 9001
            node -> a       | 10.0.0.4     | a       | a       | 9001
            node -> b       | 10.0.0.4     | b       | b       | 9001
            b -> node       | 10.0.1.17    | b       | b       | 9001
            a -> internet   | 10.0.0.4     | a eth0  | eth0 a  | 9001
            b -> internet   | 10.0.0.4     | b eth0  | eth0 b  | 9001
            internet -> svc | 198.51.100.7 | eth0 b  | b eth0
            node2 -> svc    | 10.0.2.4     | eth0 b  | b eth0
            """;

    @Test
    void secondaryIp() throws Exception {
        try (ModeNode node = new ModeNode(Mode.SECONDARY_IP)) {
            lifeOfThree(node);
        }
    }

    @Test
    void prefix() throws Exception {
        try (ModeNode node = new ModeNode(Mode.PREFIX)) {
            lifeOfThree(node);
        }
    }

    private static void lifeOfThree(ModeNode node) throws Exception {
        NetworkSnapshot before = node.setUp();
        node.add("a", "10.0.0.17");
        node.add("b", "10.0.1.17");
        node.add("c", "10.0.1.18");
        service(node, "svc", 30080, "b", false);

        live(node, SECONDARY, before);
    }

    @Test
    void customNetworking() throws Exception {
        try (ModeNode node = new ModeNode(Mode.CUSTOM_NETWORKING)) {
            NetworkSnapshot before = node.setUp();
            node.add("a", "100.64.0.17");
            node.add("b", "100.64.0.18");
            service(node, "svc", 30080, "b", false);

            live(
                    node,
                    """
                    a -> b          | 100.64.0.17  | a b     | b a     | 9001
                    a -> node2      | 100.64.0.17  | a eth1  | eth1 a  | 9001
                    a -> pod2       | 100.64.0.17  | a eth1  | eth1 a  | 9001
                    pod2 -> a       | 10.0.2.17    | eth1 a  | a eth1  | 9001
                    node -> a       | 10.0.0.4     | a       | a       | 9001
                    a -> node       | 100.64.0.17  | a       | a       | 9001
                    a -> internet   | 10.0.0.4     | a eth0  | eth0 a  | 9001
                    internet -> svc | 198.51.100.7 | eth0 b  | b eth0
                    """,
                    before);
        }
    }

    @Test
    void ipv6() throws Exception {
        try (ModeNode node = new ModeNode(Mode.IPV6)) {
            NetworkSnapshot before = node.setUp();
            node.add("a", "2001:db8:0:100:a::1");
            node.add("b", "2001:db8:0:100:a::2");
            service(node, "svc", 30080, "b", true);

            live(
                    node,
                    """
                    a6 -> b6         | 2001:db8:0:100:a::1 | a b    | b a    | 9001
                    a6 -> node26     | 2001:db8:0:100:a::1 | a eth0 | eth0 a | 9001
                    a6 -> pod26      | 2001:db8:0:100:a::1 | a eth0 | eth0 a | 9001
                    pod26 -> a6      | 2001:db8:0:102:a::1 | eth0 a | a eth0 | 9001
                    node6 -> a6      | 2001:db8:0:100::4   | a      | a      | 9001
                    a6 -> node6      | 2001:db8:0:100:a::1 | a      | a      | 9001
                    a6 -> internet6  | 2001:db8:0:100:a::1 | a eth0 | eth0 a | 9001
                    internet6 -> svc | 2001:db8:ffff::7    | eth0 b | b eth0
                    """,
                    before);
        }
    }

    @Test
    void dualStack() throws Exception {
        try (ModeNode node = new ModeNode(Mode.DUAL_STACK)) {
            NetworkSnapshot before = node.setUp();
            node.add("a", "10.0.0.17", "2001:db8:0:100:a::1");
            node.add("b", "10.0.1.17", "2001:db8:0:101:a::1");
            service(node, "svc", 30080, "b", false);
            service(node, "svc6", 30081, "b", true);

            live(
                    node,
                    """
                    a -> b            | 10.0.0.17           | a b    | b a    | 9001
                    a6 -> b6          | 2001:db8:0:100:a::1 | a b    | b a    | 9001
                    b -> node2        | 10.0.1.17           | b eth1 | eth1 b | 9001
                    b6 -> node26      | 2001:db8:0:101:a::1 | b eth1 | eth1 b | 9001
                    a6 -> pod26       | 2001:db8:0:100:a::1 | a eth0 | eth0 a | 9001
                    pod2 -> b         | 10.0.2.17           | eth1 b | b eth1 | 9001
                    pod26 -> b6       | 2001:db8:0:102:a::1 | eth1 b | b eth1 | 9001
                    node -> b         | 10.0.0.4            | b      | b      | 9001
                    node6 -> b6       | 2001:db8:0:100::4   | b      | b      | 9001
                    b6 -> node6       | 2001:db8:0:101:a::1 | b      | b      | 9001
                    b -> internet     | 10.0.0.4            | b eth0 | eth0 b | 9001
                    b6 -> internet6   | 2001:db8:0:101:a::1 | b eth1 | eth1 b | 9001
                    internet -> svc   | 198.51.100.7        | eth0 b | b eth0
                    internet6 -> svc6 | 2001:db8:ffff::7    | eth0 b | b eth0
                    """,
                    before);
        }
    }

    @Test
    void multiNic() throws Exception {
        try (ModeNode node = new ModeNode(Mode.MULTI_NIC)) {
            NetworkSnapshot before = node.setUp();
            ModeNode.Pod a = node.add("a", NetworkConf.wishingAllCards());
            node.add("b", "10.0.1.20");
            service(node, "svc", 30080, "b", false);
            assertEquals(List.of(0, 1, 3), a.addresses().stream().map(ModesIT::subnet).toList());

            live(
                    node,
                    flowsOf(
                            a,
                            """
                            a -> node2      | A0           | a eth0   | eth0 a   | 9001
                            a.1 -> node2    | A1           | a.1 eth1 | eth1 a.1 | 9001
                            a.2 -> node2    | A2           | a.2 eth2 | eth2 a.2 | 9001
                            a.2 -> b        | A2           | a.2 b    | b a.2    | 9001
                            b -> a.1        | 10.0.1.20    | b a.1    | a.1 b    | 9001
                            pod2 -> a.1     | 10.0.2.17    | eth1 a.1 | a.1 eth1 | 9001
                            pod2 -> a.2     | 10.0.2.17    | eth2 a.2 | a.2 eth2 | 9001
                            node -> a.2     | 10.0.0.4     | a.2      | a.2      | 9001
                            a.2 -> node     | A2           | a.2      | a.2      | 9001
                            a -> internet   | 10.0.0.4     | a eth0   | eth0 a   | 9001
                            a.2 -> internet | 10.0.0.4     | a.2 eth0 | eth0 a.2 | 9001
                            b -> internet   | 10.0.0.4     | b eth0   | eth0 b   | 9001
                            internet -> svc | 198.51.100.7 | eth0 b   | b eth0
                            """),
                    before);
        }
    }

    private static int subnet(IpAddress address) {
        return (int) (address.low() >> 8 & 0xff);
    }

    private static String flowsOf(ModeNode.Pod pod, String table) {
        String text = table;
        for (int i = 0; i < pod.addresses().size(); i++) {
            text = text.replace("| A" + i + " ", "| " + pod.addresses().get(i) + " ");
        }
        return text;
    }

    // node to pod, pod to node and pod to pod of the same node all pass the VPC, where security
    // groups are; a node port whose pod is behind it gets no answer, unless the node is the caller
    @Test
    @Tag("vlan")
    void branchStrict() throws Exception {
        try (ModeNode node = new ModeNode(Mode.BRANCH_STRICT)) {
            NetworkSnapshot before = node.setUp();
            addBranchPods(node);

            live(
                    node,
                    """
                    s -> node2          | 10.0.5.16    | s vlan7 eth2         | eth2 vlan7 s         | 9001
                    pod2 -> s           | 10.0.2.17    | eth2 vlan7 s         | s vlan7 eth2         | 9001
                    s -> t              | 10.0.5.16    | s vlan7 eth2 vlan8 t | t vlan8 eth2 vlan7 s | 9001
                    s -> a              | 10.0.5.16    | s vlan7 eth2 eth0 a  | a eth0 eth2 vlan7 s  | 9001
                    a -> s              | 10.0.0.17    | a eth0 eth2 vlan7 s  | s vlan7 eth2 eth0 a  | 9001
                    node -> s           | 10.0.0.4     | eth0 eth2 vlan7 s    | s vlan7 eth2 eth0    | 9001
                    s -> node           | 10.0.5.16    | s vlan7 eth2 eth0    | eth0 eth2 vlan7 s    | 9001
                    a -> node2          | 10.0.0.17    | a eth0          | eth0 a          | 9001
                    s -> internet       | 198.51.100.1 | s vlan7 eth2         | eth2 vlan7 s         | 9001
                    a -> internet       | 10.0.0.4     | a eth0          | eth0 a          | 9001
                    internet -> local   | -            | eth0            | -
                    internet -> cluster | 10.0.0.4     | eth0 eth2 vlan7 s    | s vlan7 eth2 eth0
                    """,
                    before);
        }
    }

    @Test
    @Tag("vlan")
    void branchStandard() throws Exception {
        try (ModeNode node = new ModeNode(Mode.BRANCH_STANDARD)) {
            NetworkSnapshot before = node.setUp();
            addBranchPods(node);

            live(
                    node,
                    """
                    s -> node2          | 10.0.5.16    | s vlan7 eth2         | eth2 vlan7 s         | 9001
                    pod2 -> s           | 10.0.2.17    | eth2 vlan7 s         | s vlan7 eth2         | 9001
                    s -> t              | 10.0.5.16    | s t     | t s     | 9001
                    s -> a              | 10.0.5.16    | s a     | a s     | 9001
                    a -> s              | 10.0.0.17    | a s     | s a     | 9001
                    node -> s           | 10.0.0.4     | s       | s       | 9001
                    s -> node           | 10.0.5.16    | s       | s       | 9001
                    s -> internet       | 10.0.0.4     | s eth0  | eth0 s  | 9001
                    internet -> local   | 198.51.100.7 | eth0 s  | s eth0
                    internet -> cluster | 10.0.0.4     | eth0 s  | s eth0
                    """,
                    before);
        }
    }

    @Test
    @Tag("vlan")
    void branchStrictDualStack() throws Exception {
        try (ModeNode node = new ModeNode(Mode.BRANCH_STRICT, dualStackBranches())) {
            NetworkSnapshot before = node.setUp();
            addDualStackPods(node);

            live(
                    node,
                    """
                    s -> node2      | 10.0.5.16           | s vlan7 eth2         | eth2 vlan7 s         | 9001
                    s6 -> node26    | 2001:db8:0:105::16  | s vlan7 eth2         | eth2 vlan7 s         | 9001
                    pod26 -> s6     | 2001:db8:0:102:a::1 | eth2 vlan7 s         | s vlan7 eth2         | 9001
                    s -> t          | 10.0.5.16           | s vlan7 eth2 vlan8 t | t vlan8 eth2 vlan7 s | 9001
                    s6 -> t6        | 2001:db8:0:105::16  | s vlan7 eth2 vlan8 t | t vlan8 eth2 vlan7 s | 9001
                    a6 -> s6        | 2001:db8:0:100:a::1 | a eth0 eth2 vlan7 s  | s vlan7 eth2 eth0 a  | 9001
                    node6 -> s6     | 2001:db8:0:100::4   | eth0 eth2 vlan7 s    | s vlan7 eth2 eth0    | 9001
                    s6 -> node6     | 2001:db8:0:105::16  | s vlan7 eth2 eth0    | eth0 eth2 vlan7 s    | 9001
                    s6 -> internet6 | 2001:db8:0:105::16  | s vlan7 eth2         | eth2 vlan7 s         | 9001
                    """,
                    before);
        }
    }

    @Test
    @Tag("vlan")
    void branchStandardDualStack() throws Exception {
        try (ModeNode node = new ModeNode(Mode.BRANCH_STANDARD, dualStackBranches())) {
            NetworkSnapshot before = node.setUp();
            addDualStackPods(node);

            live(
                    node,
                    """
                    s -> node2      | 10.0.5.16           | s vlan7 eth2 | eth2 vlan7 s | 9001
                    s6 -> node26    | 2001:db8:0:105::16  | s vlan7 eth2 | eth2 vlan7 s | 9001
                    pod26 -> s6     | 2001:db8:0:102:a::1 | eth2 vlan7 s | s vlan7 eth2 | 9001
                    s6 -> t6        | 2001:db8:0:105::16  | s t          | t s          | 9001
                    a6 -> s6        | 2001:db8:0:100:a::1 | a s          | s a          | 9001
                    node6 -> s6     | 2001:db8:0:100::4   | s            | s            | 9001
                    s6 -> node6     | 2001:db8:0:105::16  | s            | s            | 9001
                    s -> internet   | 10.0.0.4            | s eth0       | eth0 s       | 9001
                    s6 -> internet6 | 2001:db8:0:105::16  | s vlan7 eth2 | eth2 vlan7 s | 9001
                    """,
                    before);
        }
    }

    @Test
    @Tag("vlan")
    void branchStrictIpv6() throws Exception {
        List<Prefix> own = List.of(Prefix.parse("2001:db8:0:103::4/64"));
        VpcEni trunk = new VpcEni("eth2", 0, 2, own, List.of(), true);
        List<VpcEni> enis = List.of(Mode.IPV6.topology().primary(), trunk);
        BranchEni dual = dualStackBranches().branches().get(0);
        BranchEni v6 = new BranchEni(dual.vlanId(), dual.mac(), dual.addresses().subList(1, 2));
        try (ModeNode node = new ModeNode(Mode.BRANCH_STRICT, new Topology(enis, List.of(v6)))) {
            JsonArray families = new JsonArray();
            families.add("IPv6");
            node.conf.add("ipFamilies", families);
            node.conf.remove("primaryAddress");
            node.conf.remove("vpcCidrs");
            NetworkSnapshot before = node.setUp();
            node.add("a", "2001:db8:0:100:a::1");
            node.addBranch("s", 0);
            node.flows.device("vlan.eth.7", "vlan7");

            live(
                    node,
                    """
                    s6 -> node26    | 2001:db8:0:105::16  | s vlan7 eth2        | eth2 vlan7 s        | 9001
                    pod26 -> s6     | 2001:db8:0:102:a::1 | eth2 vlan7 s        | s vlan7 eth2        | 9001
                    a6 -> s6        | 2001:db8:0:100:a::1 | a eth0 eth2 vlan7 s | s vlan7 eth2 eth0 a | 9001
                    node6 -> s6     | 2001:db8:0:100::4   | eth0 eth2 vlan7 s   | s vlan7 eth2 eth0   | 9001
                    s6 -> internet6 | 2001:db8:0:105::16  | s vlan7 eth2        | eth2 vlan7 s        | 9001
                    """,
                    before);
        }
    }

    /** The topology of branch ENIs, all with addresses of both families. */
    private static Topology dualStackBranches() {
        List<VpcEni> enis = new ArrayList<>(Mode.DUAL_STACK.topology().enis());
        enis.add(Mode.BRANCH_STRICT.topology().enis().getLast()); // the trunk
        List<BranchEni> branches = new ArrayList<>();
        for (BranchEni branch : Mode.BRANCH_STRICT.topology().branches()) {
            Prefix v4 = branch.addresses().get(0);
            Prefix v6 = Prefix.parse("2001:db8:0:105::" + (branch.vlanId() + 9) + "/64");
            branches.add(new BranchEni(branch.vlanId(), branch.mac(), List.of(v4, v6)));
        }
        return new Topology(enis, branches);
    }

    private static void addDualStackPods(ModeNode node) throws IOException {
        node.add("a", "10.0.0.17", "2001:db8:0:100:a::1");
        node.addBranch("s", 0);
        node.addBranch("t", 1);
        node.flows.device("vlan.eth.7", "vlan7").device("vlan.eth.8", "vlan8");
    }

    private static void addBranchPods(ModeNode node) throws IOException {
        node.add("a", "10.0.0.17");
        node.addBranch("s", 0);
        node.addBranch("t", 1);
        node.flows.device("vlan.eth.7", "vlan7").device("vlan.eth.8", "vlan8");
        service(node, "local", 30080, "s", false);
        NodePorts.add(node.vpc.node(), 30081, node.pod("s").address(false), true);
        node.flows.nodePort("cluster", PRIMARY, 30081, "s");
    }

    /** Calls a node port {@code name} that leads to a pod. */
    private static void service(ModeNode node, String name, int port, String pod, boolean v6)
            throws IOException {
        NodePorts.add(node.vpc.node(), port, node.pod(pod).address(v6), false);
        IpAddress primary = node.vpc.topology().primary().own(v6).address();
        node.flows.nodePort(name, primary, port, v6 ? pod + "6" : pod);
    }

    /** All that happens to pods once they are there. */
    private static void live(ModeNode node, String flows, NetworkSnapshot before) throws Exception {
        node.flows.assertFlow(flows);
        node.assertAsDescribed();
        for (String pod : node.names()) {
            new Breakages(node, pod).ofPod();
        }
        new Breakages(node, node.names().get(0)).ofNode();
        node.flows.assertFlow(flows);
        node.deleteAll();
        NodePorts.removeAll(node.vpc.node());
        node.assertUnchangedSince(before);
        assertEquals(List.of(), node.attachments());
    }
}
