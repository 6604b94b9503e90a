package io.vethkit.cli.repair;

import io.vethkit.iptables.Difference;
import io.vethkit.iptables.RulesetListener;
import io.vethkit.netlink.Attempts;

import java.io.IOException;
import java.util.List;

/** Tells the announcer what a watch of nftables tables finds. */
final class TablesReport implements RulesetListener {
    private static final String NFTABLES = "nftables";

    private final Announcer announcer;

    TablesReport(Announcer announcer) {
        this.announcer = announcer;
    }

    @Override
    public void differs(String part, Difference difference, String by) {
        announcer.differs(part, NFTABLES, difference.toString(), difference.toString(), by);
    }

    @Override
    public void isAsDescribed(String part, Difference difference) {
        announcer.isAsDescribed(part, NFTABLES, difference.toString(), difference.object());
    }

    @Override
    public void lost() {
        announcer.note("lost", "more nftables events than could be read: all is compared again");
    }

    @Override
    public void repaired(String part, List<Difference> differences) {
        for (Difference difference : differences) {
            announcer.repaired(part, NFTABLES, difference.toString(), difference.object());
        }
    }

    @Override
    public void failed(String part, List<Difference> differences, IOException why) {
        announcer.failed(part, NFTABLES, differences.getFirst().object(), why);
    }

    @Override
    public void gaveUp(String part, List<Difference> differences, Attempts attempts) {
        announcer.gaveUp(
                part,
                NFTABLES,
                differences.getFirst().object(),
                attempts.count(),
                attempts.pauseMillis());
    }
}
