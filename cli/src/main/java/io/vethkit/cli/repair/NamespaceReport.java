package io.vethkit.cli.repair;

import io.vethkit.netlink.Attempts;
import io.vethkit.routing.Difference;
import io.vethkit.routing.WatchListener;

import java.io.IOException;

/** Tells the announcer what a watch of a namespace finds. */
class NamespaceReport implements WatchListener {
    private final Announcer announcer;
    private final String where;

    /**
     * A report to {@code announcer}.
     *
     * @param where {@code node} or {@code pod}
     */
    NamespaceReport(Announcer announcer, String where) {
        this.announcer = announcer;
        this.where = where;
    }

    @Override
    public void differs(String part, Difference difference) {
        announcer.differs(part, where, object(difference), difference.text(), "");
    }

    @Override
    public void isAsDescribed(String part, Difference difference) {
        announcer.isAsDescribed(part, where, object(difference), object(difference));
    }

    @Override
    public void lost() {
        announcer.note("lost", "more events than could be read: all is compared again");
    }

    @Override
    public void repaired(String part, Difference difference) {
        announcer.repaired(part, where, object(difference), object(difference));
    }

    @Override
    public void failed(String part, Difference difference, IOException why) {
        announcer.failed(part, where, object(difference), why);
    }

    @Override
    public void gaveUp(String part, Difference difference, Attempts attempts) {
        announcer.gaveUp(part, where, object(difference), attempts.count(), attempts.pauseMillis());
    }

    private static String object(Difference difference) {
        return difference.object().toString();
    }
}
