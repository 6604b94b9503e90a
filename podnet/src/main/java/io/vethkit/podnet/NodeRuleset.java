package io.vethkit.podnet;

import static io.vethkit.iptables.Nft.counter;
import static io.vethkit.iptables.Nft.ctMark;
import static io.vethkit.iptables.Nft.ctMarkSet;
import static io.vethkit.iptables.Nft.ctState;
import static io.vethkit.iptables.Nft.daddr;
import static io.vethkit.iptables.Nft.fibDaddrIifType;
import static io.vethkit.iptables.Nft.fibDaddrType;
import static io.vethkit.iptables.Nft.iifname;
import static io.vethkit.iptables.Nft.in;
import static io.vethkit.iptables.Nft.ipDaddr;
import static io.vethkit.iptables.Nft.jump;
import static io.vethkit.iptables.Nft.metaMark;
import static io.vethkit.iptables.Nft.metaMarkSet;
import static io.vethkit.iptables.Nft.not;
import static io.vethkit.iptables.Nft.oifname;
import static io.vethkit.iptables.Nft.reject;
import static io.vethkit.iptables.Nft.returnVerdict;
import static io.vethkit.iptables.Nft.snatTo;

import io.vethkit.iptables.AddressType;
import io.vethkit.iptables.BaseChain;
import io.vethkit.iptables.BaseChain.Hook;
import io.vethkit.iptables.Chain;
import io.vethkit.iptables.CtState;
import io.vethkit.iptables.Family;
import io.vethkit.iptables.FilterBackend;
import io.vethkit.iptables.NamedSet;
import io.vethkit.iptables.Rule;
import io.vethkit.iptables.Ruleset;
import io.vethkit.iptables.Statement;
import io.vethkit.iptables.Table;
import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.Prefix;

import java.util.ArrayList;
import java.util.List;

/**
 * The node's nftables tables {@code aws-cni}: which connections use the primary ENI, their SNAT,
 * and that pods do not reach each other by their egress addresses. Names and comments are those of
 * Amazon's VPC CNI. With iptables-nft, only the marking of outbound connections is here, see {@link
 * NodeIptables}. IPv6 is not translated; of it, only connections to node ports are marked.
 *
 * <p>Connections are marked in a filter chain behind {@code dstnat}, not in a nat chain, which the
 * kernel would skip for those that kube-proxy has translated; and marks are restored bit by bit, so
 * that others' bits stay.
 */
final class NodeRuleset {
    private static final String EXEMPT = "exempt-cidrs";
    private static final String SNAT_MARK = "snat-mark";
    private static final String SNAT_CHAIN = "AWS-SNAT-CHAIN-0";
    private static final String PRIMARY_ENI = "AWS, primary ENI";
    private static final String CONNMARK = "AWS, CONNMARK";
    private static final String VLANS = "vlan*";
    private static final int BEHIND_DSTNAT = BaseChain.DSTNAT + 10;

    private NodeRuleset() {}

    static Ruleset describe(Node node) {
        List<Table> tables = new ArrayList<>();
        addIfAny(tables, Family.IP, sets(node), ipChains(node));
        addIfAny(tables, Family.IP6, List.of(), ip6Chains(node));
        return new Ruleset(tables);
    }

    private static void addIfAny(
            List<Table> tables, Family family, List<NamedSet> sets, List<Chain> chains) {
        if (!chains.isEmpty()) {
            tables.add(new Table(family, "aws-cni", List.of(), sets, List.of(), chains, "Vethkit"));
        }
    }

    private static List<NamedSet> sets(Node node) {
        return node.translates() && node.filterBackend() != FilterBackend.IPTABLES_LEGACY
                ? List.of(NamedSet.ofPrefixes(EXEMPT, node.exemptCidrs()))
                : List.of();
    }

    private static List<Chain> ipChains(Node node) {
        return switch (node.filterBackend()) {
            case NFTABLES -> allIpChains(node);
            case IPTABLES_NFT ->
                    node.translates() ? List.of(natPrerouting(node), snatMark(node)) : List.of();
            case IPTABLES_LEGACY -> List.of();
        };
    }

    private static List<Chain> allIpChains(Node node) {
        List<Chain> chains = new ArrayList<>();
        if (node.ipv4() && node.marks()) {
            chains.add(manglePrerouting(node));
        }
        Prefix address = node.primaryAddress();
        if (address != null && !node.externalSnat()) {
            chains.add(natPrerouting(node));
            chains.add(snatMark(node));
            chains.add(
                    Chain.base(
                            "nat-postrouting",
                            BaseChain.Type.NAT,
                            Hook.POSTROUTING,
                            BaseChain.SRCNAT,
                            Rule.of(jump(SNAT_CHAIN)).comment("AWS SNAT CHAIN")));
            chains.add(snatChain(node, address.address()));
        }
        if (node.egress() && !node.ipv4()) {
            chains.add(block(EgressCidrs.V4, "IPv4"));
        }
        return chains;
    }

    private static List<Chain> ip6Chains(Node node) {
        List<Chain> chains = new ArrayList<>();
        if (node.filterBackend() != FilterBackend.NFTABLES) {
            return chains;
        }
        if (node.ipv6() && node.nodePort()) {
            chains.add(manglePrerouting(node));
        }
        if (node.egress() && !node.ipv6()) {
            chains.add(block(EgressCidrs.V6, "IPv6"));
        }
        return chains;
    }

    /** Addresses of egress interfaces are for connections that leave the node. */
    private static Chain block(Prefix addresses, String family) {
        Rule rule = Rule.of(daddr(addresses), ctState(CtState.NEW), reject());
        return Chain.base(
                "filter-forward",
                BaseChain.Type.FILTER,
                Hook.FORWARD,
                BaseChain.FILTER,
                rule.comment("Block Node Local Pod access via " + family));
    }

    /** Marked connections use the primary ENI in every packet; those to node ports are marked. */
    private static Chain manglePrerouting(Node node) {
        int mark = node.connmark();
        List<Rule> rules = new ArrayList<>();
        if (node.nodePort()) {
            rules.add(
                    Rule.of(
                                    iifname(node.primaryInterface()),
                                    fibDaddrIifType(AddressType.LOCAL),
                                    ctMarkSet(ctMark().or(mark)))
                            .comment(PRIMARY_ENI));
        }
        rules.add(restoreMark(pods(node), mark).comment(PRIMARY_ENI));
        if (node.nodePort()) {
            rules.add(restoreMark(VLANS, mark).comment(PRIMARY_ENI));
        }
        return Chain.base(
                        "mangle-prerouting",
                        BaseChain.Type.FILTER,
                        Hook.PREROUTING,
                        BaseChain.MANGLE)
                .rules(rules);
    }

    private static Rule restoreMark(String interfaces, int mark) {
        return Rule.of(iifname(interfaces), ctMark(mark, mark), metaMarkSet(metaMark().or(mark)));
    }

    /** New connections from pods to elsewhere than the VPC are marked. */
    private static Chain natPrerouting(Node node) {
        Rule mark = Rule.of(iifname(pods(node)), ctState(CtState.NEW), counter(), jump(SNAT_MARK));
        return Chain.base(
                "nat-prerouting",
                BaseChain.Type.FILTER,
                Hook.PREROUTING,
                BEHIND_DSTNAT,
                Rule.of(fibDaddrType(AddressType.LOCAL), returnVerdict()),
                mark.comment("AWS, outbound connections"),
                restoreMark(pods(node), node.connmark()).comment(CONNMARK));
    }

    private static Chain snatMark(Node node) {
        return Chain.regular(
                SNAT_MARK,
                Rule.of(ipDaddr(in(EXEMPT)), counter(), returnVerdict())
                        .comment("AWS CONNMARK CHAIN"),
                Rule.of(counter(), ctMarkSet(ctMark().or(node.connmark()))).comment(CONNMARK));
    }

    private static Chain snatChain(Node node, IpAddress primary) {
        Statement snat = snatTo(primary, node.snatPorts().flags());
        return Chain.regular(
                SNAT_CHAIN,
                Rule.of(ipDaddr(in(EXEMPT)), returnVerdict()).comment("AWS SNAT CHAIN"),
                Rule.of(not(oifname(VLANS)), not(fibDaddrType(AddressType.LOCAL)), counter(), snat)
                        .comment("AWS, SNAT"));
    }

    private static String pods(Node node) {
        return node.vethPrefix() + "*";
    }
}
