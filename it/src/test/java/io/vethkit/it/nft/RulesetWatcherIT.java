package io.vethkit.it.nft;

import static io.vethkit.netlink.Netlink.NETLINK_NETFILTER;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vethkit.iptables.Difference;
import io.vethkit.iptables.Nftables;
import io.vethkit.iptables.Ruleset;
import io.vethkit.iptables.RulesetPart;
import io.vethkit.it.ThrowawayNetns;
import io.vethkit.it.Tool;
import io.vethkit.netlink.NetlinkSocket;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.util.List;

/** A watch of tables that others meddle with, by the real nft: what it names and heals. */
@ExtendWith(ThrowawayNetns.class)
class RulesetWatcherIT {
    private static final Ruleset RULESET = NodeRuleset.of("10.0.0.0/16");

    private static WatchedTables watching(boolean repairs) throws IOException {
        return new WatchedTables(new RulesetPart.Own("node", RULESET), repairs);
    }

    private static void apply() throws IOException {
        try (NetlinkSocket socket = NetlinkSocket.open(NETLINK_NETFILTER)) {
            new Nftables(socket).apply(RULESET);
        }
    }

    private static List<Difference> diff() throws IOException {
        try (NetlinkSocket socket = NetlinkSocket.open(NETLINK_NETFILTER)) {
            return new Nftables(socket).diff(RULESET);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '>',
            textBlock =
                    """
                    flush ruleset > table ip aws-cni is missing
                    delete table ip aws-cni > table ip aws-cni is missing
                    flush table ip aws-cni > rule 1 of chain ip aws-cni mangle-prerouting is missing
                    flush chain ip aws-cni nat-postrouting > rule 1 of chain ip aws-cni nat-postrouting is missing
                    delete element ip aws-cni exempt-cidrs { 10.0.0.0/16 } > element 10.0.0.0/16 of set ip aws-cni exempt-cidrs is missing
                    add element ip aws-cni exempt-cidrs { 10.9.0.0/16 } > element 10.9.0.0/16 of set ip aws-cni exempt-cidrs is not described
                    add rule ip aws-cni snat-mark drop > rule with handle N of chain ip aws-cni snat-mark is not described
                    add chain ip aws-cni other > chain ip aws-cni other is not described
                    chain ip aws-cni mangle-prerouting { policy drop; } > chain ip aws-cni mangle-prerouting has another policy than accept
                    """)
    void namesWhatSomebodyBreaksAndWhoDidItAndHealsIt(String command, String finding)
            throws Exception {
        apply();
        try (WatchedTables watching = watching(true)) {
            assertEquals(List.of(), watching.settle());

            Tool.feed(command, "nft", "-f", "-");

            watching.await(said -> said.startsWith(finding) && said.endsWith(", by nft[PID]"));
            assertTrue(watching.settle().toString().contains("repaired"));
            assertEquals(List.of(), diff());
        }
    }

    @Test
    void letsPassWhatHappensToOtherTables() throws Exception {
        apply();
        try (WatchedTables watching = watching(true)) {
            watching.settle();

            Tool.nft("add table ip other; add chain ip other aws-cni; flush table ip other");
            Tool.nft("add table inet aws-cni");

            assertEquals(List.of(), watching.settle());
        }
    }

    @Test
    void saysWhatIsAsDescribedAgain() throws Exception {
        try (WatchedTables watching = watching(false)) {
            watching.await(said -> said.equals("table ip aws-cni is missing, by "));

            apply();

            watching.await(said -> said.equals("as described: table ip aws-cni"));
        }
    }

    @Test
    void givesUpTablesThatSomebodyFlushesAgainAndAgain() throws Exception {
        apply();
        try (WatchedTables watching = watching(true)) {
            watching.settle();
            for (int i = 0; i < 5; i++) {
                Tool.nft("delete", "table", "ip", "aws-cni");
                watching.await(said -> said.startsWith("repaired"));
                assertFalse(watching.settle().toString().contains("gave up"));
            }
            Tool.nft("delete", "table", "ip", "aws-cni");

            watching.await(said -> said.equals("gave up after 5"));
            assertFalse(diff().isEmpty());
        }
    }
}
