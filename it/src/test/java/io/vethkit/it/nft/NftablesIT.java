package io.vethkit.it.nft;

import static io.vethkit.iptables.Nft.*;
import static io.vethkit.it.Tool.feed;
import static io.vethkit.it.Tool.ip;
import static io.vethkit.it.Tool.nft;
import static io.vethkit.it.Tool.run;
import static io.vethkit.netlink.Netlink.NETLINK_NETFILTER;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vethkit.iptables.BaseChain;
import io.vethkit.iptables.Chain;
import io.vethkit.iptables.DataType;
import io.vethkit.iptables.Difference;
import io.vethkit.iptables.Element;
import io.vethkit.iptables.Family;
import io.vethkit.iptables.NamedCounter;
import io.vethkit.iptables.NamedMap;
import io.vethkit.iptables.NamedSet;
import io.vethkit.iptables.Nftables;
import io.vethkit.iptables.Payload;
import io.vethkit.iptables.Rule;
import io.vethkit.iptables.Ruleset;
import io.vethkit.iptables.Table;
import io.vethkit.iptables.Value;
import io.vethkit.it.ThrowawayNetns;
import io.vethkit.linux.Errno;
import io.vethkit.linux.ErrnoException;
import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.NetlinkException;
import io.vethkit.netlink.NetlinkSocket;
import io.vethkit.netlink.Prefix;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

@ExtendWith(ThrowawayNetns.class)
class NftablesIT {
    private static final Ruleset NODE = NodeRuleset.of("10.0.0.0/16", "10.1.0.0/16");

    private NetlinkSocket socket;

    /** Opened by the test, whose thread is the one in its namespace. */
    private Nftables nftables() throws ErrnoException {
        socket = NetlinkSocket.open(NETLINK_NETFILTER);
        return new Nftables(socket);
    }

    @AfterEach
    void closeSocket() {
        socket.close();
    }

    private static List<String> texts(List<Difference> differences) {
        return differences.stream()
                .map(difference -> difference.toString().replaceAll("handle \\d+", "handle N"))
                .toList();
    }

    @Test
    void makesWhatNftMakesOfTheCommands() throws IOException {
        nftables().apply(NODE);
        String ours = Listing.json();

        feed(NODE.commands(), "nft", "-f", "-");

        assertEquals(Listing.json(), ours);
    }

    @Test
    void isListedAsAPersonWouldWriteIt() throws IOException {
        nftables().apply(NODE);

        assertEquals(
                """
                table ip aws-cni {
                \tchain AWS-SNAT-CHAIN-0 {
                \t\tip daddr @exempt-cidrs return comment "AWS SNAT CHAIN"
                \t\toifname != "vlan*" fib daddr type != local counter snat to 10.0.0.4 \
                fully-random comment "AWS, SNAT"
                \t}
                }\
                """,
                nft("-s", "list", "chain", "ip", "aws-cni", "AWS-SNAT-CHAIN-0"));
        assertEquals(
                """
                table ip aws-cni {
                \tset exempt-cidrs {
                \t\ttype ipv4_addr
                \t\tflags interval
                \t\telements = { 10.0.0.0/16, 10.1.0.0/16 }
                \t}
                }\
                """,
                nft("list", "set", "ip", "aws-cni", "exempt-cidrs"));
    }

    @Test
    void changesNothingTheSecondTime() throws IOException {
        Nftables nftables = nftables();
        assertFalse(nftables.apply(NODE).isEmpty());
        int generation = Generation.of(socket);

        assertEquals(List.of(), nftables.apply(NODE));

        assertEquals(generation, Generation.of(socket));
        assertEquals(List.of(), nftables.diff(NODE));
    }

    @Test
    void findsWhatNftMadeAsDescribed() throws IOException {
        feed(NODE.commands(), "nft", "-f", "-");

        assertEquals(List.of(), nftables().diff(NODE));
    }

    @Test
    void keepsCountingWhereRulesAroundChange() throws IOException {
        Rule pings = Rule.of(saddr(Prefix.parse("127.0.0.1")), counter());
        Rule other = Rule.of(tcpDport(80), drop());
        Chain output =
                Chain.base("out", BaseChain.Type.FILTER, BaseChain.Hook.OUTPUT, BaseChain.FILTER);
        Nftables nftables = nftables();
        nftables.apply(Ruleset.of(Table.of(Family.IP, "t", output.rule(pings))));
        ip("link", "set", "lo", "up");
        run("ping", "-c1", "127.0.0.1");

        Chain more = output.rules(List.of(other, pings, other));
        nftables.apply(Ruleset.of(Table.of(Family.IP, "t", more)));

        String listed = nft("list", "chain", "ip", "t", "out");
        assertTrue(listed.contains("counter packets 2 "), listed);
        assertEquals(2, listed.split("dport 80", -1).length - 1, listed);
    }

    @Test
    void tellsAndRepairsWhatOthersChanged() throws IOException {
        Nftables nftables = nftables();
        nftables.apply(NODE);
        String before = Listing.json();
        nft("add", "rule", "ip", "aws-cni", "snat-mark", "drop");
        nft("delete", "element", "ip", "aws-cni", "exempt-cidrs", "{ 10.1.0.0/16 }");
        nft("add", "element", "ip", "aws-cni", "exempt-cidrs", "{ 10.9.0.1-10.9.0.7 }");
        nft("chain ip aws-cni nat-postrouting { policy drop; }");
        nft("flush", "chain", "ip", "aws-cni", "AWS-SNAT-CHAIN-0");

        List<String> differences = texts(nftables.apply(NODE));

        assertEquals(before, Listing.json());
        assertEquals(
                List.of(
                        "element 10.1.0.0/16 of set ip aws-cni exempt-cidrs is missing",
                        "element 10.9.0.1-10.9.0.7 of set ip aws-cni exempt-cidrs is not described",
                        "rule with handle N of chain ip aws-cni snat-mark is not described",
                        "chain ip aws-cni nat-postrouting has another policy than accept",
                        "rule 1 of chain ip aws-cni AWS-SNAT-CHAIN-0 is missing: ip daddr"
                                + " @exempt-cidrs return comment \"AWS SNAT CHAIN\"",
                        "rule 2 of chain ip aws-cni AWS-SNAT-CHAIN-0 is missing: oifname !="
                                + " \"vlan*\" fib daddr type != local counter snat to 10.0.0.4"
                                + " fully-random comment \"AWS, SNAT\""),
                differences);
    }

    @Test
    void removesWhatOthersPutIntoItsTables() throws IOException {
        Nftables nftables = nftables();
        nftables.apply(NODE);
        String before = Listing.json();
        feed(
                """
                add chain ip aws-cni foreign
                add chain ip aws-cni other
                add chain ip aws-cni empty
                add rule ip aws-cni foreign jump other
                add rule ip aws-cni other ip saddr @exempt-cidrs ip daddr { 1.2.3.4, 5.6.7.8 }
                add counter ip aws-cni c
                add quota ip aws-cni q { 100 bytes }
                add set ip aws-cni s { type ipv4_addr . inet_service; flags interval, timeout; }
                add map ip aws-cni m { type mark : verdict; elements = { 1 : jump foreign } }
                add map ip aws-cni o { type ipv4_addr : counter; elements = { 1.2.3.4 : "c" } }
                add rule ip aws-cni snat-mark mark vmap @m
                add rule ip aws-cni snat-mark jump { accept; }
                add rule ip aws-cni snat-mark counter name "c" quota name "q"
                """,
                "nft",
                "-f",
                "-");

        assertEquals(11, nftables.apply(NODE).size());

        assertEquals(before, Listing.json());
    }

    @Test
    void plansInTheWordsOfNft() throws IOException {
        Nftables nftables = nftables();
        nftables.apply(NODE);
        nft("add", "chain", "ip", "aws-cni", "foreign");
        nft("chain ip aws-cni nat-postrouting { policy drop; }");

        List<String> plan = nftables.plan(NodeRuleset.of("10.0.0.0/16", "10.2.0.0/16"));

        assertEquals(
                List.of(
                        "flush chain ip aws-cni foreign",
                        "delete element ip aws-cni exempt-cidrs { 10.1.0.0/16 }",
                        "delete chain ip aws-cni foreign",
                        "add chain ip aws-cni nat-postrouting { policy accept; }",
                        "add element ip aws-cni exempt-cidrs { 10.2.0.0/16 }"),
                plan);
    }

    @Test
    void leavesOtherTablesAlone() throws IOException {
        feed(
                """
                table ip other {
                  set s { type ipv4_addr; elements = { 1.2.3.4 } }
                  chain c { type filter hook input priority 0; ip saddr @s counter drop; }
                }
                table inet aws-cni { chain c { type filter hook input priority 0; }; }
                """,
                "nft",
                "-f",
                "-");
        String before = Listing.json();
        Nftables nftables = nftables();

        nftables.apply(NODE);
        nftables.remove(NODE);

        assertEquals(before, Listing.json());
    }

    @Test
    void removesTablesThatAreThere() throws IOException {
        Table first = Table.of(Family.IP, "first", Chain.regular("c"));
        Table second = Table.of(Family.INET, "second", Chain.regular("c"));
        Nftables nftables = nftables();
        nftables.apply(Ruleset.of(first));

        nftables.remove(Ruleset.of(second, first));
        nftables.remove(Ruleset.of(second, first));

        assertEquals("", nft("list", "ruleset"));
    }

    /** The kernel alone knows that addresses are not translated before connections are known. */
    private static final Ruleset BAD =
            Ruleset.of(
                    Table.of(
                            Family.IP,
                            "t",
                            Chain.regular("good", Rule.of(accept())),
                            natChain("first", -300),
                            natChain("second", -200),
                            natChain("third", -199)));

    private static Chain natChain(String name, int priority) {
        return Chain.base(name, BaseChain.Type.NAT, BaseChain.Hook.PREROUTING, priority);
    }

    @Test
    void doesAllOrNothing() throws IOException {
        Nftables nftables = nftables();
        int generation = Generation.of(socket);

        NetlinkException e = assertThrows(NetlinkException.class, () -> nftables.apply(BAD));

        assertTrue(e.is(Errno.EOPNOTSUPP));
        assertEquals("", nft("list", "ruleset"));
        assertEquals(generation, Generation.of(socket));
    }

    @Test
    void tellsEveryCommandThatIsRefused() throws IOException {
        Nftables nftables = nftables();

        NetlinkException e = assertThrows(NetlinkException.class, () -> nftables.check(BAD));

        assertEquals("add chain ip t first: EOPNOTSUPP: Operation not supported", e.getMessage());
        assertEquals(1, e.getSuppressed().length);
        assertEquals(
                "add chain ip t second: EOPNOTSUPP: Operation not supported",
                e.getSuppressed()[0].getMessage());
    }

    @Test
    void triesInTheKernelWithoutChangingAnything() throws IOException {
        Nftables nftables = nftables();
        int generation = Generation.of(socket);

        List<Difference> differences = nftables.check(NODE);

        assertEquals("table ip aws-cni is missing", differences.getFirst().toString());
        assertEquals("", nft("list", "ruleset"));
        assertEquals(generation, Generation.of(socket));
    }

    @Test
    void wakesDormantTables() throws IOException {
        Nftables nftables = nftables();
        nftables.apply(NODE);
        String before = Listing.json();
        nft("add table ip aws-cni { flags dormant; }");

        assertEquals(List.of("table ip aws-cni is dormant"), texts(nftables.apply(NODE)));

        assertEquals(before, Listing.json());
    }

    @Test
    void holdsTenThousandElements() throws IOException {
        List<Element> elements = new ArrayList<>();
        IpAddress first = IpAddress.parse("10.0.0.0");
        for (int i = 0; i < 10_000; i++) {
            IpAddress address = first.plus(4L * i);
            elements.add(Element.of(new Value.Addresses(address, address.plus(i % 3))));
        }
        NamedSet set = NamedSet.of("exempt-cidrs", DataType.IPV4_ADDR).withIntervals();
        Nftables nftables = nftables();

        nftables.apply(NodeRuleset.of(set.elements(elements)));

        assertEquals(List.of(), nftables.diff(NodeRuleset.of(set.elements(elements))));
        String listed = nft("-j", "list", "set", "ip", "aws-cni", "exempt-cidrs");
        assertEquals(3333, listed.split("\"range\"", -1).length - 1);
        elements.subList(5000, 5010).clear();
        assertEquals(10, nftables.apply(NodeRuleset.of(set.elements(elements))).size());
        assertEquals(List.of(), nftables.diff(NodeRuleset.of(set.elements(elements))));
    }

    @Test
    void changesElementsThatOverlapThoseBefore() throws IOException {
        Nftables nftables = nftables();
        nftables.apply(NodeRuleset.of("10.0.0.0/16", "10.1.0.0/16", "192.168.0.0/24"));

        for (String[] prefixes :
                new String[][] {
                    {"10.0.0.0/8"},
                    {"0.0.0.0/0"},
                    {"0.0.0.0/8", "255.0.0.0/8"},
                    {},
                    {"10.0.0.0/24", "10.0.1.0/24"},
                    {"10.0.0.0/23"}
                }) {
            nftables.apply(NodeRuleset.of(prefixes));

            assertEquals(List.of(), nftables.diff(NodeRuleset.of(prefixes)));
            String listed = nft("list", "set", "ip", "aws-cni", "exempt-cidrs");
            for (String prefix : prefixes) {
                assertTrue(listed.contains(prefix), listed);
            }
        }
    }

    @Test
    void replacesWhatRulesStillUse() throws IOException {
        Nftables nftables = nftables();
        nftables.apply(everything("old", BaseChain.Hook.INPUT));

        nftables.apply(everything("new", BaseChain.Hook.FORWARD));

        assertEquals(List.of(), nftables.diff(everything("new", BaseChain.Hook.FORWARD)));
        assertFalse(nft("list", "ruleset").contains("old"));
    }

    /** A table of which each object has a comment, and all are used by others. */
    private static Ruleset everything(String comment, BaseChain.Hook hook) {
        Value.Numbers http = new Value.Numbers(80, 80);
        Chain target = Chain.regular("target", Rule.of(accept())).comment(comment);
        Chain base =
                Chain.base(
                                "base",
                                BaseChain.Type.FILTER,
                                hook,
                                0,
                                Rule.of(vmap(Payload.TCP_DPORT, "the-map")),
                                Rule.of(
                                        ipDaddr(in("the-set")),
                                        counter("the-counter"),
                                        jump("target")))
                        .comment(comment);
        NamedSet set = NamedSet.of("the-set", DataType.IPV4_ADDR).comment(comment);
        NamedMap map =
                NamedMap.ofVerdicts(
                        "the-map", DataType.INET_SERVICE, Element.of(http, jump("target")));
        NamedCounter counter = new NamedCounter("the-counter", comment);
        return Ruleset.of(Table.of(Family.INET, "t", List.of(set, map, counter), target, base));
    }

    @Test
    void startsAgainWhenOthersChangeTablesMeanwhile() throws Exception {
        Nftables nftables = nftables();
        Process other =
                new ProcessBuilder(
                                "sh",
                                "-c",
                                "while :; do nft add table ip other; nft delete table ip other; done")
                        .start();
        try {
            for (int i = 0; i < 200; i++) {
                Ruleset ruleset = NodeRuleset.of("10." + i + ".0.0/16");
                nftables.apply(ruleset);
                assertEquals(List.of(), nftables.diff(ruleset));
            }
            assertTrue(other.isAlive());
        } finally {
            other.destroy();
            other.waitFor();
        }
    }
}
