package io.vethkit.it.iptables;

import io.vethkit.iptables.AddressType;
import io.vethkit.iptables.Family;
import io.vethkit.iptables.IptablesChain;
import io.vethkit.iptables.IptablesOwner;
import io.vethkit.iptables.IptablesRule;
import io.vethkit.iptables.IptablesRules;
import io.vethkit.iptables.IptablesTable;
import io.vethkit.iptables.XtMatch.Conntrack;
import io.vethkit.iptables.XtTarget.Connmark;
import io.vethkit.iptables.XtTarget.Reject;
import io.vethkit.iptables.XtTarget.Snat;
import io.vethkit.iptables.XtTarget.Verdict;
import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.Prefix;

import java.util.ArrayList;
import java.util.List;

/** What Amazon's VPC CNI has in the tables of iptables. */
final class AwsRules {
    static final IptablesOwner OWNER =
            new IptablesOwner(
                    List.of("AWS-SNAT-CHAIN-", "AWS-CONNMARK-CHAIN-"),
                    List.of("AWS SNAT CHAIN", "AWS, ", "AWS CONNMARK CHAIN", "Block Node Local"));

    private AwsRules() {}

    static IptablesRules of(String prefix, int mark, String... cidrs) {
        return new IptablesRules(List.of(nat(prefix, mark, cidrs), mangle(prefix, mark), filter()));
    }

    private static IptablesTable nat(String prefix, int mark, String... cidrs) {
        List<IptablesRule> snat = new ArrayList<>();
        List<IptablesRule> connmark = new ArrayList<>();
        for (String cidr : cidrs) {
            IptablesRule leave = IptablesRule.to(Verdict.RETURN).destination(Prefix.parse(cidr));
            snat.add(leave.comment("AWS SNAT CHAIN"));
            connmark.add(leave.comment("AWS CONNMARK CHAIN"));
        }
        IpAddress node = IpAddress.parse("10.0.1.10");
        snat.add(
                IptablesRule.to(new Snat(node, Snat.Ports.RANDOM_FULLY))
                        .notOut("vlan+")
                        .comment("AWS, SNAT")
                        .notDstType(AddressType.LOCAL));
        connmark.add(IptablesRule.to(Connmark.set(mark, mark)).comment("AWS, CONNMARK"));
        return new IptablesTable(
                Family.IP,
                "nat",
                OWNER,
                List.of(
                        IptablesChain.of(
                                "PREROUTING",
                                IptablesRule.jump("AWS-CONNMARK-CHAIN-0")
                                        .in(prefix + "+")
                                        .comment("AWS, outbound connections"),
                                IptablesRule.to(Connmark.restore(mark)).comment("AWS, CONNMARK")),
                        IptablesChain.of(
                                "POSTROUTING",
                                IptablesRule.jump("AWS-SNAT-CHAIN-0").comment("AWS SNAT CHAIN")),
                        new IptablesChain("AWS-CONNMARK-CHAIN-0", connmark),
                        new IptablesChain("AWS-SNAT-CHAIN-0", snat)));
    }

    private static IptablesTable mangle(String prefix, int mark) {
        String comment = "AWS, primary ENI";
        return new IptablesTable(
                Family.IP,
                "mangle",
                OWNER,
                List.of(
                        IptablesChain.of(
                                "PREROUTING",
                                IptablesRule.to(Connmark.set(mark, mark))
                                        .in("eth0")
                                        .comment(comment)
                                        .match(
                                                new io.vethkit.iptables.XtMatch.AddrType(
                                                        AddressType.LOCAL, false, true)),
                                IptablesRule.to(Connmark.restore(mark))
                                        .in(prefix + "+")
                                        .comment(comment),
                                IptablesRule.to(Connmark.restore(mark))
                                        .in("vlan+")
                                        .comment(comment))));
    }

    private static IptablesTable filter() {
        return new IptablesTable(
                Family.IP,
                "filter",
                OWNER,
                List.of(
                        IptablesChain.of(
                                "FORWARD",
                                IptablesRule.to(new Reject(false))
                                        .destination(Prefix.parse("169.254.172.0/22"))
                                        .ctstate(Conntrack.State.NEW)
                                        .comment("Block Node Local Pod access via IPv4")
                                        .atHead())));
    }
}
