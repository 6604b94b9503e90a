package io.vethkit.podnet;

import static io.vethkit.netlink.route.RtNetlink.RTPROT_KERNEL;
import static io.vethkit.netlink.route.RtNetlink.RT_SCOPE_LINK;
import static io.vethkit.netlink.route.RtNetlink.RT_TABLE_MAIN;
import static io.vethkit.podnet.Datapath.ANY;
import static io.vethkit.podnet.Datapath.CONNMARK_PRIORITY;
import static io.vethkit.podnet.Datapath.EXTERNAL_SERVICE_PRIORITY;
import static io.vethkit.podnet.Datapath.FROM_ENI_PRIORITY;
import static io.vethkit.podnet.Datapath.PROTOCOL;
import static io.vethkit.podnet.Datapath.lookup;

import io.vethkit.netlink.Prefix;
import io.vethkit.netlink.route.Link;
import io.vethkit.netlink.route.Route;
import io.vethkit.routing.NamespaceState;

import org.jspecify.annotations.Nullable;

/** What a node needs before pods: its ENIs' routes, the rules for marked connections, and SNAT. */
public final class NodeSetUp {
    private NodeSetUp() {}

    /** Describes the networking of {@code node} itself. */
    public static DesiredState describe(Node node) {
        NamespaceState.Builder host = NamespaceState.describe();
        host.link(up(node.primaryInterface(), node.mtu()));
        host.sysctl("net/ipv4/ip_forward", "1");
        looseReversePath(host, node.primaryInterface());
        for (Eni eni : node.enis()) {
            describe(eni, host);
        }
        if (node.nodePort() || !node.externalSnat()) {
            int mark = node.connmark();
            host.rule(lookup(RT_TABLE_MAIN, CONNMARK_PRIORITY).mark(mark, mark));
        }
        for (Prefix cidr : node.externalServiceCidrs()) {
            host.rule(lookup(RT_TABLE_MAIN, EXTERNAL_SERVICE_PRIORITY).to(cidr.network()));
        }
        return new DesiredState(host.build(), null, NodeRuleset.describe(node));
    }

    /** A secondary ENI: its table holds the subnet's router and a default route through it. */
    private static void describe(Eni eni, NamespaceState.Builder host) {
        String device = eni.name();
        int table = eni.table();
        Route toGateway = Route.to(Prefix.host(eni.gateway())).scope(RT_SCOPE_LINK).table(table);
        Route toAll = Route.to(ANY).via(eni.gateway()).table(table);
        Route connected =
                Route.to(eni.address().network())
                        .scope(RT_SCOPE_LINK)
                        .source(eni.address().address())
                        .protocol(RTPROT_KERNEL);
        host.link(up(device, eni.mtu()));
        looseReversePath(host, device);
        host.address(device, eni.address())
                .route(device, toGateway.protocol(PROTOCOL))
                .route(device, toAll.protocol(PROTOCOL))
                .noRoute(device, connected)
                .rule(lookup(table, FROM_ENI_PRIORITY).from(Prefix.host(eni.address().address())));
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
