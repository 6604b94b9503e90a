package io.vethkit.podnet;

import static io.vethkit.iptables.Nft.accept;
import static io.vethkit.iptables.Nft.daddr;
import static io.vethkit.iptables.Nft.goTo;
import static io.vethkit.iptables.Nft.snatTo;
import static io.vethkit.iptables.Nft.vmap;

import io.vethkit.iptables.BaseChain;
import io.vethkit.iptables.BaseChain.Hook;
import io.vethkit.iptables.Chain;
import io.vethkit.iptables.DataType;
import io.vethkit.iptables.Element;
import io.vethkit.iptables.Family;
import io.vethkit.iptables.NamedMap;
import io.vethkit.iptables.Payload;
import io.vethkit.iptables.Rule;
import io.vethkit.iptables.Ruleset;
import io.vethkit.iptables.Statement;
import io.vethkit.iptables.Table;
import io.vethkit.iptables.Value;
import io.vethkit.netlink.Prefix;

import java.util.List;

/**
 * The table {@code vethkit-egress}, which translates what pods send by their egress interfaces. A
 * pod is one element of its map, so a packet's way does not grow with the number of pods; the chain
 * it leads to is that of the node's address, which all pods share.
 */
final class EgressRuleset {
    private static final String TABLE = "vethkit-egress";
    private static final String PODS = "pods";
    static final Prefix MULTICAST_V4 = Prefix.parse("224.0.0.0/4");
    static final Prefix MULTICAST_V6 = Prefix.parse("ff00::/8");

    private EgressRuleset() {}

    static Ruleset describe(EgressAttachment pod) {
        boolean isV6 = pod.isV6();
        Chain postrouting =
                Chain.base(
                        "postrouting",
                        BaseChain.Type.NAT,
                        Hook.POSTROUTING,
                        BaseChain.SRCNAT,
                        Rule.of(vmap(isV6 ? Payload.IP6_SADDR : Payload.IP_SADDR, PODS)));
        Statement snat = snatTo(pod.nodeAddress(), pod.snatPorts().flags());
        Chain translation =
                Chain.regular(
                        chain(pod),
                        Rule.of(daddr(isV6 ? MULTICAST_V6 : MULTICAST_V4), accept()),
                        Rule.of(snat));
        Element element =
                Element.of(
                                Value.Addresses.of(Prefix.host(pod.address().address())),
                                goTo(translation.name()))
                        .comment(pod.hostVeth());
        NamedMap pods =
                NamedMap.ofVerdicts(PODS, isV6 ? DataType.IPV6_ADDR : DataType.IPV4_ADDR, element);
        Family family = isV6 ? Family.IP6 : Family.IP;
        return Ruleset.shared(
                Table.of(family, TABLE, List.of(pods), postrouting, translation)
                        .comment("Vethkit"));
    }

    /** Names the chain after what it does; nft reads no colons in names. */
    private static String chain(EgressAttachment pod) {
        String address = pod.nodeAddress().toString().replace(':', '-');
        return "snat-"
                + address
                + switch (pod.snatPorts()) {
                    case PRNG -> "";
                    case HASHRANDOM -> "-hashrandom";
                    case NONE -> "-none";
                };
    }
}
