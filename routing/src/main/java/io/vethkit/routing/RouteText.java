package io.vethkit.routing;

import static io.vethkit.linux.Socket.AF_INET6;
import static io.vethkit.netlink.route.RtNetlink.RTN_UNICAST;
import static io.vethkit.netlink.route.RtNetlink.RT_SCOPE_LINK;
import static io.vethkit.netlink.route.RtNetlink.RT_SCOPE_UNIVERSE;
import static io.vethkit.netlink.route.RtNetlink.RT_TABLE_MAIN;

import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.route.NextHop;
import io.vethkit.netlink.route.Route;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/** Routes in the words of ip-route(8), with their device by name, and their comparison. */
final class RouteText {
    private RouteText() {}

    static String of(Route route, @Nullable String device) {
        StringBuilder text = new StringBuilder(60);
        text.append(route.type() == RTN_UNICAST ? "" : route.typeText() + " ");
        text.append(route.destination().length() == 0 ? "default" : route.destination());
        IpAddress gateway = route.gateway();
        if (gateway != null) {
            boolean foreign = gateway.family() != route.family();
            text.append(foreign ? " via inet6 " : " via ").append(gateway);
        }
        if (device != null) {
            text.append(" dev ").append(device);
        }
        if (route.table() != RT_TABLE_MAIN) {
            text.append(" table ").append(Integer.toUnsignedString(route.table()));
        }
        if (route.scope() == RT_SCOPE_LINK) {
            text.append(" scope link");
        } else if (route.scope() != RT_SCOPE_UNIVERSE) {
            text.append(" scope ").append(route.scope());
        }
        if (route.source() != null) {
            text.append(" src ").append(route.source());
        }
        if (route.priority() != null) {
            text.append(" metric ").append(Integer.toUnsignedString(route.priority()));
        }
        text.append(route.onLink() ? " onlink" : "").append(" proto ").append(route.protocol());
        String metrics = route.metrics().toString();
        text.append(metrics.isEmpty() ? "" : " ").append(metrics);
        for (NextHop hop : route.nextHops()) {
            text.append(' ').append(hop);
        }
        return text.toString();
    }

    static String command(String verb, Route route, @Nullable String device) {
        String ip = route.family() == AF_INET6 ? "ip -6 route " : "ip route ";
        return ip + verb + " " + of(route, device);
    }

    /**
     * Tells whether {@code present} leads where {@code wanted} shall lead, through {@code device}.
     */
    static boolean sameWay(Route present, Route wanted, int device) {
        Integer through = present.device();
        return present.type() == wanted.type()
                && (present.scope() == wanted.scope() || wanted.family() == AF_INET6)
                && (through == null ? 0 : through) == device
                && Objects.equals(present.gateway(), wanted.gateway())
                && (wanted.source() == null || wanted.source().equals(present.source()))
                && (wanted.priority() == null || wanted.priority().equals(present.priority()))
                && Objects.equals(present.metrics().mtu(), wanted.metrics().mtu())
                && Objects.equals(present.metrics().advmss(), wanted.metrics().advmss())
                && present.nextHops().equals(wanted.nextHops());
    }
}
