package io.vethkit.it.iptables;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vethkit.iptables.Family;
import io.vethkit.iptables.IptablesChain;
import io.vethkit.iptables.IptablesRule;
import io.vethkit.iptables.IptablesRules;
import io.vethkit.iptables.IptablesTable;
import io.vethkit.it.ThrowawayNetns;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** From any description to any other, with others' rules in between. */
@ExtendWith(ThrowawayNetns.class)
class RandomRulesIT {
    private static final int ROUNDS = 25;

    @ParameterizedTest
    @EnumSource
    void iptablesListsWhatIsDescribed(Flavour flavour) throws IOException {
        Random random = new Random(2026);
        flavour.restore(KubeProxy.rules(20));
        String others = rules(flavour.save());

        for (int round = 0; round < ROUNDS; round++) {
            IptablesRules wanted = RandomRules.of(random);

            flavour.apply(wanted);

            assertEquals(List.of(), flavour.diff(wanted), "round " + round);
            for (IptablesTable table : wanted.tables()) {
                assertListed(flavour, table, round);
            }
            assertEquals(others, rules(flavour.save()), "round " + round);
        }
    }

    private static void assertListed(Flavour flavour, IptablesTable table, int round)
            throws IOException {
        String arguments = "-t " + table.name() + " -S";
        String listing =
                table.family() == Family.IP6
                        ? flavour.ip6tables(arguments)
                        : flavour.iptables(arguments);
        for (IptablesChain chain : table.chains()) {
            List<String> expected = new ArrayList<>();
            for (IptablesRule rule : chain.rules()) {
                expected.add("-A " + chain.name() + " " + rule);
            }
            List<String> listed =
                    listing.lines()
                            .filter(line -> line.startsWith("-A " + chain.name() + " "))
                            .filter(line -> line.contains("ours"))
                            .toList();
            assertEquals(expected, listed, "round " + round + " of " + table.name());
        }
    }

    /** Returns the rules of others. */
    private static String rules(String saved) {
        return String.join(
                "\n",
                saved.lines()
                        .filter(line -> line.startsWith("[") && !line.contains("ours"))
                        .toList());
    }
}
