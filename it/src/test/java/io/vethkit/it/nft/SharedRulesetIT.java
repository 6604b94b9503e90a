package io.vethkit.it.nft;

import static io.vethkit.iptables.Nft.accept;
import static io.vethkit.iptables.Nft.counter;
import static io.vethkit.iptables.Nft.goTo;
import static io.vethkit.iptables.Nft.vmap;
import static io.vethkit.it.Tool.nft;
import static io.vethkit.netlink.Netlink.NETLINK_NETFILTER;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vethkit.iptables.BaseChain;
import io.vethkit.iptables.Chain;
import io.vethkit.iptables.DataType;
import io.vethkit.iptables.Element;
import io.vethkit.iptables.Family;
import io.vethkit.iptables.NamedMap;
import io.vethkit.iptables.NamedSet;
import io.vethkit.iptables.Nftables;
import io.vethkit.iptables.Payload;
import io.vethkit.iptables.Rule;
import io.vethkit.iptables.Ruleset;
import io.vethkit.iptables.Table;
import io.vethkit.iptables.Value;
import io.vethkit.it.ThrowawayNetns;
import io.vethkit.netlink.NetlinkSocket;
import io.vethkit.netlink.Prefix;
import io.vethkit.netns.NetworkNamespace;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

/** A table that several descriptions have at once: each has its own elements. */
@ExtendWith(ThrowawayNetns.class)
class SharedRulesetIT {
    private static Ruleset of(String address, String chain, String owner) {
        Value key = Value.Addresses.of(Prefix.parse(address + "/32"));
        NamedMap map =
                NamedMap.ofVerdicts(
                        "owners", DataType.IPV4_ADDR, Element.of(key, goTo(chain)).comment(owner));
        Chain base =
                Chain.base(
                        "forward",
                        BaseChain.Type.FILTER,
                        BaseChain.Hook.FORWARD,
                        BaseChain.FILTER,
                        Rule.of(vmap(Payload.IP_SADDR, "owners")));
        Chain target = Chain.regular(chain, Rule.of(counter(), accept()));
        return Ruleset.shared(Table.of(Family.IP, "common", List.of(map), base, target));
    }

    private static final Ruleset A = of("10.0.0.1", "left", "a");
    private static final Ruleset B = of("10.0.0.2", "right", "b");

    @Test
    void holdsWhatEachDescribes() throws IOException {
        try (NetlinkSocket socket = NetlinkSocket.open(NETLINK_NETFILTER)) {
            Nftables nftables = new Nftables(socket);
            nftables.apply(A);

            nftables.apply(B);

            String map = nft("list", "map", "ip", "common", "owners");
            assertTrue(map.contains("10.0.0.1 comment \"a\" : goto left"), map);
            assertTrue(map.contains("10.0.0.2 comment \"b\" : goto right"), map);
            assertEquals(List.of(), nftables.diff(A));
            assertEquals(List.of(), nftables.diff(B));
            assertEquals(List.of(), nftables.apply(A));
        }
    }

    @Test
    void losesWithOneDescriptionNothingOfTheOther() throws IOException {
        try (NetlinkSocket socket = NetlinkSocket.open(NETLINK_NETFILTER)) {
            Nftables nftables = new Nftables(socket);
            nftables.apply(A);
            nftables.apply(B);

            nftables.remove(A);
            nftables.remove(A);

            assertEquals(List.of(), nftables.diff(B));
            assertEquals(
                    "[element 10.0.0.1 of map ip common owners is missing]",
                    nftables.diff(A).toString());
        }
    }

    @Test
    void takesAnElementOverAndLeavesItToItsNewOwner() throws IOException {
        Ruleset next = of("10.0.0.1", "right", "next");
        try (NetlinkSocket socket = NetlinkSocket.open(NETLINK_NETFILTER)) {
            Nftables nftables = new Nftables(socket);
            nftables.apply(A);

            nftables.apply(next);
            nftables.remove(A);

            assertEquals(List.of(), nftables.diff(next));
            assertEquals(
                    "[element 10.0.0.1 of map ip common owners differs]",
                    nftables.diff(A).toString());
        }
    }

    @Test
    void namesWhatIsMissingAndMakesItAgain() throws IOException {
        try (NetlinkSocket socket = NetlinkSocket.open(NETLINK_NETFILTER)) {
            Nftables nftables = new Nftables(socket);
            nftables.apply(A);
            nftables.apply(B);
            nft("flush", "chain", "ip", "common", "forward");

            String found = nftables.diff(A).toString();
            nftables.apply(A);

            assertEquals(
                    "[rule 1 of chain ip common forward is missing: ip saddr vmap @owners]", found);
            assertEquals(List.of(), nftables.diff(B));
        }
    }

    @Test
    void leavesWhatNobodyDescribes() throws IOException {
        try (NetlinkSocket socket = NetlinkSocket.open(NETLINK_NETFILTER)) {
            Nftables nftables = new Nftables(socket);
            nftables.apply(A);
            nft("add", "chain", "ip", "common", "foreign");
            nft("add", "set", "ip", "common", "numbers", "{ type mark; }");
            nft("add", "counter", "ip", "common", "many");

            nftables.apply(B);
            nftables.remove(B);

            String table = nft("list", "table", "ip", "common");
            assertTrue(table.contains("chain foreign"), table);
            assertTrue(table.contains("set numbers"), table);
            assertTrue(table.contains("counter many"), table);
            assertFalse(table.contains("10.0.0.2"), table);
        }
    }

    @Test
    void isMadeByManyAtOnce() throws Exception {
        List<FutureTask<Void>> tasks = new ArrayList<>();
        try (NetworkNamespace here = NetworkNamespace.current()) {
            for (int i = 1; i <= 50; i++) {
                Ruleset one = of("10.0.1." + i, i % 2 == 0 ? "left" : "right", "n" + i);
                FutureTask<Void> task = new FutureTask<>(applyIn(here, one));
                tasks.add(task);
                Thread.ofPlatform().start(task);
            }
            for (FutureTask<Void> task : tasks) {
                task.get();
            }
        }

        assertEquals(51, nft("list", "map", "ip", "common", "owners").split("goto").length);
    }

    private static Callable<Void> applyIn(NetworkNamespace namespace, Ruleset ruleset) {
        return () ->
                namespace.call(() -> {
                    try (NetlinkSocket socket = NetlinkSocket.open(NETLINK_NETFILTER)) {
                        new Nftables(socket).apply(ruleset);
                        return null;
                    }
                });
    }

    @Test
    void hasNoIntervals() {
        NamedSet set = NamedSet.ofPrefixes("some", List.of(Prefix.parse("10.0.0.0/8")));
        Table table = Table.of(Family.IP, "common", List.of(set));

        assertThrows(IllegalArgumentException.class, () -> Ruleset.shared(table));
    }
}
