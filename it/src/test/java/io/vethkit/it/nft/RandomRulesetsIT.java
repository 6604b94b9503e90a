package io.vethkit.it.nft;

import static io.vethkit.it.Tool.feed;
import static io.vethkit.it.Tool.nft;
import static io.vethkit.netlink.Netlink.NETLINK_NETFILTER;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vethkit.iptables.Nftables;
import io.vethkit.iptables.Ruleset;
import io.vethkit.it.ThrowawayNetns;
import io.vethkit.netlink.NetlinkSocket;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** What must be so of any description, with {@code nft} as the reader. */
@ExtendWith(ThrowawayNetns.class)
class RandomRulesetsIT {
    private static final int PAIRS = Integer.getInteger("nft.pairs", 60);

    @Test
    void becomesWhateverIsDescribed() throws IOException {
        try (NetlinkSocket socket = NetlinkSocket.open(NETLINK_NETFILTER)) {
            Nftables nftables = new Nftables(socket);
            for (int seed = 0; seed < PAIRS; seed++) {
                RandomRulesets random = new RandomRulesets(seed);
                check(nftables, random.next(), random.next(), "seed " + seed);
                nft("flush", "ruleset");
            }
        }
    }

    private static void check(Nftables nftables, Ruleset one, Ruleset other, String seed)
            throws IOException {
        nftables.apply(one);
        assertEquals(List.of(), nftables.diff(one), seed);
        final Map<String, String> oneListed = Listing.byName();

        feed(one.commands(), "nft", "-f", "-");
        assertEquals(List.of(), nftables.diff(one), seed);
        assertEquals(oneListed, Listing.byName(), seed);

        nftables.check(other);
        nftables.apply(other);
        assertEquals(List.of(), nftables.diff(other), seed);
        final Map<String, String> changed = Listing.byName();

        nftables.remove(other);
        nftables.apply(other);
        assertEquals(changed, Listing.byName(), seed);

        nftables.remove(other);
        nftables.apply(one);
        feed(String.join("\n", nftables.plan(other)) + "\n", "nft", "-f", "-");
        assertEquals(List.of(), nftables.diff(other), seed);
    }
}
