package io.vethkit.routing;

import io.vethkit.linux.Errno;
import io.vethkit.netlink.NetlinkException;
import io.vethkit.netlink.Request;
import io.vethkit.netlink.route.Link;
import io.vethkit.netlink.route.Links;

import org.jspecify.annotations.Nullable;

/**
 * One request of an attempt to apply, and what its refusal means.
 *
 * @param request what is asked
 * @param replacement what is asked where the place is occupied, or null if nothing
 * @param undo what takes it back, or null if nothing does
 * @param mayExist whether what occupies the place can only be the object itself
 * @param absent the object that shall not be there, or null if it is one that shall
 * @param newRoute the route it makes whose place must be free, or be its own, or null if none
 */
record Step(
        Request request,
        @Nullable Request replacement,
        @Nullable Request undo,
        boolean mayExist,
        @Nullable TableEntry absent,
        @Nullable DesiredRoute newRoute) {

    /** Returns the step that gives {@code present} what it lacks, or null if it lacks nothing. */
    static @Nullable Step of(DesiredLink link, Link present, boolean isFresh) {
        Request setting = link.setting(present);
        if (setting == null) {
            return null;
        }
        return new Step(
                setting, null, isFresh ? null : restoring(link, present), false, null, null);
    }

    /** What is not described is not touched: not every driver can change all of it. */
    private static Request restoring(DesiredLink desired, Link present) {
        Link link = desired.link();
        String alias = present.alias() == null ? "" : present.alias(); // an empty one is none
        Link before =
                new Link(
                        present.index(),
                        present.name(),
                        null,
                        link.mac() == null ? null : present.mac(),
                        link.mtu() == null ? null : present.mtu(),
                        link.txQueueLength() == null ? null : present.txQueueLength(),
                        null,
                        null,
                        link.alias() == null ? null : alias,
                        present.up());
        return link.up() && !present.up() ? Links.settingDown(before) : Links.setting(before);
    }

    static Step of(TableEntry entry, int device) {
        Request replacement = entry.replacing(device);
        DesiredRoute newRoute = entry instanceof DesiredRoute route && route.isNew() ? route : null;
        return new Step(
                entry.adding(device),
                replacement,
                entry.undoing(device),
                replacement == null && newRoute == null,
                entry instanceof AbsentRoute || entry instanceof AbsentRule ? entry : null,
                newRoute);
    }

    /** Tells whether something else has the place of the object, and may be replaced. */
    boolean isOccupied(NetlinkException error) {
        return replacement != null && error.is(Errno.EEXIST);
    }

    /** Tells whether {@code error} says that nothing is left to do. */
    boolean isDone(NetlinkException error) {
        return (mayExist && error.is(Errno.EEXIST)) || (absent != null && Desired.isGone(error));
    }

    /** Tells whether it removes a rule that shall not be there. */
    boolean isRemovalOfRule() {
        return absent instanceof AbsentRule;
    }

    /** Returns the step that takes the place of what is there, which cannot be taken back. */
    Step replacing() {
        if (replacement == null) {
            throw new AssertionError("nothing replaces " + request.describe());
        }
        return new Step(replacement, null, null, false, null, null);
    }
}
