package io.vethkit.podnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vethkit.iptables.FilterBackend;
import io.vethkit.iptables.HostRules;
import io.vethkit.iptables.Table;
import io.vethkit.netlink.Prefix;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.ArrayList;
import java.util.List;

/** The node's rules in the tables of iptables: what Amazon's daemon has, and what it should. */
class NodeIptablesTest {
    private static final String OUTBOUND = "-m comment --comment \"AWS, outbound connections\"";
    private static final String ENI = "-m comment --comment \"AWS, primary ENI\"";
    private static final String RESTORE = "-j CONNMARK --restore-mark --nfmask 0x80 --ctmask 0x80";
    private static final List<String> MANGLE =
            List.of(
                    "iptables -t mangle -A PREROUTING -i eth0 "
                            + ENI
                            + " -m addrtype --dst-type LOCAL --limit-iface-in"
                            + " -j CONNMARK --set-xmark 0x80/0x80",
                    "iptables -t mangle -A PREROUTING -i eni+ " + ENI + " " + RESTORE,
                    "iptables -t mangle -A PREROUTING -i vlan+ " + ENI + " " + RESTORE);
    private static final List<String> SNAT =
            List.of(
                    "iptables -t nat -A POSTROUTING -m comment --comment \"AWS SNAT CHAIN\""
                            + " -j AWS-SNAT-CHAIN-0",
                    "iptables -t nat -A AWS-SNAT-CHAIN-0 -d 10.1.0.0/16"
                            + " -m comment --comment \"AWS SNAT CHAIN\" -j RETURN",
                    "iptables -t nat -A AWS-SNAT-CHAIN-0 -d 10.0.0.0/16"
                            + " -m comment --comment \"AWS SNAT CHAIN\" -j RETURN",
                    "iptables -t nat -A AWS-SNAT-CHAIN-0 ! -o vlan+"
                            + " -m comment --comment \"AWS, SNAT\" -m addrtype ! --dst-type LOCAL"
                            + " -j SNAT --to-source 10.0.0.4 --random-fully");

    @Test
    void iptablesNftHasSnatAndLeavesMarkingToItsOwnTable() {
        DesiredState state = describe(node(false, true, FilterBackend.IPTABLES_NFT));

        List<String> expected = new ArrayList<>(MANGLE);
        expected.add("iptables -t nat -N AWS-SNAT-CHAIN-0");
        expected.addAll(SNAT);
        assertEquals(expected, commands(state));
        assertNotNull(state.ruleset());
        Table table = state.ruleset().tables().getFirst();
        assertEquals(
                List.of("nat-prerouting", "snat-mark"),
                table.chains().stream().map(chain -> chain.name()).toList());
    }

    @Test
    void legacyMarksBeforeRoutingAndWhatIsTranslatedBehindIt() {
        DesiredState state = describe(node(false, true, FilterBackend.IPTABLES_LEGACY));

        List<String> commands = commands(state);
        List<String> mark =
                List.of(
                        " -A AWS-CONNMARK-CHAIN-0 -d 10.1.0.0/16"
                                + " -m comment --comment \"AWS CONNMARK CHAIN\" -j RETURN",
                        " -A AWS-CONNMARK-CHAIN-0 -d 10.0.0.0/16"
                                + " -m comment --comment \"AWS CONNMARK CHAIN\" -j RETURN",
                        " -A AWS-CONNMARK-CHAIN-0 -m comment --comment \"AWS, CONNMARK\""
                                + " -j CONNMARK --set-xmark 0x80/0x80");
        List<String> expected = new ArrayList<>();
        expected.add("iptables -t mangle -N AWS-CONNMARK-CHAIN-0");
        expected.addAll(MANGLE);
        expected.add(
                "iptables -t mangle -A FORWARD -i eni+ -m conntrack --ctstate NEW"
                        + " -m conntrack --ctstate DNAT "
                        + OUTBOUND
                        + " -j AWS-CONNMARK-CHAIN-0");
        mark.forEach(rule -> expected.add("iptables -t mangle" + rule));
        expected.add("iptables -t nat -N AWS-CONNMARK-CHAIN-0");
        expected.add("iptables -t nat -N AWS-SNAT-CHAIN-0");
        expected.add(
                "iptables -t nat -A PREROUTING -i eni+ " + OUTBOUND + " -j AWS-CONNMARK-CHAIN-0");
        expected.add(
                "iptables -t nat -A PREROUTING -m comment --comment \"AWS, CONNMARK\" " + RESTORE);
        mark.forEach(rule -> expected.add("iptables -t nat" + rule));
        expected.addAll(SNAT);
        assertEquals(expected, commands);
        assertNotNull(state.ruleset());
        assertEquals(List.of(), state.ruleset().tables());
    }

    @ParameterizedTest
    @EnumSource
    void describesThatTheOtherTablesHoldNothingOfOurs(FilterBackend backend) {
        DesiredState state = describe(node(false, true, backend));

        for (HostRules rules : state.iptables()) {
            assertEquals(
                    rules.backend() == backend,
                    !rules.rules().isEmpty(),
                    rules.backend().toString());
        }
        assertEquals(2, state.iptables().size());
    }

    @ParameterizedTest
    @EnumSource
    void leavesNothingToRemoveWhenTheBackendChanges(FilterBackend backend) {
        for (FilterBackend before : FilterBackend.values()) {
            DesiredState rest =
                    describe(node(false, true, before))
                            .without(describe(node(false, true, backend)));

            for (HostRules rules : rest.iptables()) {
                assertEquals(List.of(), rules.rules().tables());
            }
        }
    }

    @Test
    void translatesNothingIfOthersDo() {
        DesiredState state = describe(node(true, false, FilterBackend.IPTABLES_LEGACY));

        assertEquals(List.of(), commands(state));
        assertFalse(state.iptables().isEmpty());
    }

    private static DesiredState describe(Node node) {
        return NodeSetUp.describe(node);
    }

    private static List<String> commands(DesiredState state) {
        List<String> commands = new ArrayList<>();
        for (HostRules rules : state.iptables()) {
            String tool = rules.backend() == FilterBackend.IPTABLES_NFT ? "-nft " : "-legacy -w ";
            for (String command : rules.commands()) {
                assertTrue(command.matches("ip6?tables" + tool + "-t .*"), command);
                commands.add(command.replaceFirst(tool, " "));
            }
        }
        return commands;
    }

    private static Node node(boolean externalSnat, boolean nodePort, FilterBackend backend) {
        return new Node(
                "eth0",
                Prefix.parse("10.0.0.4/24"),
                false,
                List.of(Prefix.parse("10.0.0.0/16"), Prefix.parse("10.1.0.0/16")),
                List.of(),
                externalSnat,
                nodePort,
                0x80,
                SnatPorts.PRNG,
                "eni",
                null,
                List.of(),
                null,
                true,
                false,
                backend);
    }
}
