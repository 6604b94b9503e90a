package io.vethkit.podnet;

import static io.vethkit.netlink.route.RtNetlink.RT_SCOPE_LINK;
import static io.vethkit.podnet.Datapath.PROTOCOL;
import static io.vethkit.podnet.Datapath.lookup;

import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.Prefix;
import io.vethkit.netlink.route.Link;
import io.vethkit.netlink.route.LinkKind;
import io.vethkit.netlink.route.Route;
import io.vethkit.netlink.route.Rule;
import io.vethkit.routing.NamespaceState;

import org.jspecify.annotations.Nullable;

/**
 * The host's side of a pod that has an ENI of its own, and with it security groups: a VLAN of the
 * trunk ENI with a table of its own.
 *
 * <p>Strict: whatever comes from the pod or from its VLAN is looked up in that table alone, so that
 * even traffic with the node goes through the VPC. Standard: the pod is routed like any other.
 */
final class BranchEni {
    private BranchEni() {}

    static void describe(
            PodInterface pod, Branch branch, @Nullable String alias, NamespaceState.Builder host) {
        Link vlan =
                Link.named(branch.link())
                        .kind(new LinkKind.Vlan(branch.vlanId()))
                        .mac(branch.mac())
                        .alias(alias)
                        .up(true);
        host.linkOn(branch.trunk(), vlan);
        VethPair.hostSideSysctls(branch.link(), pod.hasV6(), host);
        for (IpAddress gateway : branch.gateways()) {
            Route toGateway =
                    Route.to(Prefix.host(gateway)).table(branch.table()).protocol(PROTOCOL);
            Route toAll = Route.to(Datapath.any(gateway)).via(gateway).table(branch.table());
            host.route(branch.link(), gateway.isV6() ? toGateway : toGateway.scope(RT_SCOPE_LINK))
                    .route(branch.link(), toAll.protocol(PROTOCOL));
        }
        switch (branch.mode()) {
            case STRICT -> describeStrict(pod, branch, host);
            case STANDARD -> SecondaryIp.describe(pod, branch.table(), host);
        }
    }

    private static void describeStrict(
            PodInterface pod, Branch branch, NamespaceState.Builder host) {
        int table = branch.table();
        for (IpAddress address : pod.addresses()) {
            host.route(pod.hostVeth(), SecondaryIp.toPod(address).table(table))
                    .rule(byInterface(address.family(), table, branch.link()))
                    .rule(byInterface(address.family(), table, pod.hostVeth()));
        }
    }

    private static Rule byInterface(int family, int table, String name) {
        return lookup(family, table, Datapath.IIF_PRIORITY).iif(name);
    }
}
