package io.vethkit.podnet;

import io.vethkit.iptables.AddressType;
import io.vethkit.iptables.Family;
import io.vethkit.iptables.FilterBackend;
import io.vethkit.iptables.HostRules;
import io.vethkit.iptables.IptablesChain;
import io.vethkit.iptables.IptablesOwner;
import io.vethkit.iptables.IptablesRule;
import io.vethkit.iptables.IptablesRules;
import io.vethkit.iptables.IptablesTable;
import io.vethkit.iptables.XtMatch;
import io.vethkit.iptables.XtTarget.Connmark;
import io.vethkit.iptables.XtTarget.Reject;
import io.vethkit.iptables.XtTarget.Snat;
import io.vethkit.iptables.XtTarget.Verdict;
import io.vethkit.netlink.Prefix;

import java.util.ArrayList;
import java.util.List;

/**
 * The node's rules in the tables of iptables, with the chains and comments of Amazon's VPC CNI; in
 * the tables that are not used, that none of them is left.
 *
 * <p>With iptables-nft, outbound connections are marked by the table {@code ip aws-cni}, see {@link
 * NodeRuleset}, as by Amazon's daemon. Legacy tables have no place behind all translation and in
 * front of routing: connections that kube-proxy has translated are marked when their first packet
 * is forwarded, which is routed without the mark.
 */
final class NodeIptables {
    private static final String SNAT_CHAIN = "AWS-SNAT-CHAIN-0";
    private static final String CONNMARK_CHAIN = "AWS-CONNMARK-CHAIN-0";
    private static final String PRIMARY_ENI = "AWS, primary ENI";
    private static final String CONNMARK = "AWS, CONNMARK";
    private static final String OUTBOUND = "AWS, outbound connections";
    private static final String VLANS = "vlan+";

    /** Chains and comments of old versions of Amazon's included. */
    private static final IptablesOwner OWNER =
            new IptablesOwner(
                    List.of("AWS-SNAT-CHAIN-", "AWS-CONNMARK-CHAIN-"),
                    List.of(
                            "AWS SNAT CHAIN",
                            "AWS, SNAT",
                            "AWS CONNMARK CHAIN",
                            CONNMARK,
                            OUTBOUND,
                            PRIMARY_ENI,
                            "Block Node Local Pod access via IPv"));

    private NodeIptables() {}

    static List<HostRules> describe(Node node) {
        return List.of(
                describe(FilterBackend.IPTABLES_NFT, node),
                describe(FilterBackend.IPTABLES_LEGACY, node));
    }

    private static HostRules describe(FilterBackend backend, Node node) {
        boolean used = node.filterBackend() == backend;
        boolean legacy = backend == FilterBackend.IPTABLES_LEGACY;
        List<IptablesTable> tables = new ArrayList<>();
        tables.add(table(Family.IP, "mangle", used ? mangle(node, legacy) : List.of()));
        tables.add(table(Family.IP, "nat", used ? nat(node, legacy) : List.of()));
        if (node.ipv6()) {
            boolean marks = used && node.nodePort();
            tables.add(table(Family.IP6, "mangle", marks ? marks(node) : List.of()));
        }
        if (node.egress()) {
            boolean v4 = used && !node.ipv4();
            boolean v6 = used && !node.ipv6();
            tables.add(table(Family.IP, "filter", v4 ? block(EgressCidrs.V4) : List.of()));
            tables.add(table(Family.IP6, "filter", v6 ? block(EgressCidrs.V6) : List.of()));
        }
        return new HostRules(backend, new IptablesRules(tables));
    }

    private static IptablesTable table(Family family, String name, List<IptablesChain> chains) {
        return new IptablesTable(family, name, OWNER, chains);
    }

    private static List<IptablesChain> mangle(Node node, boolean legacy) {
        List<IptablesChain> chains = new ArrayList<>();
        if (node.ipv4() && node.marks()) {
            chains.addAll(marks(node));
        }
        if (legacy && node.translates()) {
            IptablesRule translated =
                    IptablesRule.jump(CONNMARK_CHAIN)
                            .in(pods(node))
                            .ctstate(XtMatch.Conntrack.State.NEW)
                            .ctstate(XtMatch.Conntrack.State.DNAT)
                            .comment(OUTBOUND);
            chains.add(IptablesChain.of("FORWARD", translated));
            chains.add(connmarkChain(node));
        }
        return chains;
    }

    /** Marked connections use the primary ENI in every packet; those to node ports are marked. */
    private static List<IptablesChain> marks(Node node) {
        int mark = node.connmark();
        List<IptablesRule> rules = new ArrayList<>();
        if (node.nodePort()) {
            rules.add(
                    IptablesRule.to(Connmark.set(mark, mark))
                            .in(node.primaryInterface())
                            .comment(PRIMARY_ENI)
                            .match(new XtMatch.AddrType(AddressType.LOCAL, false, true)));
        }
        IptablesRule restore = IptablesRule.to(Connmark.restore(mark)).comment(PRIMARY_ENI);
        rules.add(restore.in(pods(node)));
        if (node.nodePort()) {
            rules.add(restore.in(VLANS));
        }
        return List.of(new IptablesChain("PREROUTING", rules));
    }

    private static List<IptablesChain> nat(Node node, boolean legacy) {
        List<IptablesChain> chains = new ArrayList<>();
        Prefix address = node.primaryAddress();
        if (address == null || node.externalSnat()) {
            return chains;
        }
        if (legacy) {
            chains.add(
                    IptablesChain.of(
                            "PREROUTING",
                            IptablesRule.jump(CONNMARK_CHAIN).in(pods(node)).comment(OUTBOUND),
                            IptablesRule.to(Connmark.restore(node.connmark())).comment(CONNMARK)));
            chains.add(connmarkChain(node));
        }
        chains.add(
                IptablesChain.of(
                        "POSTROUTING", IptablesRule.jump(SNAT_CHAIN).comment("AWS SNAT CHAIN")));
        List<IptablesRule> snat = exemptions(node, "AWS SNAT CHAIN");
        snat.add(
                IptablesRule.to(new Snat(address.address(), node.snatPorts().iptables()))
                        .notOut(VLANS)
                        .comment("AWS, SNAT")
                        .notDstType(AddressType.LOCAL));
        chains.add(new IptablesChain(SNAT_CHAIN, snat));
        return chains;
    }

    private static IptablesChain connmarkChain(Node node) {
        int mark = node.connmark();
        List<IptablesRule> rules = exemptions(node, "AWS CONNMARK CHAIN");
        rules.add(IptablesRule.to(Connmark.set(mark, mark)).comment(CONNMARK));
        return new IptablesChain(CONNMARK_CHAIN, rules);
    }

    /** In Amazon's order, which inserts each in front of those before. */
    private static List<IptablesRule> exemptions(Node node, String comment) {
        List<IptablesRule> rules = new ArrayList<>();
        for (int i = node.exemptCidrs().size() - 1; i >= 0; i--) {
            Prefix cidr = node.exemptCidrs().get(i);
            rules.add(IptablesRule.to(Verdict.RETURN).destination(cidr).comment(comment));
        }
        return rules;
    }

    /** Addresses of egress interfaces are for connections that leave the node. */
    private static List<IptablesChain> block(Prefix addresses) {
        boolean v6 = addresses.address().isV6();
        IptablesRule rule =
                IptablesRule.to(new Reject(v6))
                        .destination(addresses)
                        .ctstate(XtMatch.Conntrack.State.NEW)
                        .comment("Block Node Local Pod access via " + (v6 ? "IPv6" : "IPv4"))
                        .atHead();
        return List.of(IptablesChain.of("FORWARD", rule));
    }

    private static String pods(Node node) {
        return node.vethPrefix() + "+";
    }
}
