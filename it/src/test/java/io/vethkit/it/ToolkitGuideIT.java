package io.vethkit.it;

import static io.vethkit.iptables.Nft.counter;
import static io.vethkit.iptables.Nft.in;
import static io.vethkit.iptables.Nft.ipDaddr;
import static io.vethkit.iptables.Nft.masquerade;
import static io.vethkit.iptables.Nft.oifname;
import static io.vethkit.iptables.Nft.returnVerdict;
import static io.vethkit.linux.Socket.AF_INET;
import static io.vethkit.netlink.Netlink.NETLINK_NETFILTER;
import static io.vethkit.netlink.Netlink.NETLINK_ROUTE;
import static io.vethkit.netlink.route.RtNetlink.RT_SCOPE_LINK;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vethkit.iptables.BaseChain;
import io.vethkit.iptables.Chain;
import io.vethkit.iptables.Family;
import io.vethkit.iptables.Iptables;
import io.vethkit.iptables.IptablesChain;
import io.vethkit.iptables.IptablesNft;
import io.vethkit.iptables.IptablesOwner;
import io.vethkit.iptables.IptablesRule;
import io.vethkit.iptables.IptablesRules;
import io.vethkit.iptables.IptablesTable;
import io.vethkit.iptables.NamedSet;
import io.vethkit.iptables.Nftables;
import io.vethkit.iptables.Ruleset;
import io.vethkit.iptables.Table;
import io.vethkit.iptables.XtTarget.Snat;
import io.vethkit.iptables.XtTarget.Snat.Ports;
import io.vethkit.iptables.XtTarget.Verdict;
import io.vethkit.netlink.Batch;
import io.vethkit.netlink.BatchResult;
import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.NetlinkSocket;
import io.vethkit.netlink.Prefix;
import io.vethkit.netlink.route.Link;
import io.vethkit.netlink.route.LinkKind;
import io.vethkit.netlink.route.Links;
import io.vethkit.netlink.route.Route;
import io.vethkit.netlink.route.Routes;
import io.vethkit.netlink.route.Rule;
import io.vethkit.netlink.route.VethPeer;
import io.vethkit.netns.NetworkNamespace;
import io.vethkit.routing.Applier;
import io.vethkit.routing.Differ;
import io.vethkit.routing.Difference;
import io.vethkit.routing.Keeper;
import io.vethkit.routing.NamespaceHandle;
import io.vethkit.routing.NamespaceState;
import io.vethkit.routing.Namespaces;
import io.vethkit.routing.Part;
import io.vethkit.routing.Remover;
import io.vethkit.routing.Repairer;
import io.vethkit.routing.WatchListener;
import io.vethkit.routing.Watcher;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The programs of docs/toolkit.md, run. */
@ExtendWith(ThrowawayNetns.class)
class ToolkitGuideIT {
    private static final Path ROOT = Path.of(System.getProperty("vethkit.root", ".."));

    @Test
    void holdsEachProgramOfTheGuide() throws IOException {
        String guide = Files.readString(ROOT.resolve("docs/toolkit.md"));
        Path source = Path.of("it/src/test/java/io/vethkit/it/ToolkitGuideIT.java");
        String code = words(Files.readString(ROOT.resolve(source)));

        Matcher programs = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(guide);

        int found = 0;
        while (programs.find()) {
            assertTrue(code.contains(words(programs.group(1))), programs.group(1));
            found++;
        }
        assertEquals(7, found);
    }

    /** Makes iptables' Rule, which has the name of routing's, look as in the guide. */
    private static String words(String code) {
        return code.replaceAll("//[^\n]*", "")
                .replace("io.vethkit.iptables.Rule.of", "Rule.of")
                .replaceAll("\\s+", "");
    }

    @Test
    void asksAndChanges() throws IOException {
        try (NetlinkSocket socket = NetlinkSocket.open(NETLINK_ROUTE)) {
            Links links = new Links(socket);
            links.add(Link.named("br0").kind(new LinkKind.Bridge()).mtu(1400));
            links.set(Link.named("br0").up(true));
            for (Link link : links.list()) {
                System.out.println(link);
            }
        }

        assertTrue(Tool.ip("link", "show", "br0").contains("mtu 1400"));
    }

    @Test
    void doesManyAtOnce() throws IOException {
        try (NetlinkSocket socket = NetlinkSocket.open(NETLINK_ROUTE)) {
            new Links(socket).set(Link.named("lo").up(true));
            int device = 1;
            Batch batch = socket.batch();
            for (int i = 0; i < 1000; i++) {
                Prefix destination = Prefix.host(IpAddress.parse("10.9.0.0").plus(i));
                batch.add(Routes.adding(Route.to(destination).dev(device).scope(RT_SCOPE_LINK)));
            }
            BatchResult result = batch.execute();
            result.throwFirstError();
        }

        assertEquals(1000, Tool.ip("route").lines().count());
    }

    @Test
    void worksInAnotherNamespace() throws IOException {
        try (NetlinkSocket socket = NetlinkSocket.open(NETLINK_ROUTE)) {
            try (NetworkNamespace pod = NetworkNamespace.create("blue");
                    NetlinkSocket inside = NetlinkSocket.open(NETLINK_ROUTE, pod)) {
                Link peer = Link.named("eth0");
                new Links(socket)
                        .add(
                                Link.named("blue0")
                                        .kind(new LinkKind.Veth(new VethPeer(peer, pod.fd()))));
                new Links(inside).set(Link.named("eth0").up(true));
            }
            assertTrue(Tool.ip("-n", "blue", "link", "show", "eth0").contains("UP"));
        } finally {
            NetworkNamespace.delete("blue");
        }
    }

    @Test
    void reachesADesiredState() throws IOException {
        NamespaceState state =
                NamespaceState.describe()
                        .link(Link.named("br1").kind(new LinkKind.Bridge()).up(true))
                        .sysctl("net/ipv4/ip_forward", "1")
                        .address("br1", Prefix.parse("10.1.0.1/24"))
                        .route("br1", Route.to(Prefix.parse("10.2.0.0/16")).table(1001))
                        .rule(Rule.lookup(AF_INET, 1001, 100).from(Prefix.parse("10.1.0.0/24")))
                        .build();
        try (NamespaceHandle here = NamespaceHandle.here()) {
            System.out.println(Differ.diff(state, here)); // [link br1 is missing, …]
            Applier applier = new Applier();
            try {
                applier.apply(state, here, Namespaces.NONE);
            } catch (IOException e) {
                applier.rollBack(e);
                throw e;
            }
            Remover.remove(state, here);
        }

        assertEquals("", Tool.ip("link", "show", "type", "bridge"));
    }

    @Test
    void keepsADesiredState() throws IOException {
        NamespaceState state =
                NamespaceState.describe()
                        .link(Link.named("br1").kind(new LinkKind.Bridge()).up(true))
                        .build();
        EndsWhenRepaired listener = new EndsWhenRepaired();
        try {
            try (NamespaceHandle here = NamespaceHandle.here();
                    Watcher watcher =
                            Watcher.open(here, listener, Keeper.ALONE, new Repairer(listener))) {
                watcher.describe(List.of(new Part("mine", state))); // any thread, at any time
                watcher.run(); // until a thread calls watcher.stop()
            }
        } catch (IllegalStateException e) {
            assertEquals("repaired", e.getMessage());
        }

        assertTrue(Tool.ip("link", "show", "br1").contains("UP"));
    }

    private static final class EndsWhenRepaired implements WatchListener {
        @Override
        public void differs(String part, Difference difference) {}

        @Override
        public void isAsDescribed(String part, Difference difference) {}

        @Override
        public void repaired(String part, Difference difference) {
            throw new IllegalStateException("repaired");
        }
    }

    @Test
    void filtersPackets() throws IOException {
        Ruleset ruleset =
                Ruleset.of(
                        Table.of(
                                Family.IP,
                                "blue",
                                List.of(
                                        NamedSet.ofPrefixes(
                                                "local", List.of(Prefix.parse("10.0.0.0/8")))),
                                Chain.base(
                                        "postrouting",
                                        BaseChain.Type.NAT,
                                        BaseChain.Hook.POSTROUTING,
                                        BaseChain.SRCNAT,
                                        io.vethkit.iptables.Rule.of(
                                                ipDaddr(in("local")), returnVerdict()),
                                        io.vethkit.iptables.Rule.of(
                                                        oifname("eth*"), counter(), masquerade())
                                                .comment("to the internet"))));
        try (NetlinkSocket netfilter = NetlinkSocket.open(NETLINK_NETFILTER)) {
            Nftables nftables = new Nftables(netfilter);
            nftables.check(ruleset); // the kernel looks at all of it and does nothing
            nftables.apply(ruleset); // one transaction of what differs; nothing if nothing does
        }

        assertTrue(Tool.nft("list", "ruleset").contains("masquerade comment \"to the internet\""));
    }

    @Test
    void filtersPacketsInTheTablesOfIptables() throws IOException {
        IpAddress node = IpAddress.parse("10.0.0.4");
        IptablesOwner owner = new IptablesOwner(List.of("BLUE-"), List.of("blue"));
        IptablesRules rules =
                IptablesRules.of(
                        new IptablesTable(
                                Family.IP,
                                "nat",
                                owner,
                                List.of(
                                        IptablesChain.of(
                                                "POSTROUTING",
                                                IptablesRule.jump("BLUE-SNAT").comment("blue")),
                                        IptablesChain.of(
                                                "BLUE-SNAT",
                                                IptablesRule.to(Verdict.RETURN)
                                                        .destination(Prefix.parse("10.0.0.0/8")),
                                                IptablesRule.to(
                                                        new Snat(node, Ports.RANDOM_FULLY))))));
        try (NetlinkSocket netfilter = NetlinkSocket.open(NETLINK_NETFILTER)) {
            Iptables tables = new IptablesNft(netfilter); // or IptablesLegacy.in(null)
            tables.apply(rules); // what differs of what is ours; nothing if nothing does
            System.out.println(tables.diff(rules)); // []
        }

        String listed = Tool.run("iptables-nft", "-t", "nat", "-S");
        assertTrue(
                listed.contains("-A BLUE-SNAT -j SNAT --to-source 10.0.0.4 --random-fully"),
                listed);
    }
}
