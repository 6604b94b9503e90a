package io.vethkit.cli.install;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

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
 * A node of throw-away network namespaces: a primary and a secondary ENI, and a pod to attach. Its
 * addresses are those set aside for documentation.
 */
final class TrainingGround {
    /** What pods get: addresses of the secondary ENI. */
    static final String POD_SUBNET = "198.51.100.128/25";

    /** The node's own address. */
    static final String NODE_IP = "192.0.2.10";

    private static final int NETLINK_ROUTE = 0; // linux/netlink.h
    private static final String UPLINK = "eth0";
    private static final String SECONDARY = "eth1";
    private static final String SECONDARY_ADDRESS = "198.51.100.10/24";
    private static final Prefix UPLINK_ADDRESS = Prefix.parse(NODE_IP + "/24");
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

    /** Describes the ENIs to the plugin. */
    static void describe(JsonObject node) {
        JsonArray addresses = new JsonArray();
        addresses.add(POD_SUBNET);
        JsonObject eni = new JsonObject();
        eni.addProperty("deviceNumber", 1);
        eni.addProperty("name", SECONDARY);
        eni.addProperty("address", SECONDARY_ADDRESS);
        eni.add("addresses", addresses);
        JsonArray enis = new JsonArray();
        enis.add(eni);
        JsonArray vpc = new JsonArray();
        vpc.add(UPLINK_ADDRESS.network().toString());
        vpc.add(Prefix.parse(SECONDARY_ADDRESS).network().toString());
        node.addProperty("primaryInterface", UPLINK);
        node.add("vpcCidrs", vpc);
        node.add("enis", enis);
    }

    private static void prepareNode() throws IOException {
        try (NetlinkSocket socket = NetlinkSocket.open(NETLINK_ROUTE)) {
            Links links = new Links(socket);
            links.set(Link.named("lo").up(true));
            connect(links, UPLINK);
            connect(links, SECONDARY);
            int index = index(links.find(UPLINK));
            new Addresses(socket).add(Address.of(UPLINK_ADDRESS, index));
            new Routes(socket)
                    .add(Route.to(new Prefix(IpAddress.ANY_V4, 0)).via(ROUTER).dev(index));
        }
    }

    /** Makes an interface that is up, by a cable to nowhere. */
    private static void connect(Links links, String name) throws IOException {
        String end = name + "-end";
        links.add(Link.named(name).kind(new LinkKind.Veth(new VethPeer(Link.named(end), null))));
        links.set(Link.named(end).up(true));
        links.set(Link.named(name).up(true));
    }

    private static int index(@Nullable Link link) throws IOException {
        Integer index = link == null ? null : link.index();
        if (index == null) {
            throw new IOException("the link just made is not there: " + UPLINK);
        }
        return index;
    }
}
