package io.vethkit.routing;

import static io.vethkit.netlink.route.RtNetlink.RT_SCOPE_LINK;
import static io.vethkit.netlink.route.RtNetlink.RT_SCOPE_UNIVERSE;
import static io.vethkit.netlink.route.RtNetlink.RT_TABLE_MAIN;

import io.vethkit.netlink.route.Route;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/** Routes in the words of ip-route(8), with their device by name, and their comparison. */
final class RouteText {
    private RouteText() {}

    static String of(Route route, @Nullable String device) {
        StringBuilder text = new StringBuilder(60);
        text.append(route.destination().length() == 0 ? "default" : route.destination());
        if (route.gateway() != null) {
            text.append(" via ").append(route.gateway());
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
            text.append(" metric ").append(route.priority());
        }
        text.append(route.onLink() ? " onlink" : "");
        return text.append(" proto ").append(route.protocol()).toString();
    }

    /**
     * Tells whether {@code present} leads where {@code wanted} shall lead, through {@code device}.
     */
    static boolean sameWay(Route present, Route wanted, int device) {
        Integer through = present.device();
        return present.type() == wanted.type()
                && present.scope() == wanted.scope()
                && (through == null ? 0 : through) == device
                && Objects.equals(present.gateway(), wanted.gateway())
                && (wanted.source() == null || wanted.source().equals(present.source()))
                && present.nextHops().equals(wanted.nextHops());
    }
}
