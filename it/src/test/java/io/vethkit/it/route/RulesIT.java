package io.vethkit.it.route;

import static io.vethkit.it.route.Lab.ip;
import static io.vethkit.it.route.Lab.object;
import static io.vethkit.it.route.Lab.objects;
import static io.vethkit.it.route.Lab.prefix;
import static io.vethkit.it.route.Lab.refusal;
import static io.vethkit.linux.Socket.AF_INET;
import static io.vethkit.linux.Socket.AF_INET6;
import static io.vethkit.linux.Socket.AF_UNSPEC;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.vethkit.it.ThrowawayNetns;
import io.vethkit.linux.Errno;
import io.vethkit.netlink.NetlinkException;
import io.vethkit.netlink.route.FibRules;
import io.vethkit.netlink.route.PortRange;
import io.vethkit.netlink.route.RtNetlink;
import io.vethkit.netlink.route.Rule;
import io.vethkit.netlink.route.Rules;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

@Tag("kernels")
@ExtendWith(ThrowawayNetns.class)
class RulesIT {
    private static final Rule LOOKUP = Rule.lookup(AF_INET, 1001, 1536);
    private static final Rule FROM_POD = LOOKUP.from(prefix("10.0.1.7/32")).protocol(86);

    static Stream<Arguments> rules() {
        Rule lookup6 = Rule.lookup(AF_INET6, 1001, 1536);
        return Stream.of(
                arguments("from 10.0.1.7 lookup 1001 proto 86", FROM_POD),
                arguments("from all to 10.9.0.0/16 lookup 1001", LOOKUP.to(prefix("10.9.0.0/16"))),
                arguments("not from 10.0.1.7 lookup 1001 proto 86", FROM_POD.not()),
                arguments("from all iif lo lookup 1001", LOOKUP.iif("lo")),
                arguments("from all iif eth0 oif eth1 lookup 1001", both(LOOKUP)),
                arguments("from all fwmark 0x80/0x80 lookup 1001", LOOKUP.mark(0x80, 0x80)),
                arguments("from all fwmark 0x80 lookup 1001", LOOKUP.mark(0x80, -1)),
                arguments("from all fwmark 0/0x80 lookup 1001", LOOKUP.mark(0, 0x80)),
                arguments("from all ipproto tcp lookup 1001", LOOKUP.ipProtocol(6)),
                arguments(
                        "from all ipproto udp sport 1024-2048 dport 53 lookup 1001",
                        LOOKUP.ipProtocol(17)
                                .sourcePorts(new PortRange(1024, 2048))
                                .destinationPorts(PortRange.of(53))),
                arguments("from all lookup main", LOOKUP.table(RtNetlink.RT_TABLE_MAIN)),
                arguments("from all lookup 256", LOOKUP.table(256)),
                arguments("from all lookup 4294967295", LOOKUP.table(-1)),
                arguments(
                        "from all lookup main suppress_prefixlength 0",
                        LOOKUP.table(RtNetlink.RT_TABLE_MAIN).suppressPrefixLength(0)),
                arguments("from all blackhole", acting(FibRules.FR_ACT_BLACKHOLE)),
                arguments("from all unreachable", acting(FibRules.FR_ACT_UNREACHABLE)),
                arguments("from all prohibit", acting(FibRules.FR_ACT_PROHIBIT)),
                arguments("from all nop", acting(FibRules.FR_ACT_NOP)),
                arguments("from 2001:db8::7 lookup 1001", lookup6.from(prefix("2001:db8::7/128"))),
                arguments(
                        "from all to 2001:db8::/64 fwmark 0x80/0x80 lookup 1001 proto 86",
                        lookup6.to(prefix("2001:db8::/64")).mark(0x80, 0x80).protocol(86)));
    }

    private static Rule both(Rule rule) {
        return rule.iif("eth0").oif("eth1");
    }

    private static Rule acting(int action) {
        return LOOKUP.table(0).action(action);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void addsListsAndDeletes(String expected, Rule rule) throws IOException {
        try (Lab lab = new Lab()) {
            Rules rules = new Rules(lab.socket);
            String family = rule.family() == AF_INET6 ? "-6 " : "-4 ";
            int before = objects(family + "rule show").size();

            rules.add(rule);
            String shown = ip(family + "rule show pref 1536");
            List<Rule> listed = rules.list(rule.family());
            rules.delete(rule);

            assertEquals("1536:\t" + expected, shown.strip());
            assertTrue(listed.contains(rule), listed::toString);
            assertEquals(before, objects(family + "rule show").size());
        }
    }

    @Test
    void refusesARuleThatIsThere() throws IOException {
        try (Lab lab = new Lab()) {
            Rules rules = new Rules(lab.socket);
            rules.add(FROM_POD);

            NetlinkException e = refusal(() -> rules.add(FROM_POD));

            assertEquals(
                    "add rule from 10.0.1.7/32 table 1001 priority 1536 proto 86:"
                            + " EEXIST: File exists",
                    e.getMessage());
            assertEquals(1, objects("rule show pref 1536").size());
        }
    }

    @Test
    void deletesTheRuleThatIsMeantOnly() throws IOException {
        try (Lab lab = new Lab()) {
            Rules rules = new Rules(lab.socket);
            rules.add(FROM_POD);
            rules.add(FROM_POD.protocol(99).priority(1537));
            rules.add(FROM_POD.mark(0x80, 0x80));

            rules.delete(FROM_POD.mark(0x80, 0x80));
            rules.delete(FROM_POD.protocol(99).priority(1537));
            NetlinkException otherMaker = refusal(() -> rules.delete(FROM_POD.protocol(99)));
            NetlinkException otherTable = refusal(() -> rules.delete(FROM_POD.table(1002)));
            NetlinkException otherPlace = refusal(() -> rules.delete(FROM_POD.priority(1)));

            assertTrue(otherMaker.is(Errno.ENOENT), otherMaker.getMessage());
            assertTrue(otherTable.is(Errno.ENOENT), otherTable.getMessage());
            assertTrue(otherPlace.is(Errno.ENOENT), otherPlace.getMessage());
            assertEquals("10.0.1.7", object("rule show pref 1536").get("src").getAsString());
        }
    }

    @Test
    void aDeletionThatNamesNoMakerTakesAny() throws IOException {
        try (Lab lab = new Lab()) {
            Rules rules = new Rules(lab.socket);
            rules.add(FROM_POD);

            rules.delete(FROM_POD.protocol(RtNetlink.RTPROT_UNSPEC));

            assertEquals(0, objects("rule show pref 1536").size());
        }
    }

    @Test
    void listsInTheOrderOfTheKernel() throws IOException {
        try (Lab lab = new Lab()) {
            Rules rules = new Rules(lab.socket);
            rules.add(LOOKUP.priority(2000));
            rules.add(LOOKUP.priority(1000));

            List<Integer> places = rules.list(AF_INET).stream().map(Rule::priority).toList();

            assertEquals(List.of(0, 1000, 2000, 32766, 32767), places);
            assertEquals(
                    objects("-4 rule show").size() + objects("-6 rule show").size(),
                    rules.list(AF_UNSPEC).size());
        }
    }

    @Test
    void listsRulesWithSelectorsItDoesNotKnow() throws IOException {
        try (Lab lab = new Lab()) {
            ip("rule add uidrange 1000-2000 tos 0x10 lookup 1001 pref 1536");
            ip("rule add from 10.0.1.8/32 goto 32766 pref 1537");

            List<Rule> listed = new Rules(lab.socket).list(AF_INET);

            assertEquals(LOOKUP, listed.get(1));
            assertEquals(FibRules.FR_ACT_GOTO, listed.get(2).action());
        }
    }
}
