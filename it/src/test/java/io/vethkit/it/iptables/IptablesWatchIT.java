package io.vethkit.it.iptables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vethkit.iptables.HostRules;
import io.vethkit.iptables.IptablesRules;
import io.vethkit.iptables.RulesetPart;
import io.vethkit.it.ThrowawayNetns;
import io.vethkit.it.nft.WatchedTables;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.util.List;

/** A watch of rules in the tables of iptables, in which others meddle by the real iptables. */
@ExtendWith(ThrowawayNetns.class)
class IptablesWatchIT {
    private static final IptablesRules AWS = AwsRules.of("eni", 0x80, "10.0.0.0/16");

    private static WatchedTables watch(Flavour flavour, boolean repairs) throws IOException {
        HostRules host = new HostRules(flavour.backend(), AWS);
        return new WatchedTables(new RulesetPart.InIptables("node", host), repairs);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            textBlock =
                    """
                    -t nat -D AWS-SNAT-CHAIN-0 1 > rule 1 of chain ip nat AWS-SNAT-CHAIN-0 is missing
                    -t nat -F POSTROUTING > rule 1 of chain ip nat POSTROUTING is missing
                    -t nat -F > rule 2 of chain ip nat AWS-CONNMARK-CHAIN-0 is missing
                    -t mangle -F PREROUTING > rule 3 of chain ip mangle PREROUTING is missing
                    -D FORWARD 1 > rule 1 of chain ip filter FORWARD is missing
                    -t nat -A AWS-SNAT-CHAIN-0 -j ACCEPT > rule 3 of chain ip nat AWS-SNAT-CHAIN-0 is not described
                    -t nat -N AWS-SNAT-CHAIN-1 > chain ip nat AWS-SNAT-CHAIN-1 is not described
                    """)
    void namesWhatSomebodyBreaksAndHealsIt(String command, String finding) throws Exception {
        for (Flavour flavour : Flavour.values()) {
            flavour.apply(AWS);
            try (WatchedTables watching = watch(flavour, true)) {
                assertEquals(List.of(), watching.settle());

                flavour.iptables(command);

                watching.await(said -> said.startsWith(finding));
                assertTrue(watching.settle().toString().contains("repaired"));
                assertEquals(List.of(), flavour.diff(AWS));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void letsPassWhatOthersDoBesideAndKeepsIt(Flavour flavour) throws Exception {
        flavour.apply(AWS);
        try (WatchedTables watching = watch(flavour, true)) {
            watching.settle();

            flavour.iptables("-t nat -N KUBE-SERVICES");
            flavour.iptables("-t nat -I PREROUTING -j KUBE-SERVICES");
            flavour.iptables("-t nat -F AWS-SNAT-CHAIN-0");

            watching.await(said -> said.startsWith("repaired"));
            assertFalse(watching.settle().toString().contains("KUBE"));
            flavour.iptables("-t nat -C PREROUTING -j KUBE-SERVICES");
        }
    }

    @ParameterizedTest
    @EnumSource
    void saysWhatIsAsDescribedAgain(Flavour flavour) throws Exception {
        try (WatchedTables watching = watch(flavour, false)) {
            watching.await(said -> said.startsWith("chain ip nat AWS-SNAT-CHAIN-0 is missing"));

            flavour.apply(AWS);

            watching.await(said -> said.equals("as described: chain ip nat AWS-SNAT-CHAIN-0"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void givesUpWhatSomebodyFlushesAgainAndAgain(Flavour flavour) throws Exception {
        flavour.apply(AWS);
        try (WatchedTables watching = watch(flavour, true)) {
            watching.settle();
            for (int i = 0; i < 5; i++) {
                flavour.iptables("-t nat -F AWS-SNAT-CHAIN-0");
                watching.await(said -> said.startsWith("repaired"));
                watching.settle();
            }
            flavour.iptables("-t nat -F AWS-CONNMARK-CHAIN-0"); // what else breaks is repaired
            watching.await(said -> said.startsWith("repaired"));
            watching.settle();

            flavour.iptables("-t nat -F AWS-SNAT-CHAIN-0");

            watching.await(said -> said.equals("gave up after 5"));
            assertFalse(watching.settle().toString().contains("repaired"));
        }
    }
}
