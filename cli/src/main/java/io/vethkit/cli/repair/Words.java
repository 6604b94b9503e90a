package io.vethkit.cli.repair;

import io.vethkit.netlink.route.Link;
import io.vethkit.netlink.route.LinkKind;
import io.vethkit.netlink.route.Route;
import io.vethkit.netlink.route.Rule;
import io.vethkit.routing.AbsentRoute;
import io.vethkit.routing.AbsentRule;
import io.vethkit.routing.Desired;
import io.vethkit.routing.DesiredAddress;
import io.vethkit.routing.DesiredLink;
import io.vethkit.routing.DesiredNeighbour;
import io.vethkit.routing.DesiredRoute;
import io.vethkit.routing.DesiredRule;
import io.vethkit.routing.DesiredSysctl;

/** What objects of a description are for, in a sentence. */
final class Words {
    private Words() {}

    static String of(Desired object) {
        return switch (object) {
            case DesiredLink link -> of(link.link());
            case DesiredSysctl sysctl -> ofSysctl(sysctl.key(), sysctl.value());
            case DesiredAddress address -> "an address of " + address.device();
            case DesiredNeighbour neighbour ->
                    neighbour.address() + " is nowhere: its MAC is that of the other end";
            case DesiredRoute route -> of(route);
            case AbsentRoute route ->
                    "the kernel makes it with the address; it would pass the gateway by";
            case DesiredRule rule -> of(rule.rule());
            case AbsentRule rule -> "the kernel's own, which would come before the rules of pods";
        };
    }

    private static String of(Link link) {
        return switch (link.kind()) {
            case null -> link.name() + " is there already and must be up";
            case LinkKind.Veth _ -> "a cable between the node and the pod";
            case LinkKind.Vlan _ -> "the pod's own ENI, a VLAN of the trunk ENI";
            default -> "a link";
        };
    }

    private static String ofSysctl(String key, String value) {
        return switch (key.substring(key.lastIndexOf('/') + 1)) {
            case "ip_forward", "forwarding" ->
                    value.equals("0") ? "no router of IPv6 by itself" : "the node forwards packets";
            case "accept_redirects" -> "as on a link that does not forward";
            case "rp_filter" -> "replies may come in by another link than requests went out by";
            case "accept_ra" ->
                    value.equals("0")
                            ? "no router may change this link"
                            : "routers are heard, though the node forwards";
            case "disable_ipv6" ->
                    value.equals("0") ? "IPv6 is on" : "no IPv6 addresses are made up here";
            case "proxy_arp" -> "the node answers ARP for others";
            case "tcp_early_demux" -> "replies to the node's probes are routed like all else";
            case "accept_dad", "dad_transmits" -> "addresses are usable at once";
            case "addr_gen_mode" -> "the kernel makes up no link-local address";
            default -> "a kernel parameter";
        };
    }

    private static String of(DesiredRoute desired) {
        Route route = desired.route();
        if (route.destination().length() == 0) {
            return "all else goes to the gateway" + inTable(route.table());
        }
        return route.gateway() == null
                ? "reached directly by " + desired.device() + inTable(route.table())
                : "reached by the gateway" + inTable(route.table());
    }

    private static String inTable(int table) {
        return table == 254 ? "" : ", in table " + Integer.toUnsignedString(table);
    }

    private static String of(Rule rule) {
        Integer priority = rule.priority();
        return switch (priority == null ? -1 : priority) {
            case 10 -> "what comes from this link is routed by the branch ENI's own table";
            case 20 -> "the kernel's rule for local addresses, behind those of branch ENIs";
            case 512 -> "packets to the pod find its cable, whatever ENI they came by";
            case 1024 -> "marked connections leave by the primary ENI, by which they came";
            case 1535 -> "pods on other ENIs reach these services by the primary one";
            case 1536 -> "packets from the pod leave by the ENI that its address is of";
            case 32765 -> "packets from the ENI's own address leave by it";
            default -> "which table routes what";
        };
    }
}
