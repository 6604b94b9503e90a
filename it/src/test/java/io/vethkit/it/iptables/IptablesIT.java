package io.vethkit.it.iptables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vethkit.iptables.IptablesRules;
import io.vethkit.it.ThrowawayNetns;
import io.vethkit.it.Tool;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.util.List;

/** The tables of iptables as Debian's own iptables reads them. */
@Tag("kernels")
@ExtendWith(ThrowawayNetns.class)
class IptablesIT {
    private static final IptablesRules AWS = AwsRules.of("eni", 0x80, "10.0.0.0/16", "10.7.0.0/20");

    @ParameterizedTest
    @EnumSource
    void iptablesListsWhatWasApplied(Flavour flavour) throws IOException {
        flavour.apply(AWS);

        assertEquals(
                """
                -P PREROUTING ACCEPT
                -P INPUT ACCEPT
                -P OUTPUT ACCEPT
                -P POSTROUTING ACCEPT
                -N AWS-CONNMARK-CHAIN-0
                -N AWS-SNAT-CHAIN-0
                -A PREROUTING -i eni+ -m comment --comment "AWS, outbound connections" -j AWS-CONNMARK-CHAIN-0
                -A PREROUTING -m comment --comment "AWS, CONNMARK" -j CONNMARK --restore-mark --nfmask 0x80 --ctmask 0x80
                -A POSTROUTING -m comment --comment "AWS SNAT CHAIN" -j AWS-SNAT-CHAIN-0
                -A AWS-CONNMARK-CHAIN-0 -d 10.0.0.0/16 -m comment --comment "AWS CONNMARK CHAIN" -j RETURN
                -A AWS-CONNMARK-CHAIN-0 -d 10.7.0.0/20 -m comment --comment "AWS CONNMARK CHAIN" -j RETURN
                -A AWS-CONNMARK-CHAIN-0 -m comment --comment "AWS, CONNMARK" -j CONNMARK --set-xmark 0x80/0x80
                -A AWS-SNAT-CHAIN-0 -d 10.0.0.0/16 -m comment --comment "AWS SNAT CHAIN" -j RETURN
                -A AWS-SNAT-CHAIN-0 -d 10.7.0.0/20 -m comment --comment "AWS SNAT CHAIN" -j RETURN
                -A AWS-SNAT-CHAIN-0 ! -o vlan+ -m comment --comment "AWS, SNAT" -m addrtype ! --dst-type LOCAL -j SNAT --to-source 10.0.1.10 --random-fully\
                """,
                flavour.iptables("-t nat -S"));
        assertEquals(
                """
                -A PREROUTING -i eth0 -m comment --comment "AWS, primary ENI" -m addrtype --dst-type LOCAL --limit-iface-in -j CONNMARK --set-xmark 0x80/0x80
                -A PREROUTING -i eni+ -m comment --comment "AWS, primary ENI" -j CONNMARK --restore-mark --nfmask 0x80 --ctmask 0x80
                -A PREROUTING -i vlan+ -m comment --comment "AWS, primary ENI" -j CONNMARK --restore-mark --nfmask 0x80 --ctmask 0x80\
                """,
                appended(flavour.iptables("-t mangle -S")));
        assertEquals(
                "-A FORWARD -d 169.254.172.0/22 -m conntrack --ctstate NEW -m comment --comment"
                        + " \"Block Node Local Pod access via IPv4\""
                        + " -j REJECT --reject-with icmp-port-unreachable",
                appended(flavour.iptables("-S")));
    }

    private static String appended(String listing) {
        return String.join("\n", listing.lines().filter(line -> line.startsWith("-A")).toList());
    }

    @ParameterizedTest
    @EnumSource
    void whatAPersonWouldTypeGivesTheSame(Flavour flavour) throws IOException {
        for (String command : AWS.commands(flavour.backend())) {
            flavour.type(command);
        }

        assertEquals(List.of(), flavour.diff(AWS));
    }

    @ParameterizedTest
    @EnumSource
    void thePlanTypedGivesTheSame(Flavour flavour) throws IOException {
        flavour.apply(AWS);
        flavour.iptables("-t nat -I POSTROUTING -j ACCEPT");
        flavour.iptables("-t nat -A POSTROUTING -m comment --comment 'AWS SNAT CHAIN' -j ACCEPT");
        flavour.iptables("-t nat -N AWS-SNAT-CHAIN-1");
        flavour.iptables("-t nat -I AWS-SNAT-CHAIN-0 2 -j AWS-SNAT-CHAIN-1");
        IptablesRules changed = AwsRules.of("veth", 0x100, "10.7.0.0/20", "10.0.0.0/16");

        List<String> plan = flavour.plan(changed);
        for (String command : plan) {
            flavour.type(command);
        }

        assertEquals(List.of(), flavour.diff(changed), plan::toString);
    }

    @ParameterizedTest
    @EnumSource
    void iptablesFindsEachRule(Flavour flavour) throws IOException {
        flavour.apply(AWS);

        for (String command : AWS.commands(flavour.backend())) {
            if (!command.contains(" -N ")) {
                flavour.type(
                        command.replace(" -A ", " -C ").replace(" -I FORWARD 1", " -C FORWARD"));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void applyingTwiceWritesNothing(Flavour flavour) throws IOException {
        assertFalse(flavour.apply(AWS).isEmpty());
        String before = flavour.revision();

        assertTrue(flavour.apply(AWS).isEmpty());

        assertEquals(before, flavour.revision());
    }

    @ParameterizedTest
    @EnumSource
    void rulesOfAnOldPrefixAndMarkGo(Flavour flavour) throws IOException {
        flavour.apply(AwsRules.of("veth", 0x40, "10.9.0.0/16"));
        flavour.iptables(
                "-t mangle -A PREROUTING -i ens5 -m comment --comment 'AWS, primary ENI'"
                        + " -m addrtype --dst-type LOCAL --limit-iface-in"
                        + " -j CONNMARK --set-mark 0x80/0x80");
        flavour.iptables("-t nat -N AWS-SNAT-CHAIN-1");
        flavour.iptables("-t nat -A AWS-SNAT-CHAIN-0 -j AWS-SNAT-CHAIN-1");

        flavour.apply(AWS);

        String saved = flavour.iptables("-t nat -S") + flavour.iptables("-t mangle -S");
        assertFalse(saved.contains("veth"), saved);
        assertFalse(saved.contains("0x40"), saved);
        assertFalse(saved.contains("10.9."), saved);
        assertFalse(saved.contains("ens5"), saved);
        assertFalse(saved.contains("AWS-SNAT-CHAIN-1"), saved);
        assertEquals(List.of(), flavour.diff(AWS));
    }

    @ParameterizedTest
    @EnumSource
    void othersRulesSurviveByteForByte(Flavour flavour) throws IOException {
        flavour.restore(KubeProxy.rules(500));
        String before = flavour.save();

        flavour.apply(AWS);
        String with = flavour.save();
        flavour.apply(AwsRules.of("eni", 0x100, "10.7.0.0/20", "172.16.0.0/12"));
        flavour.remove(AWS);

        assertEquals(before, withoutOurs(with));
        assertEquals(before, withoutEmptyTables(flavour.save()));
    }

    private static String withoutOurs(String saved) {
        return withoutEmptyTables(saved.replaceAll("(?m)^[:\\[].*(AWS|Block Node Local).*\n", ""));
    }

    /** A built-in chain is left behind, as by iptables itself. */
    private static String withoutEmptyTables(String saved) {
        return saved.replaceAll("\\*mangle\n(:.*ACCEPT \\[0:0\\]\n)+COMMIT\n", "");
    }

    @ParameterizedTest
    @EnumSource
    void countersAreKept(Flavour flavour) throws IOException {
        flavour.restore(KubeProxy.rules(3));
        Tool.ip("link", "set", "lo", "up");
        Tool.ip("address", "add", "10.96.0.1/32", "dev", "lo");
        flavour.apply(AWS);
        Tool.run("sh", "-c", "ping -c 2 -W 1 10.96.0.1");
        String before = counted(flavour.save());

        flavour.apply(AwsRules.of("eni", 0x80, "10.0.0.0/16", "10.7.0.0/20", "192.168.0.0/16"));

        assertTrue(
                before.contains("-A POSTROUTING -m comment --comment \"AWS SNAT CHAIN\""), before);
        assertEquals(before, counted(flavour.save()));
    }

    /** Returns the rules and chains that have counted packets. */
    private static String counted(String saved) {
        return String.join(
                "\n",
                saved.lines()
                        .filter(line -> line.contains("[") && !line.contains("[0:0]"))
                        .toList());
    }

    @ParameterizedTest
    @EnumSource
    void namesWhatIsMissingAndWhatIsTooMuch(Flavour flavour) throws IOException {
        flavour.apply(AWS);
        flavour.iptables("-t nat -D AWS-SNAT-CHAIN-0 2");
        flavour.iptables("-t nat -I POSTROUTING -j AWS-CONNMARK-CHAIN-0");
        flavour.iptables("-t mangle -F PREROUTING");
        flavour.iptables("-t nat -N AWS-SNAT-CHAIN-7");

        List<String> differences = flavour.diff(AWS);

        String comment = "-m comment --comment \"AWS, primary ENI\"";
        String restore = " -j CONNMARK --restore-mark --nfmask 0x80 --ctmask 0x80";
        assertEquals(
                List.of(
                        "rule 1 of chain ip nat POSTROUTING is not described:"
                                + " -j AWS-CONNMARK-CHAIN-0",
                        "rule 2 of chain ip nat AWS-SNAT-CHAIN-0 is missing: -d 10.7.0.0/20"
                                + " -m comment --comment \"AWS SNAT CHAIN\" -j RETURN",
                        "chain ip nat AWS-SNAT-CHAIN-7 is not described",
                        "rule 1 of chain ip mangle PREROUTING is missing: -i eth0 "
                                + comment
                                + " -m addrtype --dst-type LOCAL --limit-iface-in"
                                + " -j CONNMARK --set-xmark 0x80/0x80",
                        "rule 2 of chain ip mangle PREROUTING is missing: -i eni+ "
                                + comment
                                + restore,
                        "rule 3 of chain ip mangle PREROUTING is missing: -i vlan+ "
                                + comment
                                + restore),
                differences);
    }

    @ParameterizedTest
    @EnumSource
    void aChainThatOthersJumpToIsEmptiedAndNamed(Flavour flavour) throws IOException {
        flavour.apply(AWS);
        flavour.iptables("-t nat -N OTHERS");
        flavour.iptables("-t nat -A OTHERS -j AWS-SNAT-CHAIN-0");

        flavour.remove(AWS);

        assertEquals("-N AWS-SNAT-CHAIN-0", flavour.iptables("-t nat -S AWS-SNAT-CHAIN-0"));
        assertEquals(
                List.of("chain ip nat AWS-SNAT-CHAIN-0 is not described, but others jump to it"),
                flavour.diff(AWS.none()));
    }

    @ParameterizedTest
    @EnumSource
    void keepsItsOrderAroundOthersRules(Flavour flavour) throws IOException {
        flavour.apply(AWS);
        flavour.iptables("-t nat -I PREROUTING 2 -i docker0 -j RETURN");
        flavour.iptables("-t nat -A PREROUTING -i cni0 -j RETURN");
        flavour.iptables("-t nat -D PREROUTING 1");
        flavour.iptables("-I FORWARD -i cni0 -j ACCEPT");
        flavour.iptables("-D FORWARD 2");

        flavour.apply(AWS);

        assertEquals(
                """
                -P PREROUTING ACCEPT
                -A PREROUTING -i docker0 -j RETURN
                -A PREROUTING -i eni+ -m comment --comment "AWS, outbound connections" -j AWS-CONNMARK-CHAIN-0
                -A PREROUTING -m comment --comment "AWS, CONNMARK" -j CONNMARK --restore-mark --nfmask 0x80 --ctmask 0x80
                -A PREROUTING -i cni0 -j RETURN\
                """,
                flavour.iptables("-t nat -S PREROUTING"));
        assertTrue(
                flavour.iptables("-S FORWARD 1").contains("Block Node Local"),
                flavour.iptables("-S FORWARD"));
    }

    @ParameterizedTest
    @EnumSource
    void comparingMakesNoTable(Flavour flavour) throws IOException {
        assertFalse(flavour.diff(AWS).isEmpty());
        flavour.remove(AWS);

        assertEquals("", flavour.tables());
    }
}
