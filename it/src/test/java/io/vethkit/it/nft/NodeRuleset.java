package io.vethkit.it.nft;

import static io.vethkit.iptables.Nft.*;

import io.vethkit.iptables.AddressType;
import io.vethkit.iptables.BaseChain;
import io.vethkit.iptables.Chain;
import io.vethkit.iptables.CtState;
import io.vethkit.iptables.Family;
import io.vethkit.iptables.NamedSet;
import io.vethkit.iptables.NatFlag;
import io.vethkit.iptables.Rule;
import io.vethkit.iptables.Ruleset;
import io.vethkit.iptables.Table;
import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.Prefix;

import java.util.ArrayList;
import java.util.List;

/** What a node of a VPC needs: marks, and source addresses of its own towards the internet. */
final class NodeRuleset {
    static final IpAddress NODE = IpAddress.parse("10.0.0.4");
    private static final int MARK = 0x80;

    private NodeRuleset() {}

    static Ruleset of(String... exempt) {
        List<Prefix> prefixes = new ArrayList<>();
        for (String prefix : exempt) {
            prefixes.add(Prefix.parse(prefix));
        }
        return of(NamedSet.ofPrefixes("exempt-cidrs", prefixes));
    }

    static Ruleset of(NamedSet exempt) {
        return Ruleset.of(
                Table.of(
                        Family.IP,
                        "aws-cni",
                        List.of(exempt),
                        manglePrerouting(),
                        natPrerouting(),
                        snatMark(),
                        Chain.base(
                                "nat-postrouting",
                                BaseChain.Type.NAT,
                                BaseChain.Hook.POSTROUTING,
                                BaseChain.SRCNAT,
                                Rule.of(jump("AWS-SNAT-CHAIN-0")).comment("AWS SNAT CHAIN")),
                        snat()));
    }

    private static Chain manglePrerouting() {
        return Chain.base(
                "mangle-prerouting",
                BaseChain.Type.FILTER,
                BaseChain.Hook.PREROUTING,
                BaseChain.MANGLE,
                Rule.of(
                                iifname("eth0"),
                                fibDaddrIifType(AddressType.LOCAL),
                                ctMarkSet(ctMark().or(MARK)))
                        .comment("AWS, primary ENI"),
                restore("eni*").comment("AWS, primary ENI"),
                restore("vlan*").comment("AWS, primary ENI"));
    }

    private static Rule restore(String interfaces) {
        return Rule.of(iifname(interfaces), ctMark(MARK, MARK), metaMarkSet(metaMark().or(MARK)));
    }

    private static Chain natPrerouting() {
        return Chain.base(
                "nat-prerouting",
                BaseChain.Type.NAT,
                BaseChain.Hook.PREROUTING,
                -90,
                Rule.of(fibDaddrType(AddressType.LOCAL), returnVerdict()),
                Rule.of(iifname("eni*"), ctState(CtState.NEW), counter(), jump("snat-mark")),
                restore("eni*"));
    }

    private static Chain snatMark() {
        return Chain.regular(
                "snat-mark",
                Rule.of(ipDaddr(in("exempt-cidrs")), counter(), returnVerdict()),
                Rule.of(ctMarkSet(ctMark().or(MARK))));
    }

    private static Chain snat() {
        return Chain.regular(
                "AWS-SNAT-CHAIN-0",
                Rule.of(ipDaddr(in("exempt-cidrs")), returnVerdict()).comment("AWS SNAT CHAIN"),
                Rule.of(
                                not(oifname("vlan*")),
                                not(fibDaddrType(AddressType.LOCAL)),
                                counter(),
                                snatTo(NODE, NatFlag.FULLY_RANDOM))
                        .comment("AWS, SNAT"));
    }
}
