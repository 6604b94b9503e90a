package io.vethkit.podnet;

import io.vethkit.iptables.Family;
import io.vethkit.iptables.FilterBackend;
import io.vethkit.iptables.HostRules;
import io.vethkit.iptables.IptablesChain;
import io.vethkit.iptables.IptablesOwner;
import io.vethkit.iptables.IptablesRule;
import io.vethkit.iptables.IptablesRules;
import io.vethkit.iptables.IptablesTable;
import io.vethkit.iptables.XtTarget.Snat;
import io.vethkit.iptables.XtTarget.Verdict;
import io.vethkit.netlink.Prefix;

import java.util.List;

/**
 * A pod's SNAT in the tables of iptables, as Amazon's egress-cni has it: a chain of its own, known
 * by its name, and a rule that leads there.
 */
final class EgressIptables {
    private EgressIptables() {}

    static List<HostRules> describe(EgressAttachment pod) {
        String chain = EgressChain.name(pod.network(), pod.containerId(), pod.isV6());
        String comment = EgressChain.comment(pod.network(), pod.containerId());
        Prefix groups = pod.isV6() ? EgressRuleset.MULTICAST_V6 : EgressRuleset.MULTICAST_V4;
        Snat snat = new Snat(pod.nodeAddress(), pod.snatPorts().iptables());
        IptablesTable table =
                table(
                        pod.isV6(),
                        chain,
                        IptablesChain.of(
                                "POSTROUTING",
                                IptablesRule.jump(chain)
                                        .source(Prefix.host(pod.address().address()))
                                        .comment(comment)),
                        IptablesChain.of(
                                chain,
                                IptablesRule.to(Verdict.ACCEPT)
                                        .destination(groups)
                                        .comment(comment),
                                IptablesRule.to(snat).comment(comment)));
        return List.of(new HostRules(pod.filterBackend(), IptablesRules.of(table)));
    }

    /** Describes tables of either sort that have nothing of a container's, of either family. */
    static List<HostRules> ofAny(String network, String containerId) {
        IptablesRules none =
                IptablesRules.of(
                        table(false, EgressChain.name(network, containerId, false)),
                        table(true, EgressChain.name(network, containerId, true)));
        return List.of(
                new HostRules(FilterBackend.IPTABLES_NFT, none),
                new HostRules(FilterBackend.IPTABLES_LEGACY, none));
    }

    private static IptablesTable table(boolean isV6, String chain, IptablesChain... chains) {
        IptablesOwner owner = new IptablesOwner(List.of(chain), List.of());
        return new IptablesTable(isV6 ? Family.IP6 : Family.IP, "nat", owner, List.of(chains));
    }
}
