package io.vethkit.iptables;

import static io.vethkit.iptables.Nft.*;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vethkit.iptables.Value.Addresses;
import io.vethkit.iptables.Value.InterfaceName;
import io.vethkit.iptables.Value.Numbers;
import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.Prefix;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Random;

/** What can be described, and what is refused before the kernel hears of it. */
class DescriptionTest {
    private static final IpAddress POD = IpAddress.parse("10.0.1.7");

    private static void refused(String words, Rule... rules) {
        IllegalArgumentException e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> Table.of(Family.IP, "t", Chain.regular("c", rules)));
        assertEquals("table ip t: chain c" + words, e.getMessage());
    }

    @Test
    void refusesRulesThatReferToWhatIsNotThere() {
        refused(" needs a regular chain 'web'", Rule.of(jump("web")));
        refused(" needs a set of ipv4_addr 'vpc'", Rule.of(ipDaddr(in("vpc"))));
        refused(" needs a verdict map of inet_service 'm'", Rule.of(vmap(Payload.TCP_DPORT, "m")));
        refused(" needs 'n'", Rule.of(counter("n")));
    }

    @Test
    void refusesRulesThatNoPacketMatches() {
        refused(": udp dport of packets of another protocol", Rule.of(tcpDport(80), udpDport(80)));
        refused(
                ": ip6 daddr of packets of another family",
                Rule.of(daddr(Prefix.parse("2001:db8::/64"))));
        refused(
                ": dnat to 2001:db8::1 of another family",
                Rule.of(dnatTo(IpAddress.parse("2001:db8::1"))));
        refused(": ports of packets of an unknown protocol", Rule.of(dnatTo(POD, 80)));
    }

    private static void refusedTable(String words, Chain... chains) {
        IllegalArgumentException e =
                assertThrows(
                        IllegalArgumentException.class, () -> Table.of(Family.IP, "t", chains));
        assertEquals("table ip t: " + words, e.getMessage());
    }

    private static Chain base(BaseChain.Type type, BaseChain.Hook hook, Rule... rules) {
        return Chain.base("b", type, hook, 0, rules);
    }

    @Test
    void refusesStatementsThatPacketsOfAHookCannotHave() {
        Chain masquerading = Chain.regular("m", Rule.of(counter(), masquerade()));
        Rule toMasquerading = Rule.of(jump("m"));

        refusedTable(
                "masquerade in chain b -> m of type filter hook postrouting",
                masquerading,
                base(BaseChain.Type.FILTER, BaseChain.Hook.POSTROUTING, toMasquerading));
        refusedTable(
                "masquerade in chain b -> m of type nat hook input",
                masquerading,
                base(BaseChain.Type.NAT, BaseChain.Hook.INPUT, toMasquerading));
        Table.of(
                Family.IP,
                "t",
                masquerading,
                base(BaseChain.Type.NAT, BaseChain.Hook.POSTROUTING, toMasquerading));
        refusedTable(
                "dnat in chain b of type nat hook postrouting",
                base(BaseChain.Type.NAT, BaseChain.Hook.POSTROUTING, Rule.of(dnatTo(POD))));
        refusedTable(
                "reject in chain b of type filter hook postrouting",
                base(BaseChain.Type.FILTER, BaseChain.Hook.POSTROUTING, Rule.of(reject())));
        refusedTable(
                "fib daddr . iif type in chain b of type filter hook output",
                base(
                        BaseChain.Type.FILTER,
                        BaseChain.Hook.OUTPUT,
                        Rule.of(fibDaddrIifType(AddressType.LOCAL))));
    }

    @Test
    void refusesChainsThatPacketsGoRoundIn() {
        refusedTable(
                "packets go round in a -> b -> a",
                Chain.regular("a", Rule.of(jump("b"))),
                Chain.regular("b", Rule.of(goTo("a"))));
    }

    @Test
    void refusesHooksThatATypeDoesNotHave() {
        assertThrows(
                IllegalArgumentException.class,
                () -> base(BaseChain.Type.NAT, BaseChain.Hook.FORWARD));
        assertThrows(
                IllegalArgumentException.class,
                () -> base(BaseChain.Type.ROUTE, BaseChain.Hook.INPUT));
    }

    @Test
    void refusesSetsOfAnotherType() {
        NamedSet ports = NamedSet.of("ports", DataType.INET_SERVICE);
        Chain chain = Chain.regular("c", Rule.of(ipDaddr(in("ports"))));

        assertThrows(
                IllegalArgumentException.class,
                () -> Table.of(Family.IP, "t", List.of(ports), chain));
    }

    @Test
    void refusesJumpsToBaseChains() {
        Chain base = Chain.base("b", BaseChain.Type.FILTER, BaseChain.Hook.INPUT, 0);
        Chain chain = Chain.regular("c", Rule.of(jump("b")));

        assertThrows(IllegalArgumentException.class, () -> Table.of(Family.IP, "t", base, chain));
    }

    @Test
    void refusesTheSameNameTwice() {
        Chain chain = Chain.regular("c");
        NamedSet set = NamedSet.of("s", DataType.MARK);
        NamedMap map = NamedMap.ofVerdicts("s", DataType.MARK);

        assertThrows(IllegalArgumentException.class, () -> Table.of(Family.IP, "t", chain, chain));
        assertThrows(
                IllegalArgumentException.class, () -> Table.of(Family.IP, "t", List.of(set, map)));
        Table table = Table.of(Family.IP, "t");
        assertThrows(IllegalArgumentException.class, () -> Ruleset.of(table, table));
        Ruleset.of(table, Table.of(Family.IP6, "t"));
    }

    @Test
    void refusesOverlappingElements() {
        List<Prefix> prefixes = List.of(Prefix.parse("10.0.0.0/8"), Prefix.parse("10.1.0.0/16"));

        IllegalArgumentException e =
                assertThrows(
                        IllegalArgumentException.class, () -> NamedSet.ofPrefixes("vpc", prefixes));
        assertEquals("set or map vpc: elements overlap at 10.1.0.0/16", e.getMessage());
    }

    @Test
    void refusesElementsThatDoNotFit() {
        NamedSet pods = NamedSet.of("pods", DataType.IPV4_ADDR);
        Element prefix = Element.of(Addresses.of(Prefix.parse("10.0.0.0/8")));
        Element port = Element.of(new Numbers(80, 80));

        assertThrows(IllegalArgumentException.class, () -> pods.elements(List.of(prefix)));
        assertThrows(IllegalArgumentException.class, () -> pods.elements(List.of(port)));
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        NamedSet.of("ports", DataType.INET_SERVICE)
                                .elements(List.of(Element.of(new Numbers(65536, 65536)))));
    }

    @Test
    void refusesNamesAndTextsThatNftCannotRead() {
        assertThrows(IllegalArgumentException.class, () -> Chain.regular("a b"));
        assertThrows(IllegalArgumentException.class, () -> Chain.regular(""));
        assertThrows(IllegalArgumentException.class, () -> Chain.regular("0"));
        assertThrows(IllegalArgumentException.class, () -> Chain.regular("return"));
        assertThrows(IllegalArgumentException.class, () -> Rule.of());
        assertThrows(IllegalArgumentException.class, () -> Rule.of(accept()).comment("a \"b\""));
        assertThrows(
                IllegalArgumentException.class, () -> Rule.of(accept()).comment("x".repeat(128)));
        assertThrows(IllegalArgumentException.class, () -> iifname(""));
        assertThrows(IllegalArgumentException.class, () -> iifname("*"));
        assertThrows(IllegalArgumentException.class, () -> iifname("a/b"));
        assertThrows(IllegalArgumentException.class, () -> iifname("0123456789abcdef"));
        new InterfaceName("0123456789abcde*");
    }

    @Test
    void refusesMarksThatNeverMatch() {
        assertThrows(IllegalArgumentException.class, () -> ctMark(0x80, 0x81));
    }

    @Test
    void findsThePrefixThatARangeIs() {
        assertEquals("10.0.0.0/8", text("10.0.0.0", "10.255.255.255"));
        assertEquals("10.0.0.0-10.255.255.254", text("10.0.0.0", "10.255.255.254"));
        assertEquals("0.0.0.0/0", text("0.0.0.0", "255.255.255.255"));
        assertEquals("10.0.0.1", text("10.0.0.1", "10.0.0.1"));
        assertEquals("2001:db8::/64", text("2001:db8::", "2001:db8::ffff:ffff:ffff:ffff"));
        assertEquals("::/0", text("::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"));
    }

    private static String text(String first, String last) {
        Addresses addresses = new Addresses(IpAddress.parse(first), IpAddress.parse(last));
        return NftText.value(
                addresses.first().isV6() ? DataType.IPV6_ADDR : DataType.IPV4_ADDR, addresses);
    }

    @Test
    void computesMarksAsTheWordsSay() {
        Random random = new Random(3);
        for (int i = 0; i < 1000; i++) {
            int mark = random.nextInt();
            int bits = random.nextInt();
            MarkValue value = new MarkValue(Ct.MARK, random.nextInt() | 1, random.nextInt());

            assertEquals(result(value, mark) & bits, result(value.and(bits), mark));
            assertEquals(result(value, mark) | bits, result(value.or(bits), mark));
            assertEquals(result(value, mark) ^ bits, result(value.xor(bits), mark));
        }
    }

    private static int result(MarkValue value, int mark) {
        return (mark & value.mask()) ^ value.xor();
    }

    @Test
    void writesMarksAsAPersonWould() {
        assertEquals("ct mark set ct mark | 0x80", words(ctMark().or(0x80)));
        assertEquals("ct mark set ct mark & 0xffffff7f", words(ctMark().and(~0x80)));
        assertEquals("ct mark set ct mark & 0xff | 0x100", words(ctMark().and(0xff).or(0x100)));
        assertEquals("ct mark set ct mark & 0xff ^ 0x1", words(ctMark().and(0xff).xor(1)));
        assertEquals("ct mark set 0x5", words(ctMark().and(0).or(5)));
    }

    private static String words(MarkValue value) {
        return Rule.of(ctMarkSet(value)).toString();
    }

    @Test
    void writesWhatNftReads() {
        Table table =
                Table.of(
                                Family.IP,
                                "t",
                                List.of(
                                        new NamedCounter("web", "requests"),
                                        NamedSet.ofPrefixes(
                                                        "vpc",
                                                        List.of(
                                                                Prefix.parse("10.0.0.0/16"),
                                                                Prefix.parse("10.2.0.0/16")))
                                                .comment("VPC"),
                                        NamedMap.ofVerdicts(
                                                "m",
                                                DataType.INET_SERVICE,
                                                Element.of(new Numbers(80, 80), jump("c"))
                                                        .comment("http"))),
                                Chain.regular("c", Rule.of(counter("web"), accept())),
                                Chain.base(
                                                "b",
                                                BaseChain.Type.NAT,
                                                BaseChain.Hook.PREROUTING,
                                                BaseChain.DSTNAT,
                                                Rule.of(vmap(Payload.TCP_DPORT, "m")))
                                        .comment("in"))
                        .comment("ours");

        String commands = Ruleset.of(table).commands();

        assertEquals(
                """
                table ip t
                delete table ip t
                table ip t {
                \tcomment "ours"
                \tcounter web {
                \t\tcomment "requests"
                \t}
                \tset vpc {
                \t\ttype ipv4_addr
                \t\tflags interval
                \t\tcomment "VPC"
                \t\telements = { 10.0.0.0/16,
                \t\t\t     10.2.0.0/16 }
                \t}
                \tmap m {
                \t\ttype inet_service : verdict
                \t\telements = { 80 comment "http" : jump c }
                \t}
                \tchain c {
                \t\tcounter name "web" accept
                \t}
                \tchain b {
                \t\tcomment "in"
                \t\ttype nat hook prerouting priority dstnat; policy accept;
                \t\ttcp dport vmap @m
                \t}
                }
                """,
                commands);
    }
}
