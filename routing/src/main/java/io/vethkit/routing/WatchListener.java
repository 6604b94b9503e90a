package io.vethkit.routing;

import io.vethkit.netlink.Attempts;

import java.io.IOException;

/** Is told what a {@link Watcher} finds, on the thread that watches. */
public interface WatchListener {
    /** Something is no longer as described, or not in the way it was before. */
    void differs(String part, Difference difference);

    /** What differed is as described again, and it was not this watch that repaired it. */
    void isAsDescribed(String part, Difference difference);

    /** Events were lost; all is looked at again. */
    default void lost() {}

    /** What differed was repaired. */
    default void repaired(String part, Difference difference) {}

    /** What differs could not be repaired. */
    default void failed(String part, Difference difference, IOException why) {}

    /** What differs was repaired again and again, or in vain, and will not be for a while. */
    default void gaveUp(String part, Difference difference, Attempts attempts) {}
}
