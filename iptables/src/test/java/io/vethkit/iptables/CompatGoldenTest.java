package io.vethkit.iptables;

import static io.vethkit.iptables.NfTables.NFT_MSG_NEWCHAIN;
import static io.vethkit.iptables.NfTables.NFT_MSG_NEWRULE;
import static io.vethkit.iptables.NfTables.NFT_MSG_NEWTABLE;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vethkit.iptables.XtMatch.Conntrack;
import io.vethkit.iptables.XtMatch.Conntrack.State;
import io.vethkit.iptables.XtTarget.Connmark;
import io.vethkit.iptables.XtTarget.Snat;
import io.vethkit.iptables.XtTarget.Verdict;
import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.Prefix;
import io.vethkit.netlink.testing.GoldenFile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Rules and chains against what iptables-nft 1.8.9 sent for the same words. */
class CompatGoldenTest {
    private static final IpAddress NODE = IpAddress.parse("10.0.1.10");
    private static final IpAddress NODE_V6 = IpAddress.parse("2001:db8::1");
    private static final String LONGEST = "x".repeat(255);

    static Stream<Arguments> rulesAsIptablesReadsThem() {
        return Stream.of(
                rule("accept", IptablesRule.to(Verdict.ACCEPT)),
                rule("drop", IptablesRule.to(Verdict.DROP)),
                rule("return", leave()),
                rule("jump", IptablesRule.jump("AWS-SNAT-CHAIN-0")),
                rule("in", leave().in("eth0")),
                rule("in-not", leave().notIn("eth0")),
                rule("in-prefix", leave().in("eni+")),
                rule("in-prefix-not", leave().notIn("vlan+")),
                rule("in-long", leave().in("abcdefghijklmno")),
                rule("in-long-prefix", leave().in("abcdefghijklmn+")),
                rule("out", leave().out("eth0")),
                rule("out-prefix-not", leave().notOut("vlan+")),
                rule("in-out", leave().in("eni+").out("eth0")),
                rule("source-32", leave().source(prefix("10.0.1.7/32"))),
                rule("source-24", leave().source(prefix("10.0.1.0/24"))),
                rule("source-16", leave().source(prefix("10.0.0.0/16"))),
                rule("source-8", leave().source(prefix("10.0.0.0/8"))),
                rule("source-22", leave().source(prefix("169.254.172.0/22"))),
                rule("source-not", leave().notSource(prefix("10.0.0.0/8"))),
                rule("destination-32", leave().destination(prefix("10.0.1.7/32"))),
                rule("destination-17", leave().destination(prefix("10.0.128.0/17"))),
                rule("destination-not-17", leave().notDestination(prefix("10.0.128.0/17"))),
                rule("destination-1", leave().destination(prefix("128.0.0.0/1"))),
                rule(
                        "source-destination-in-out",
                        leave().source(prefix("10.0.0.0/16"))
                                .destination(prefix("10.1.0.0/20"))
                                .in("eni+")
                                .out("eth0")),
                rule("addrtype-local", leave().dstType(AddressType.LOCAL)),
                rule("addrtype-local-not", leave().notDstType(AddressType.LOCAL)),
                rule("addrtype-local-limit-iface-in", leave().match(local())),
                rule("conntrack-new", leave().ctstate(State.NEW)),
                rule(
                        "conntrack-related-established",
                        accept().ctstate(State.ESTABLISHED, State.RELATED)),
                rule(
                        "conntrack-invalid-not",
                        accept().match(new Conntrack(Set.of(State.INVALID), true))),
                rule("conntrack-dnat", accept().ctstate(State.DNAT)),
                rule("conntrack-snat-untracked", accept().ctstate(State.SNAT, State.UNTRACKED)),
                rule("state-new", leave().match(new XtMatch.State(Set.of(State.NEW), false))),
                rule(
                        "state-related-established-not",
                        leave().match(
                                        new XtMatch.State(
                                                Set.of(State.RELATED, State.ESTABLISHED), true))),
                rule("mark", leave().match(new XtMatch.Mark(0x80, -1, false))),
                rule("mark-mask", leave().match(new XtMatch.Mark(0x80, 0x80, false))),
                rule("mark-mask-not", leave().match(new XtMatch.Mark(0x80, 0xff, true))),
                rule("connmark", leave().match(new XtMatch.Connmark(0x80, 0x80, false))),
                rule("connmark-not", leave().match(new XtMatch.Connmark(0x80, -1, true))),
                rule("comment", leave().comment("AWS SNAT CHAIN")),
                rule("comment-word", leave().comment("AWS")),
                rule("comment-longest", leave().comment(LONGEST)),
                rule("connmark-set", IptablesRule.to(Connmark.set(0x80, 0x80))),
                rule("connmark-set-all", IptablesRule.to(Connmark.set(0x80, -1))),
                rule("connmark-restore", IptablesRule.to(Connmark.restore(0x80))),
                rule("connmark-restore-all", IptablesRule.to(Connmark.restore(-1))),
                rule(
                        "connmark-save",
                        IptablesRule.to(new Connmark(Connmark.Mode.SAVE, 0, 0x80, 0x80))),
                rule("mark-set", IptablesRule.to(new XtTarget.Mark(0x80, 0x80))),
                rule("snat", IptablesRule.to(new Snat(NODE, Snat.Ports.KEPT))),
                rule("snat-random", IptablesRule.to(new Snat(NODE, Snat.Ports.RANDOM))),
                rule("snat-random-fully", IptablesRule.to(new Snat(NODE, Snat.Ports.RANDOM_FULLY))),
                rule("reject", IptablesRule.to(new XtTarget.Reject(false))),
                rule(
                        "aws-snat",
                        IptablesRule.to(new Snat(NODE, Snat.Ports.RANDOM_FULLY))
                                .notOut("vlan+")
                                .comment("AWS, SNAT")
                                .notDstType(AddressType.LOCAL)),
                rule(
                        "aws-block",
                        IptablesRule.to(new XtTarget.Reject(false))
                                .destination(prefix("169.254.172.0/22"))
                                .ctstate(State.NEW)
                                .comment("Block Node Local Pod access via IPv4")),
                rule(
                        "aws-connmark-jump",
                        IptablesRule.jump("AWS-SNAT-CHAIN-0")
                                .in("eni+")
                                .comment("AWS, outbound connections")),
                rule(
                        "aws-node-port",
                        IptablesRule.to(Connmark.set(0x80, 0x80))
                                .in("eth0")
                                .comment("AWS, primary ENI")
                                .match(local())),
                rule6("source-128", leave().source(prefix("2001:db8::7/128"))),
                rule6("source-64", leave().source(prefix("2001:db8::/64"))),
                rule6("destination-118-not", leave().notDestination(prefix("fd00::ac:0/118"))),
                rule6("in-out", leave().in("eni+").out("eth0")),
                rule6("multicast", accept().destination(prefix("ff00::/8"))),
                rule6("addrtype-local", leave().notDstType(AddressType.LOCAL)),
                rule6("snat", IptablesRule.to(new Snat(NODE_V6, Snat.Ports.KEPT))),
                rule6("snat-random", IptablesRule.to(new Snat(NODE_V6, Snat.Ports.RANDOM))),
                rule6(
                        "snat-random-fully",
                        IptablesRule.to(new Snat(NODE_V6, Snat.Ports.RANDOM_FULLY))),
                rule6("reject", IptablesRule.to(new XtTarget.Reject(true))),
                rule6("connmark-set", IptablesRule.to(Connmark.set(0x80, 0x80))),
                rule6(
                        "aws-block",
                        IptablesRule.to(new XtTarget.Reject(true))
                                .destination(prefix("fd00::ac:0/118"))
                                .ctstate(State.NEW)
                                .comment("Block Node Local Pod access via IPv6")));
    }

    private static IptablesRule leave() {
        return IptablesRule.to(Verdict.RETURN);
    }

    private static IptablesRule accept() {
        return IptablesRule.to(Verdict.ACCEPT);
    }

    private static XtMatch local() {
        return new XtMatch.AddrType(AddressType.LOCAL, false, true);
    }

    private static Prefix prefix(String text) {
        return Prefix.parse(text);
    }

    private static Arguments rule(String golden, IptablesRule rule) {
        return Arguments.of("xt-rule/" + golden, rule);
    }

    private static Arguments rule6(String golden, IptablesRule rule) {
        return Arguments.of("xt-rule6/" + golden, rule);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rulesAsIptablesReadsThem")
    void sendsWhatIptablesSends(String golden, IptablesRule rule) {
        String[] words = GoldenFile.read(golden).command().split(" ");
        IptablesTable table = table(words);
        String chain = words[1].equals("-t") ? words[4] : words[2];

        XtRule compiled = new CompatCompiler().compile(table, rule);

        Encoding.assertSends(
                golden, NFT_MSG_NEWRULE, CompatCommand.addRule(table, chain, compiled, 0));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rulesAsIptablesReadsThem")
    void readsWhatIptablesSends(String golden, IptablesRule rule) throws Exception {
        byte[] message = GoldenFile.read(golden).request(10 << 8 | NFT_MSG_NEWRULE);
        String[] words = GoldenFile.read(golden).command().split(" ");
        IptablesTable table = table(words);
        XtChain chain = new XtChain(words[1].equals("-t") ? words[4] : words[2]);

        CompatReader.rule(Encoding.message(message), table.name(), chain);

        XtRule read = chain.rules.getFirst();
        assertEquals(new CompatCompiler().compile(table, rule).form, read.form);
        assertEquals(rule.comment(), read.comment);
        assertEquals(rule.jumpsTo(), read.jumpsTo);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rulesAsIptablesReadsThem")
    void isPrintedAsTyped(String golden, IptablesRule rule) {
        String command = GoldenFile.read(golden).command();
        String typed = command.substring(command.indexOf("ING ") + 4);
        if (command.contains(" FORWARD ")) {
            typed = command.substring(command.indexOf("FORWARD ") + 8);
        }

        String printed =
                rule.toString()
                        .replace(" --reject-with icmp-port-unreachable", "")
                        .replace(" --reject-with icmp6-port-unreachable", "")
                        .replace("/0xffffffff", "")
                        .replace(" --nfmask 0xffffffff --ctmask 0xffffffff", "");

        assertEquals(typed.replace("\"" + LONGEST + "\"", LONGEST), printed);
    }

    private static IptablesTable table(String[] words) {
        Family family = words[0].startsWith("ip6") ? Family.IP6 : Family.IP;
        String name = words[1].equals("-t") ? words[2] : "filter";
        return new IptablesTable(family, name, new IptablesOwner(List.of(), List.of()), List.of());
    }

    @Test
    void makesTableAndChainAsIptablesDoes() {
        IptablesTable nat = table(new String[] {"iptables-nft", "-t", "nat"});
        BaseChain postrouting = XtLayout.NAT.base("POSTROUTING");

        Encoding.assertSends(
                "xt-chain/append-to-builtin", NFT_MSG_NEWTABLE, CompatCommand.addTable(nat));
        Encoding.assertSends(
                "xt-chain/append-to-builtin",
                NFT_MSG_NEWCHAIN,
                CompatCommand.addBuiltIn(nat, "POSTROUTING", postrouting));
        Encoding.assertSends(
                "xt-chain/new", NFT_MSG_NEWCHAIN, CompatCommand.addChain(nat, "AWS-SNAT-CHAIN-0"));
    }

    @ParameterizedTest
    @MethodSource("tables")
    void hooksBuiltInChainsWhereIptablesDoes(XtLayout layout, String name, String golden) {
        IptablesTable table = table(new String[] {"iptables-nft", "-t", name});
        List<byte[]> chains =
                GoldenFile.read("xt-chain/" + golden).requests().stream()
                        .filter(message -> Encoding.type(message) == NFT_MSG_NEWCHAIN)
                        .toList();

        for (int i = 0; i < layout.chains.size(); i++) {
            XtLayout.BuiltIn chain = layout.chains.get(i);
            byte[] sent =
                    Encoding.bytes(CompatCommand.addBuiltIn(table, chain.name(), chain.base()));

            // iptables-restore sends each twice, first without counters
            GoldenFile.assertSameMessage(chains.get(2 * i), sent);
        }
        assertEquals(2 * layout.chains.size(), chains.size());
    }

    static Stream<Arguments> tables() {
        return Stream.of(
                Arguments.of(XtLayout.FILTER, "filter", "builtin-filter-all"),
                Arguments.of(XtLayout.MANGLE, "mangle", "builtin-mangle-all"),
                Arguments.of(XtLayout.NAT, "nat", "builtin-nat-all"));
    }

    @Test
    void insertsBeforeARule() {
        IptablesTable nat = table(new String[] {"iptables-nft", "-t", "nat"});
        XtRule accept = new CompatCompiler().compile(nat, accept());

        Encoding.assertSends(
                "xt-rule/insert-before",
                NFT_MSG_NEWRULE,
                CompatCommand.addRule(nat, "AWS-SNAT-CHAIN-0", accept, 3));
    }
}
