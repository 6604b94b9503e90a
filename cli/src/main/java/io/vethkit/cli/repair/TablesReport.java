package io.vethkit.cli.repair;

import io.vethkit.iptables.Difference;
import io.vethkit.iptables.RulesetListener;
import io.vethkit.iptables.RulesetPart;
import io.vethkit.netlink.Attempts;

import java.io.IOException;
import java.util.List;

/** Tells the announcer what is found in packet filters. */
final class TablesReport implements RulesetListener {
    private final Announcer announcer;

    TablesReport(Announcer announcer) {
        this.announcer = announcer;
    }

    @Override
    public void differs(RulesetPart part, Difference difference, String by) {
        String text = difference.toString();
        announcer.differs(part.name(), where(part), text, text, by);
    }

    @Override
    public void isAsDescribed(RulesetPart part, Difference difference) {
        announcer.isAsDescribed(
                part.name(), where(part), difference.toString(), difference.object());
    }

    @Override
    public void lost() {
        announcer.note("lost", "more nftables events than could be read: all is compared again");
    }

    @Override
    public void repaired(RulesetPart part, List<Difference> differences) {
        for (Difference difference : differences) {
            announcer.repaired(
                    part.name(), where(part), difference.toString(), difference.object());
        }
    }

    @Override
    public void failed(RulesetPart part, List<Difference> differences, IOException why) {
        announcer.failed(part.name(), where(part), differences.getFirst().object(), why);
    }

    @Override
    public void gaveUp(RulesetPart part, List<Difference> differences, Attempts attempts) {
        announcer.gaveUp(
                part.name(),
                where(part),
                differences.getFirst().object(),
                attempts.count(),
                attempts.pauseMillis());
    }

    @Override
    public void deaf(IOException why) {
        announcer.note(
                "deaf",
                "changes of legacy tables of iptables cannot be heard: " + why.getMessage());
    }

    private static String where(RulesetPart part) {
        return part.backend().toString();
    }
}
