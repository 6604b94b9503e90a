package io.vethkit.cli.vpc;

import static io.vethkit.iptables.Nft.in;
import static io.vethkit.iptables.Nft.ipSaddr;
import static io.vethkit.iptables.Nft.oifname;
import static io.vethkit.iptables.Nft.snatTo;

import io.vethkit.iptables.BaseChain;
import io.vethkit.iptables.Chain;
import io.vethkit.iptables.Family;
import io.vethkit.iptables.NamedSet;
import io.vethkit.iptables.Rule;
import io.vethkit.iptables.Ruleset;
import io.vethkit.iptables.Table;
import io.vethkit.netlink.Prefix;
import io.vethkit.netlink.route.Link;
import io.vethkit.netlink.route.LinkKind;
import io.vethkit.netlink.route.VethPeer;
import io.vethkit.routing.NamespaceState;

import java.util.ArrayList;
import java.util.List;

/**
 * The VPC's router: it delivers addresses to the ENIs that own them, drops what comes from an
 * address by another ENI, and is the NAT gateway of branch ENIs' subnets.
 *
 * <p>It is the router of every subnet, on the leg of every ENI: the first address of IPv4 subnets,
 * and {@code fe80:ec2::1}.
 */
public final class Fabric {
    /** What descriptions call the namespaces that legs reach into. */
    public static final String NODE = "node";

    /** The second node's namespace. */
    public static final String NODE2 = "node2";

    /** The namespace of the host on the internet. */
    public static final String INTERNET = "internet";

    static final int MTU = 9001;

    private static final String PRIVATE = "private";

    private final Topology topology;

    /** The router of that VPC. */
    public Fabric(Topology topology) {
        this.topology = topology;
    }

    /** Describes the router but for branch ENIs. */
    public NamespaceState describe() {
        boolean v6 = topology.hasIpv6();
        NamespaceState.Builder router = Hosts.start(v6);
        Hosts.forwarding(router, v6);
        for (VpcEni eni : topology.enis()) {
            join(router, leg(eni), NODE, eni.device());
        }
        join(router, node2(), NODE2, "eth0");
        join(router, new Leg(INTERNET, families(Topology.INTERNET), List.of()), INTERNET, "eth0");
        return router.build();
    }

    /**
     * Describes the trunk's VLANs on the router.
     *
     * @param trunk the index of the link {@link #trunk()}
     */
    public NamespaceState describeBranches(int trunk) {
        NamespaceState.Builder router = NamespaceState.describe();
        for (BranchEni branch : topology.branches()) {
            Leg leg = leg(branch);
            LinkKind vlan = new LinkKind.Vlan(branch.vlanId());
            router.link(Link.named(leg.name()).kind(vlan).parent(trunk).up(true));
            leg.addTo(router);
            for (Prefix address : branch.addresses()) {
                // no interface of the node answers for it; a VPC knows who has an address
                router.neighbour(leg.name(), address.address(), branch.mac());
            }
        }
        return router.build();
    }

    /** Returns the name of the router's end of the primary ENI. */
    public String primary() {
        return leg(topology.primary()).name();
    }

    /** Returns the name of the router's end of the trunk, which is the last ENI. */
    public String trunk() {
        return leg(topology.enis().get(topology.enis().size() - 1)).name();
    }

    /** Describes the source/destination checks and the NAT gateway. */
    public Ruleset describeChecks() {
        List<NamedSet> sets = new ArrayList<>();
        List<Rule> rules = new ArrayList<>();
        node2().addCheck(sets, rules);
        for (VpcEni eni : topology.enis()) {
            leg(eni).addCheck(sets, rules);
        }
        for (BranchEni branch : topology.branches()) {
            leg(branch).addCheck(sets, rules);
        }
        Chain check =
                Chain.base(
                                "source-check",
                                BaseChain.Type.FILTER,
                                BaseChain.Hook.FORWARD,
                                BaseChain.FILTER)
                        .rules(rules);
        Table checks =
                new Table(Family.INET, "vpc", List.of(), sets, List.of(), List.of(check), null);
        return topology.branches().isEmpty()
                ? Ruleset.of(checks)
                : Ruleset.of(checks, natGateway());
    }

    private Table natGateway() {
        List<Prefix> subnets = new ArrayList<>();
        for (BranchEni branch : topology.branches()) {
            for (Prefix address : Families.of(branch.addresses(), false)) {
                if (!subnets.contains(address.network())) {
                    subnets.add(address.network());
                }
            }
        }
        Rule snat = Rule.of(oifname(INTERNET), ipSaddr(in(PRIVATE)), snatTo(Topology.NAT_GATEWAY));
        Chain chain =
                Chain.base(
                        "nat-gateway",
                        BaseChain.Type.NAT,
                        BaseChain.Hook.POSTROUTING,
                        BaseChain.SRCNAT,
                        snat);
        NamedSet set = NamedSet.ofPrefixes(PRIVATE, subnets);
        return new Table(
                Family.IP, "nat-gateway", List.of(), List.of(set), List.of(), List.of(chain), null);
    }

    private Leg node2() {
        return new Leg(NODE2, families(Topology.NODE2), families(Topology.NODE2_PODS));
    }

    private static Leg leg(VpcEni eni) {
        return new Leg("eni-" + eni.device(), eni.own(), eni.pods());
    }

    private static Leg leg(BranchEni branch) {
        return new Leg("vlan" + branch.vlanId(), branch.addresses(), List.of());
    }

    private List<Prefix> families(List<Prefix> prefixes) {
        return topology.hasIpv6() ? prefixes : Families.of(prefixes, false);
    }

    /** A veth pair between the router and {@code device} in {@code namespace}. */
    private static void join(
            NamespaceState.Builder router, Leg leg, String namespace, String device) {
        Link peer = Link.named(device).mtu(MTU);
        LinkKind kind = new LinkKind.Veth(new VethPeer(peer, null));
        router.link(Link.named(leg.name()).mtu(MTU).kind(kind).up(true), namespace);
        leg.addTo(router);
    }
}
