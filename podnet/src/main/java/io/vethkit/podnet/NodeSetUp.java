package io.vethkit.podnet;

import static io.vethkit.linux.Socket.AF_INET;
import static io.vethkit.linux.Socket.AF_INET6;
import static io.vethkit.netlink.route.IfAddr.IFA_F_NODAD;
import static io.vethkit.netlink.route.RtNetlink.RTPROT_KERNEL;
import static io.vethkit.netlink.route.RtNetlink.RT_SCOPE_LINK;
import static io.vethkit.netlink.route.RtNetlink.RT_SCOPE_UNIVERSE;
import static io.vethkit.netlink.route.RtNetlink.RT_TABLE_LOCAL;
import static io.vethkit.netlink.route.RtNetlink.RT_TABLE_MAIN;
import static io.vethkit.podnet.Datapath.CONNMARK_PRIORITY;
import static io.vethkit.podnet.Datapath.EXTERNAL_SERVICE_PRIORITY;
import static io.vethkit.podnet.Datapath.FROM_ENI_PRIORITY;
import static io.vethkit.podnet.Datapath.LOCAL_PRIORITY;
import static io.vethkit.podnet.Datapath.PROTOCOL;
import static io.vethkit.podnet.Datapath.STRICT_LOCAL_PRIORITY;
import static io.vethkit.podnet.Datapath.SUBNET_GATEWAY_V6;
import static io.vethkit.podnet.Datapath.lookup;

import io.vethkit.iptables.FilterBackend;
import io.vethkit.iptables.Ruleset;
import io.vethkit.iptables.Table;
import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.Prefix;
import io.vethkit.netlink.route.Link;
import io.vethkit.netlink.route.Route;
import io.vethkit.netlink.route.Rule;
import io.vethkit.routing.NamespaceState;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** What a node needs before pods: its ENIs' routes, the rules for marked connections, and SNAT. */
public final class NodeSetUp {
    private static final int ICMPV6 = 58; // IPPROTO_ICMPV6

    private NodeSetUp() {}

    /** Describes the networking of {@code node} itself. */
    public static DesiredState describe(Node node) {
        NamespaceState.Builder host = NamespaceState.describe();
        host.link(up(node.primaryInterface(), node.mtu()));
        describeForwarding(node, host);
        for (Eni eni : node.enis()) {
            describe(eni, node, host);
        }
        if (node.ipv4()) {
            describeRules(AF_INET, node, host);
        }
        if (node.ipv6()) {
            describeRules(AF_INET6, node, host);
        }
        for (Prefix cidr : node.externalServiceCidrs()) {
            int family = cidr.address().family();
            Rule rule = lookup(family, RT_TABLE_MAIN, EXTERNAL_SERVICE_PRIORITY);
            host.rule(rule.to(cidr.network()));
        }
        return new DesiredState(
                host.build(), null, NodeRuleset.describe(node), NodeIptables.describe(node));
    }

    /**
     * Describes what {@code node} has while its filter rules move: its own tables hold all of them,
     * so that none is missing whichever tables they come from and go to. Null if nothing moves.
     */
    public static @Nullable DesiredState describeMove(Node node) {
        if (node.filterBackend() != FilterBackend.IPTABLES_NFT) {
            return null; // rules of other backends are added before any go
        }
        Ruleset marks = NodeRuleset.describe(node);
        List<Table> tables = new ArrayList<>();
        for (Table table :
                NodeRuleset.describe(node.filterBackend(FilterBackend.NFTABLES)).tables()) {
            if (marks.names(table)) {
                tables.add(table);
            }
        }
        return new DesiredState(NamespaceState.describe().build(), null, new Ruleset(tables));
    }

    private static void describeForwarding(Node node, NamespaceState.Builder host) {
        String primary = node.primaryInterface();
        if (node.ipv4() || node.egress()) {
            host.sysctl("net/ipv4/ip_forward", "1");
        }
        if (node.ipv4()) {
            looseReversePath(host, primary);
        }
        if (node.ipv6()) {
            host.sysctl("net/ipv6/conf/all/disable_ipv6", "0")
                    .sysctl("net/ipv6/conf/" + primary + "/disable_ipv6", "0");
        }
        if (node.ipv6() || node.egress()) {
            // though forwarding, and before it: or the kernel forgets the advertised default route
            host.sysctl("net/ipv6/conf/" + primary + "/accept_ra", "2")
                    .sysctl("net/ipv6/conf/all/forwarding", "1");
        }
        if (!node.tcpEarlyDemux()) {
            // a socket of the node that is found early takes the pod's packets, or drops them
            host.sysctl("net/ipv4/tcp_early_demux", "0").sysctl("net/ipv4/udp_early_demux", "0");
        }
    }

    /** A secondary ENI: its table holds the subnet's router and a default route through it. */
    private static void describe(Eni eni, Node node, NamespaceState.Builder host) {
        host.link(up(eni.name(), node.mtu()));
        looseReversePath(host, eni.name());
        for (Prefix address : eni.addresses()) {
            describe(eni, address, host);
        }
    }

    private static void describe(Eni eni, Prefix address, NamespaceState.Builder host) {
        String device = eni.name();
        int table = eni.table();
        IpAddress own = address.address();
        IpAddress gateway = Datapath.subnetGateway(address);
        Route toGateway = Route.to(Prefix.host(gateway)).table(table).protocol(PROTOCOL);
        Route toAll = Route.to(Datapath.any(own)).via(gateway).table(table).protocol(PROTOCOL);
        Route connected = Route.to(address.network()).protocol(RTPROT_KERNEL);
        if (own.isV6()) {
            host.sysctl("net/ipv6/conf/" + device + "/disable_ipv6", "0");
        }
        host.address(device, address, RT_SCOPE_UNIVERSE, own.isV6() ? IFA_F_NODAD : 0)
                .route(device, own.isV6() ? toGateway : toGateway.scope(RT_SCOPE_LINK))
                .route(device, toAll)
                .noRoute(
                        device,
                        own.isV6() ? connected : connected.scope(RT_SCOPE_LINK).source(own));
        if (!eni.trunk() && eni.hostsTable() == null) {
            Rule rule = lookup(own.family(), table, FROM_ENI_PRIORITY);
            host.rule(rule.from(Prefix.host(own)));
        }
    }

    private static void describeRules(int family, Node node, NamespaceState.Builder host) {
        if (node.marks()) {
            int mark = node.connmark();
            host.rule(lookup(family, RT_TABLE_MAIN, CONNMARK_PRIORITY).mark(mark, mark));
        }
        if (node.branchEnis() == EnforcingMode.STRICT) {
            describeLateLocal(family, host);
        }
    }

    /** What is for the node itself comes behind the tables of strict branch ENIs. */
    private static void describeLateLocal(int family, NamespaceState.Builder host) {
        Rule local = Rule.lookup(family, RT_TABLE_LOCAL, LOCAL_PRIORITY);
        host.rule(lookup(family, RT_TABLE_LOCAL, STRICT_LOCAL_PRIORITY));
        if (family == AF_INET6) { // neighbour discovery with the router stays
            Rule fromRouter = lookup(family, RT_TABLE_LOCAL, LOCAL_PRIORITY).ipProtocol(ICMPV6);
            host.rule(fromRouter.from(Prefix.host(SUBNET_GATEWAY_V6)));
        }
        host.noRule(local.protocol(RTPROT_KERNEL));
    }

    /** Tells whether a rule for an ENI's own address is neither ours nor of Amazon's daemon. */
    public static boolean isHostsOwn(Rule rule) {
        Integer priority = rule.priority();
        return rule.protocol() != PROTOCOL && (priority == null || priority != FROM_ENI_PRIORITY);
    }

    private static Link up(String name, @Nullable Integer mtu) {
        Link link = Link.named(name).up(true);
        return mtu == null ? link : link.mtu(mtu);
    }

    /** Replies to pods may come in through another ENI than requests went out of. */
    private static void looseReversePath(NamespaceState.Builder host, String device) {
        host.sysctl("net/ipv4/conf/" + device + "/rp_filter", "2");
    }
}
