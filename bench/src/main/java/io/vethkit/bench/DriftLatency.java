package io.vethkit.bench;

import static io.vethkit.linux.Socket.AF_INET;
import static io.vethkit.netlink.Netlink.NETLINK_NETFILTER;
import static io.vethkit.netlink.Netlink.NETLINK_ROUTE;
import static io.vethkit.netlink.route.RtNetlink.RT_SCOPE_LINK;

import io.vethkit.iptables.IptablesLegacy;
import io.vethkit.iptables.IptablesNft;
import io.vethkit.iptables.Nftables;
import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.NetlinkSocket;
import io.vethkit.netlink.Prefix;
import io.vethkit.netlink.Request;
import io.vethkit.netlink.route.Address;
import io.vethkit.netlink.route.Addresses;
import io.vethkit.netlink.route.Link;
import io.vethkit.netlink.route.LinkKind;
import io.vethkit.netlink.route.Links;
import io.vethkit.netlink.route.Route;
import io.vethkit.netlink.route.Routes;
import io.vethkit.netlink.route.Rule;
import io.vethkit.netlink.route.Rules;
import io.vethkit.netlink.route.VethPeer;
import io.vethkit.routing.NamespaceState;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * How long a watch takes from the change that somebody makes to the finding, and to the end of its
 * repair, in the network namespace of this process, which must be a new one.
 *
 * <p>The argument is how often each is done. Prints lines of {@code PODS WORK MICROSECONDS
 * MICROSECONDS}, tabs between.
 */
public final class DriftLatency {
    private static final String DEVICE = "eth0";
    private static final Path SYSCTL = Path.of("/proc/sys/net/ipv4/conf/eth0/rp_filter");
    private static final Rule RULE = Rule.lookup(AF_INET, 1001, 100);
    private static final Prefix ADDRESS = Prefix.parse("10.1.0.4/24");
    private static final Route ROUTE =
            Route.to(Prefix.parse("10.9.0.0/16")).scope(RT_SCOPE_LINK).table(1001);

    private final NetlinkSocket socket = NetlinkSocket.open(NETLINK_ROUTE);
    private final int pods;
    private final int device;

    private DriftLatency(int pods) throws IOException {
        this.pods = pods;
        this.device = Objects.requireNonNull(new Links(socket).get(DEVICE).index());
    }

    /** What somebody does to the kernel. */
    @FunctionalInterface
    private interface Interference {
        void run() throws IOException;
    }

    /** Measures all, with no pods and with 500. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int rounds = Integer.parseInt(arguments[0]);
        try (NetlinkSocket socket = NetlinkSocket.open(NETLINK_ROUTE)) {
            Link peer = Link.named("vpc0");
            LinkKind veth = new LinkKind.Veth(new VethPeer(peer, null));
            socket.execute(Links.adding(Link.named(DEVICE).kind(veth)));
            new Links(socket).set(Link.named("vpc0").up(true));
        }
        for (int pods : new int[] {0, 500}) {
            new DriftLatency(pods).measure(rounds);
        }
    }

    private void measure(int rounds) throws IOException, InterruptedException {
        try (WatchedPods watched = new WatchedPods(node(), pods)) {
            for (int i = -rounds / 5; i < rounds; i++) { // the first are not counted
                boolean counts = i >= 0;
                report("rule removed", request(Rules.deleting(RULE)), "rule", watched, counts);
                Request route = Routes.deleting(ROUTE.dev(device));
                report("route removed", request(route), "route", watched, counts);
                Request down = Links.settingDown(Link.named(DEVICE));
                report("route gone with its link", request(down), "route", watched, counts);
                Request address = Addresses.deleting(Address.of(ADDRESS, device));
                report("address removed", request(address), "address", watched, counts);
                Request mtu = Links.setting(Link.named(DEVICE).mtu(1400));
                report("MTU changed", request(mtu), "link", watched, counts);
                report("sysctl written", DriftLatency::writeSysctl, "sysctl", watched, counts);
                report("nftables table deleted", this::deleteTable, "table", watched, counts);
                report("iptables-nft chain deleted", this::deleteNft, "chain", watched, counts);
                report("legacy chain deleted", this::deleteLegacy, "chain", watched, counts);
            }
        }
    }

    private static NamespaceState.Builder node() {
        return NamespaceState.describe()
                .link(Link.named(DEVICE).mtu(1500).up(true))
                .sysctl("net/ipv4/conf/eth0/rp_filter", "2")
                .address(DEVICE, ADDRESS)
                .route(DEVICE, ROUTE)
                .rule(RULE);
    }

    /** Returns what a pod has on the node. */
    static NamespaceState pod(int number) {
        Prefix address = Prefix.host(IpAddress.v4(0x0a640000 + number));
        return NamespaceState.describe()
                .route(DEVICE, Route.to(address).scope(RT_SCOPE_LINK))
                .rule(Rule.lookup(AF_INET, 254, 512).to(address))
                .rule(Rule.lookup(AF_INET, 1001, 1536).from(address))
                .build();
    }

    private Interference request(Request request) {
        return () -> socket.execute(request);
    }

    private static void writeSysctl() throws IOException {
        Files.writeString(SYSCTL, "0");
    }

    private void deleteTable() throws IOException {
        try (NetlinkSocket nft = NetlinkSocket.open(NETLINK_NETFILTER)) {
            new Nftables(nft).remove(WatchedPods.RULESET);
        }
    }

    private void deleteNft() throws IOException {
        try (NetlinkSocket nft = NetlinkSocket.open(NETLINK_NETFILTER)) {
            new IptablesNft(nft).remove(WatchedPods.IPTABLES);
        }
    }

    private void deleteLegacy() throws IOException {
        IptablesLegacy.in(null).remove(WatchedPods.IPTABLES);
    }

    private void report(
            String work, Interference somebody, String object, WatchedPods watched, boolean counts)
            throws IOException, InterruptedException {
        watched.startAgain();
        long start = System.nanoTime();
        somebody.run();
        long found = watched.awaitFinding(object) - start;
        long repaired = watched.awaitRepair(object) - start;
        if (counts) {
            System.out.println(pods + "\t" + work + "\t" + found / 1000 + "\t" + repaired / 1000);
        }
    }
}
