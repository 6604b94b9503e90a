package io.vethkit.cli.demo;

import static io.vethkit.iptables.Nft.counter;
import static io.vethkit.iptables.Nft.dnatTo;
import static io.vethkit.iptables.Nft.fibDaddrType;
import static io.vethkit.iptables.Nft.tcpDport;
import static io.vethkit.netlink.Netlink.NETLINK_NETFILTER;

import io.vethkit.iptables.AddressType;
import io.vethkit.iptables.BaseChain;
import io.vethkit.iptables.Chain;
import io.vethkit.iptables.Family;
import io.vethkit.iptables.Nftables;
import io.vethkit.iptables.Rule;
import io.vethkit.iptables.Ruleset;
import io.vethkit.iptables.Table;
import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.NetlinkSocket;
import io.vethkit.netns.NetworkNamespace;

import java.io.IOException;

/** Stands in for kube-proxy: an nftables table of its own with one NodePort. */
final class KubeProxy implements AutoCloseable {
    static final int NODE_PORT = 30080;

    private final NetworkNamespace node;
    private final Ruleset ruleset;

    private KubeProxy(NetworkNamespace node, Ruleset ruleset) {
        this.node = node;
        this.ruleset = ruleset;
    }

    /** Sends connections to the node port on to {@code pod}. */
    static KubeProxy start(NetworkNamespace node, IpAddress pod, int port) throws IOException {
        Rule rule =
                Rule.of(
                        fibDaddrType(AddressType.LOCAL),
                        tcpDport(NODE_PORT),
                        counter(),
                        dnatTo(pod, port));
        Chain chain =
                Chain.base(
                        "nodeports",
                        BaseChain.Type.NAT,
                        BaseChain.Hook.PREROUTING,
                        BaseChain.DSTNAT,
                        rule.comment("demo: NodePort of a service with one pod"));
        Family family = pod.isV6() ? Family.IP6 : Family.IP;
        KubeProxy proxy =
                new KubeProxy(node, Ruleset.of(Table.of(family, "demo-kube-proxy", chain)));
        try (NetlinkSocket socket = NetlinkSocket.open(NETLINK_NETFILTER, node)) {
            new Nftables(socket).apply(proxy.ruleset);
        }
        return proxy;
    }

    @Override
    public void close() throws IOException {
        try (NetlinkSocket socket = NetlinkSocket.open(NETLINK_NETFILTER, node)) {
            new Nftables(socket).remove(ruleset);
        }
    }
}
