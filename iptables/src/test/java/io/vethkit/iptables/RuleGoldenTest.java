package io.vethkit.iptables;

import static io.vethkit.iptables.Nft.*;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vethkit.iptables.Value.Addresses;
import io.vethkit.iptables.Value.Numbers;
import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.MessageWriter;
import io.vethkit.netlink.Prefix;
import io.vethkit.netlink.testing.GoldenFile;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.stream.Stream;

/** Rules against what nft 1.0.6 sent for the same words. */
class RuleGoldenTest {
    private static final IpAddress POD = IpAddress.parse("10.0.1.7");
    private static final IpAddress NODE = IpAddress.parse("192.0.2.1");
    private static final Prefix POD_V6 = Prefix.parse("2001:db8::7");

    static Stream<Arguments> rulesAsNftReadsThem() {
        return Stream.of(
                same("accept", accept()),
                Arguments.of("comment", Rule.of(accept()).comment("pod default/web-0")),
                same("continue", continueVerdict()),
                same("counter", counter()),
                same("counter-named", counter("web")),
                same("ct-mark-and-0x80-equal-0x80", ctMark(0x80, 0x80), accept()),
                same("ct-mark-and-0x80-not-0x80", not(ctMark(0x80, 0x80)), accept()),
                same("ct-mark-set-0x80", ctMarkSet(MarkValue.of(0x80))),
                same("ct-mark-set-ct-mark-and-0xffffff7f", ctMarkSet(ctMark().and(~0x80))),
                same("ct-mark-set-ct-mark-or-0x80", ctMarkSet(ctMark().or(0x80))),
                same("ct-mark-set-ct-mark-xor", ctMarkSet(ctMark().xor(0x80))),
                same("ct-mark-set-meta-mark-and-0x80", ctMarkSet(metaMark().and(0x80))),
                same("ct-mark-set-meta-mark", ctMarkSet(metaMark())),
                same("ct-mark", match(Ct.MARK, new Numbers(0x80, 0x80)), accept()),
                same(
                        "ct-state-established-related",
                        ctState(CtState.ESTABLISHED, CtState.RELATED),
                        accept()),
                same("ct-state-invalid", ctState(CtState.INVALID), drop()),
                same("ct-state-new", ctState(CtState.NEW), accept()),
                Arguments.of(
                        "dnat-hostport",
                        Rule.of(
                                        fibDaddrType(AddressType.LOCAL),
                                        tcpDport(8080),
                                        counter(),
                                        dnatTo(POD, 80))
                                .comment("pod default/web-0")),
                same("dnat-port-range", tcpDport(80), nat(Nat.Kind.DNAT, POD, POD, 8080, 8090)),
                same("dnat-port", tcpDport(80), dnatTo(POD, 8080)),
                same("dnat-udp-port", udpDport(53), dnatTo(POD, 5353)),
                same("dnat", dnatTo(POD)),
                same("drop", drop()),
                same("fib-daddr-iif-type-local", fibDaddrIifType(AddressType.LOCAL), accept()),
                same("fib-daddr-type-local", fibDaddrType(AddressType.LOCAL), accept()),
                same("fib-daddr-type-not-local", not(fibDaddrType(AddressType.LOCAL)), accept()),
                same("goto", goTo("web")),
                same("iifname-not-wildcard", not(iifname("eni*")), accept()),
                same("iifname-wildcard", iifname("eni*"), accept()),
                same("iifname", iifname("eth0"), accept()),
                same("ip-daddr-not-prefix-24", not(daddr(Prefix.parse("10.0.1.0/24"))), accept()),
                same("ip-daddr-not-range", not(ipDaddr(range("10.0.1.7", "10.0.1.9"))), accept()),
                same("ip-daddr-not-set", not(ipDaddr(in("vpc"))), accept()),
                same("ip-daddr-prefix-12", daddr(Prefix.parse("172.16.0.0/12")), accept()),
                same("ip-daddr-prefix-8", daddr(Prefix.parse("10.0.0.0/8")), accept()),
                same("ip-daddr-range", ipDaddr(range("10.0.1.7", "10.0.1.9")), accept()),
                same("ip-daddr-set", ipDaddr(in("pods")), accept()),
                same("ip-daddr", daddr(Prefix.host(POD)), accept()),
                same("ip-protocol", match(Payload.IP_PROTOCOL, new Numbers(1, 1)), accept()),
                same("ip-saddr-prefix-16", saddr(Prefix.parse("10.0.0.0/16")), accept()),
                same("ip-saddr-prefix-20", saddr(Prefix.parse("10.0.16.0/20")), accept()),
                same("ip-saddr", saddr(Prefix.host(POD)), accept()),
                same("jump", jump("web")),
                same("masquerade-fully-random", masquerade(NatFlag.FULLY_RANDOM)),
                same("masquerade-mark", metaMark(0x4000, 0x4000), masquerade(NatFlag.FULLY_RANDOM)),
                same("masquerade-random", masquerade(NatFlag.RANDOM)),
                same(
                        "masquerade-to-ports",
                        l4proto(6),
                        new Masquerade(new Numbers(1024, 65535), List.of())),
                same("masquerade", masquerade()),
                same("meta-l4proto", l4proto(6), accept()),
                same("meta-mark-and-0x80-equal-0x80", metaMark(0x80, 0x80), accept()),
                same("meta-mark-set-0x80", metaMarkSet(MarkValue.of(0x80))),
                same("meta-mark-set-ct-mark-and-0x80", metaMarkSet(ctMark().and(0x80))),
                same("meta-mark-set-ct-mark", metaMarkSet(ctMark())),
                same("meta-mark-set-meta-mark-and-0xffffff7f", metaMarkSet(metaMark().and(~0x80))),
                same("meta-mark-set-meta-mark-or-0x80", metaMarkSet(metaMark().or(0x80))),
                same("meta-mark-set-meta-mark-xor", metaMarkSet(metaMark().xor(0x4000))),
                same("meta-mark", match(Meta.MARK, new Numbers(0x80, 0x80)), accept()),
                same("oifname-not-wildcard", not(oifname("vlan*")), accept()),
                same("oifname", oifname("eth0"), accept()),
                same("redirect-port", tcpDport(80), redirectTo(8080)),
                same("redirect", new Redirect(null, List.of())),
                same("reject-tcp-reset", new Reject(Reject.With.TCP_RESET)),
                same("reject-icmp-admin-prohibited", new Reject(Reject.With.ADMIN_PROHIBITED)),
                same("reject", reject()),
                same("return", returnVerdict()),
                same("snat-address-range", nat(Nat.Kind.SNAT, NODE, NODE.plus(3), 0, 0)),
                same("snat-fully-random", snatTo(NODE, NatFlag.FULLY_RANDOM)),
                same("snat-persistent", snatTo(NODE, NatFlag.PERSISTENT)),
                same("snat-port-range", l4proto(6), nat(Nat.Kind.SNAT, NODE, NODE, 32768, 60999)),
                same("snat-random", snatTo(NODE, NatFlag.RANDOM)),
                Arguments.of(
                        "snat-vpc",
                        Rule.of(
                                        not(oifname("vlan*")),
                                        not(ipDaddr(in("vpc"))),
                                        not(fibDaddrType(AddressType.LOCAL)),
                                        counter(),
                                        snatTo(IpAddress.parse("10.0.0.10"), NatFlag.FULLY_RANDOM))
                                .comment("AWS, SNAT")),
                same("snat", snatTo(NODE)),
                same(
                        "tcp-dport-range",
                        match(Payload.TCP_DPORT, new Numbers(30000, 32767)),
                        accept()),
                same("tcp-dport", tcpDport(443), accept()),
                same("tcp-sport", match(Payload.TCP_SPORT, new Numbers(443, 443)), accept()),
                same("udp-dport", udpDport(53), accept()),
                same("vmap-named", vmap(Payload.TCP_DPORT, "ports")));
    }

    static Stream<Arguments> rulesWeWriteShorter() {
        return Stream.of(
                same("ct-mark-and-0x80-equal-0", ctMark(0x80, 0), accept()),
                same("ct-mark-set-ct-mark-and-or", ctMarkSet(ctMark().and(~0x80).or(0x80))),
                same("meta-mark-set-meta-mark-and-or", metaMarkSet(metaMark().or(0x80))),
                same("reject-icmp-port-unreachable", reject()),
                Arguments.of(
                        "connmark-save-local",
                        Rule.of(
                                        iifname("eth0"),
                                        fibDaddrIifType(AddressType.LOCAL),
                                        counter(),
                                        ctMarkSet(ctMark().or(0x80)))
                                .comment("AWS, primary ENI")));
    }

    static Stream<Arguments> rulesOfInetTables() {
        return Stream.of(
                same("dnat-ip-to-port", tcpDport(80), dnatTo(POD, 8080)),
                same("dnat-ip6-to-port", tcpDport(80), dnatTo(POD_V6.address(), 8080)),
                same("ip-daddr", daddr(Prefix.host(POD)), accept()),
                same("ip6-daddr", daddr(POD_V6), accept()),
                same("ip6-saddr-prefix-52", saddr(Prefix.parse("2001:db8:0:1000::/52")), accept()),
                same("ip6-saddr-prefix-64", saddr(Prefix.parse("2001:db8::/64")), accept()),
                same("masquerade", masquerade()),
                same("meta-nfproto-ipv6", match(Meta.NFPROTO, new Numbers(10, 10)), accept()),
                same("reject", reject()),
                same("snat-ip-to", snatTo(NODE)),
                same("snat-ip6-to", snatTo(IpAddress.parse("2001:db8::1"))),
                same("tcp-dport", tcpDport(80), accept()));
    }

    private static Arguments same(String golden, Statement... statements) {
        return Arguments.of(golden, Rule.of(statements));
    }

    private static Operand range(String first, String last) {
        return new Addresses(IpAddress.parse(first), IpAddress.parse(last));
    }

    private static Nat nat(Nat.Kind kind, IpAddress first, IpAddress last, int port, int lastPort) {
        Numbers ports = port == 0 ? null : new Numbers(port, lastPort);
        return new Nat(kind, new Addresses(first, last), ports, List.of());
    }

    @ParameterizedTest
    @MethodSource({"rulesAsNftReadsThem", "rulesWeWriteShorter"})
    void sendsRulesAsNftDoes(String golden, Rule rule) {
        assertSends("rule/" + golden, Family.IP, rule);
    }

    @ParameterizedTest
    @MethodSource("rulesOfInetTables")
    void sendsRulesOfBothFamiliesAsNftDoes(String golden, Rule rule) {
        assertSends("rule-inet/" + golden, Family.INET, rule);
    }

    @ParameterizedTest
    @MethodSource("rulesAsNftReadsThem")
    void writesTheWordsThatNftWasFed(String golden, Rule rule) {
        assertEquals(input("rule/" + golden)[5], NftText.rule(Family.IP, rule));
    }

    @ParameterizedTest
    @MethodSource("rulesOfInetTables")
    void writesTheWordsThatNftWasFedOfBothFamilies(String golden, Rule rule) {
        assertEquals(input("rule-inet/" + golden)[5], NftText.rule(Family.INET, rule));
    }

    /** Splits {@code add rule FAMILY TABLE CHAIN RULE}. */
    private static String[] input(String golden) {
        return GoldenFile.read(golden).input().getLast().split(" ", 6);
    }

    private static void assertSends(String golden, Family family, Rule rule) {
        Chain chain = Chain.regular(input(golden)[4]);
        List<String> sets = List.of("pods", "vpc", "ports");
        CompiledRule compiled = CompiledRule.of(family, sets, rule, new MessageWriter());
        RuleCommand command = new RuleCommand(Table.of(family, "vethkit"), chain, compiled, 0);

        Encoding.assertSends(golden, NfTables.NFT_MSG_NEWRULE, command);
    }
}
