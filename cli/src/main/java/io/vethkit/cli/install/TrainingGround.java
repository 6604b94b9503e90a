package io.vethkit.cli.install;

import io.vethkit.linux.Errno;
import io.vethkit.linux.ErrnoException;
import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.NetlinkSocket;
import io.vethkit.netlink.Prefix;
import io.vethkit.netlink.route.Address;
import io.vethkit.netlink.route.Addresses;
import io.vethkit.netlink.route.Link;
import io.vethkit.netlink.route.LinkKind;
import io.vethkit.netlink.route.Links;
import io.vethkit.netlink.route.Route;
import io.vethkit.netlink.route.Routes;
import io.vethkit.netlink.route.VethPeer;
import io.vethkit.netns.NetworkNamespace;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.concurrent.Callable;

/**
 * A node of throw-away network namespaces: an uplink with the default route, and a pod to attach.
 * Its addresses are those set aside for documentation.
 */
final class TrainingGround {
    /** What pods get. */
    static final String POD_SUBNET = "198.51.100.0/24";

    private static final int NETLINK_ROUTE = 0; // linux/netlink.h
    private static final String UPLINK = "eth0";
    private static final String ROUTER_LINK = "router";
    private static final Prefix UPLINK_ADDRESS = Prefix.parse("192.0.2.10/24");
    private static final IpAddress ROUTER = IpAddress.parse("192.0.2.1");

    private TrainingGround() {}

    /** Something done on the ground. */
    interface Task<T> {
        /**
         * Does it in the node's namespace.
         *
         * @param pod a path to the pod's namespace, for as long as this runs
         */
        T run(String pod) throws IOException;
    }

    /** Tells whether this process may make network namespaces. */
    static boolean isAllowed() throws IOException {
        try {
            NetworkNamespace.createAnonymous().close();
            return true;
        } catch (ErrnoException e) {
            if (e.is(Errno.EPERM)) {
                return false;
            }
            throw e;
        }
    }

    /** Runs {@code task} on a new ground that ends with it. */
    static <T> T run(Task<T> task) throws IOException {
        return NetworkNamespace.callInNew(
                new Callable<T>() {
                    @Override
                    public T call() throws IOException {
                        prepareNode();
                        try (NetworkNamespace pod = NetworkNamespace.createAnonymous()) {
                            return task.run(path(pod));
                        }
                    }
                });
    }

    private static String path(NetworkNamespace namespace) {
        return "/proc/" + ProcessHandle.current().pid() + "/fd/" + namespace.fd().number();
    }

    private static void prepareNode() throws IOException {
        try (NetlinkSocket socket = NetlinkSocket.open(NETLINK_ROUTE)) {
            Links links = new Links(socket);
            links.set(Link.named("lo").up(true));
            VethPeer router = new VethPeer(Link.named(ROUTER_LINK), null);
            links.add(Link.named(UPLINK).kind(new LinkKind.Veth(router)));
            links.set(Link.named(ROUTER_LINK).up(true));
            links.set(Link.named(UPLINK).up(true));
            int index = index(links.find(UPLINK));
            new Addresses(socket).add(Address.of(UPLINK_ADDRESS, index));
            new Routes(socket)
                    .add(Route.to(new Prefix(IpAddress.ANY_V4, 0)).via(ROUTER).dev(index));
        }
    }

    private static int index(@Nullable Link link) throws IOException {
        Integer index = link == null ? null : link.index();
        if (index == null) {
            throw new IOException("the link just made is not there: " + UPLINK);
        }
        return index;
    }
}
