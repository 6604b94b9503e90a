package io.vethkit.cli.demo;

import io.vethkit.cli.vpc.BranchEni;
import io.vethkit.cli.vpc.Mode;
import io.vethkit.cli.vpc.NetworkConf;
import io.vethkit.netlink.IpAddress;

import java.util.ArrayList;
import java.util.List;

/** What the demo shows, mode by mode. */
final class Stories {
    private static final String NEVER_LEAVES =
            "Rule 512 comes first: veth to veth, the packet never leaves the node.";
    private static final String SNAT =
            "Off the VPC the source is the node's address: the connection is marked 0x80, takes"
                    + " table main and eth0, and is translated there.";
    private static final String NODE_PORT =
            "The request came in by eth0, so the connection is marked, and the pod's reply leaves"
                    + " by eth0 too, whichever its own ENI.";
    private static final String OWN_ENI =
            "Within the VPC pods keep their addresses, and leave by the ENI that owns them: from"
                    + " another one, the VPC would drop them.";

    private Stories() {}

    static Story of(Mode mode) {
        return switch (mode) {
            case SECONDARY_IP -> addressesOfEnis("an address");
            case PREFIX -> addressesOfEnis("an address of a /28");
            case CUSTOM_NETWORKING -> customNetworking();
            case BRANCH_STRICT -> branchStrict();
            case BRANCH_STANDARD -> branchStandard();
            case IPV6 -> ipv6();
            case DUAL_STACK -> dualStack();
            case MULTI_NIC -> multiNic();
        };
    }

    private static Story addressesOfEnis(String what) {
        return new Story(
                List.of(
                        role("a", what + " of the primary ENI", "10.0.0.17"),
                        role("b", what + " of the secondary ENI", "10.0.1.17"),
                        role("c", what + " of the secondary ENI", "10.0.1.18")),
                List.of(
                        Flow.of("b", "c", "b c"),
                        Flow.of("a", "b", "a b"),
                        Flow.of("b", "a", "b a").because(NEVER_LEAVES),
                        Flow.of("node", "b", "b"),
                        Flow.of("b", "node", "b"),
                        Flow.of("a", "node2", "a eth0"),
                        Flow.of("b", "node2", "b eth1"),
                        Flow.of("b", "pod2", "b eth1"),
                        Flow.of("pod2", "b", "eth1 b").because(OWN_ENI),
                        Flow.of("a", "internet", "a eth0").seenAs("node"),
                        Flow.of("b", "internet", "b eth0").seenAs("node").because(SNAT),
                        Flow.of("internet", "b", "eth0 b").byNodePort().because(NODE_PORT)),
                byPrimary("b", "ip rule add from 10.0.1.17", "b"));
    }

    private static Story customNetworking() {
        return new Story(
                List.of(
                        role("a", "an address of the pods' subnet", "100.64.0.17"),
                        role("b", "an address of the pods' subnet", "100.64.0.18")),
                List.of(
                        Flow.of("a", "b", "a b").because(NEVER_LEAVES),
                        Flow.of("node", "b", "b"),
                        Flow.of("b", "node", "b"),
                        Flow.of("b", "node2", "b eth1"),
                        Flow.of("pod2", "a", "eth1 a")
                                .because(
                                        "Pods are in 100.64.0.0/16, behind eth1 alone; the primary"
                                                + " ENI has no addresses for pods."),
                        Flow.of("a", "internet", "a eth0").seenAs("node").because(SNAT),
                        Flow.of("internet", "b", "eth0 b").byNodePort().because(NODE_PORT)),
                byPrimary("b", "ip rule add from 100.64.0.18", "b"));
    }

    private static Story branchStrict() {
        return new Story(
                branchRoles(),
                List.of(
                        Flow.of("s", "node2", "s vlan.eth.7 eth2"),
                        Flow.of("pod2", "s", "eth2 vlan.eth.7 s"),
                        Flow.of("s", "t", "s vlan.eth.7 eth2 vlan.eth.8 t")
                                .because(
                                        "Two pods of one node, and yet the packet leaves by the VLAN"
                                                + " of one ENI and comes back by that of the other:"
                                                + " security groups see it twice."),
                        Flow.of("node", "s", "eth0 eth2 vlan.eth.7 s"),
                        Flow.of("s", "node", "s vlan.eth.7 eth2 eth0"),
                        Flow.of("a", "s", "a eth0 eth2 vlan.eth.7 s")
                                .because(
                                        "So do the node's own packets, kubelet's probes among them:"
                                                + " the rule for local addresses has moved from 0 to 20,"
                                                + " behind the branch ENIs' at 10."),
                        Flow.of("s", "internet", "s vlan.eth.7 eth2")
                                .seenAs("nat gateway")
                                .because(
                                        "Off the VPC, too, by its own ENI, untranslated by the node;"
                                                + " the subnet's NAT gateway does that."),
                        Flow.of("a", "internet", "a eth0").seenAs("node"),
                        Flow.of("internet", "s", "eth0")
                                .byNodePort()
                                .unanswered()
                                .because(
                                        "By design: the pod is reached through the VPC alone, which"
                                                + " drops the caller's address from eth0. Node ports need"
                                                + " externalTrafficPolicy Cluster.")),
                new Story.Mishap(
                        "s",
                        "iif vlan9e8b1e47cb7", // of demo/s
                        Flow.of("s", "node2", "s eth0")
                                .unanswered()
                                .because(
                                        "Without it the packet leaves by eth0, and the VPC drops"
                                                + " it.")));
    }

    private static Story branchStandard() {
        return new Story(
                branchRoles(),
                List.of(
                        Flow.of("s", "node2", "s vlan.eth.7 eth2"),
                        Flow.of("pod2", "s", "eth2 vlan.eth.7 s")
                                .because("What leaves the node passes the pod's own ENI, a VLAN."),
                        Flow.of("s", "t", "s t"),
                        Flow.of("a", "s", "a s"),
                        Flow.of("node", "s", "s"),
                        Flow.of("s", "node", "s").because("What stays on the node does not."),
                        Flow.of("s", "internet", "s eth0").seenAs("node").because(SNAT),
                        Flow.of("internet", "s", "eth0 s").byNodePort().because(NODE_PORT)),
                byPrimary("s", "ip rule add from 10.0.5.16", "s"));
    }

    private static List<Story.Role> branchRoles() {
        List<BranchEni> branches = Mode.BRANCH_STRICT.topology().branches();
        return List.of(
                role("a", "an address of the primary ENI", "10.0.0.17"),
                branch("s", branches.get(0)),
                branch("t", branches.get(1)));
    }

    private static Story.Role branch(String name, BranchEni eni) {
        String what = "a branch ENI of its own, VLAN " + eni.vlanId();
        return new Story.Role(name, what, NetworkConf.annotated(eni));
    }

    private static Story ipv6() {
        return new Story(
                List.of(
                        role("a", "an address of the ENI's /80", "2001:db8:0:100:a::1"),
                        role("b", "an address of the ENI's /80", "2001:db8:0:100:a::2")),
                List.of(
                        Flow.of("a", "b", "a b").ipv6().because(NEVER_LEAVES),
                        Flow.of("node", "b", "b").ipv6(),
                        Flow.of("b", "node", "b").ipv6(),
                        Flow.of("a", "node2", "a eth0").ipv6(),
                        Flow.of("node2", "a", "eth0 a").ipv6(),
                        Flow.of("pod2", "a", "eth0 a").ipv6(),
                        Flow.of("a", "internet", "a eth0")
                                .ipv6()
                                .because("Nothing is translated: the internet sees the pod."),
                        Flow.of("internet", "b", "eth0 b").ipv6().byNodePort()),
                new Story.Mishap(
                        "a",
                        "route replace 2001:db8:0:100:a::1",
                        Flow.of("node2", "a", "eth0")
                                .ipv6()
                                .unanswered()
                                .because(
                                        "Without it the node does not know that the pod is its own,"
                                                + " and sends the packet back by eth0.")));
    }

    private static Story dualStack() {
        String[] b = {"10.0.1.17", "2001:db8:0:101:a::1"};
        return new Story(
                List.of(
                        role("a", "two of the primary ENI", "10.0.0.17", "2001:db8:0:100:a::1"),
                        role("b", "two of the secondary ENI", b)),
                List.of(
                        Flow.of("a", "b", "a b"),
                        Flow.of("a", "b", "a b").ipv6().because(NEVER_LEAVES),
                        Flow.of("node", "b", "b"),
                        Flow.of("b", "node", "b").ipv6(),
                        Flow.of("b", "node2", "b eth1"),
                        Flow.of("b", "node2", "b eth1").ipv6(),
                        Flow.of("pod2", "b", "eth1 b").ipv6().because(OWN_ENI),
                        Flow.of("b", "internet", "b eth0").seenAs("node").because(SNAT),
                        Flow.of("b", "internet", "b eth1")
                                .ipv6()
                                .because("In IPv6 nothing is translated."),
                        Flow.of("internet", "b", "eth0 b").byNodePort(),
                        Flow.of("internet", "b", "eth1 b").ipv6()),
                new Story.Mishap(
                        "b",
                        "rule add from 2001:db8:0:101:a::1",
                        Flow.of("b", "node2", "b eth0")
                                .ipv6()
                                .unanswered()
                                .because(
                                        "Without it IPv6 leaves by eth0, and the VPC drops it; IPv4"
                                                + " has a rule of its own.")));
    }

    private static Story multiNic() {
        return new Story(
                List.of(
                        new Story.Role(
                                "a", "one for each network card", NetworkConf.wishingAllCards()),
                        role("b", "an address of card 1 alone", "10.0.1.20")),
                List.of(
                        Flow.of("a", "node2", "a eth0"),
                        Flow.of("a.1", "node2", "a.1 eth1"),
                        Flow.of("a.2", "node2", "a.2 eth2")
                                .because(
                                        "The pod's own rules pick the interface by the source"
                                                + " address, the node's rules the card."),
                        Flow.of("pod2", "a.2", "eth2 a.2"),
                        Flow.of("a.2", "b", "a.2 b"),
                        Flow.of("node", "a.1", "a.1").because(NEVER_LEAVES),
                        Flow.of("b", "node2", "b eth1"),
                        Flow.of("a", "internet", "a eth0").seenAs("node"),
                        Flow.of("a.2", "internet", "a.2 eth0").seenAs("node").because(SNAT),
                        Flow.of("internet", "b", "eth0 b").byNodePort().because(NODE_PORT)),
                byPrimary("b", "ip rule add from 10.0.1.20", "b"));
    }

    /** Without its own rule, what the pod sends within the VPC leaves by the primary ENI. */
    private static Story.Mishap byPrimary(String pod, String object, String veth) {
        return new Story.Mishap(
                pod,
                object,
                Flow.of(pod, "node2", veth + " eth0")
                        .unanswered()
                        .because("It left by eth0, to which its address does not belong."));
    }

    private static Story.Role role(String name, String what, String... addresses) {
        List<IpAddress> asked = new ArrayList<>();
        for (String address : addresses) {
            asked.add(IpAddress.parse(address));
        }
        return new Story.Role(name, what, NetworkConf.asking(asked));
    }
}
