package io.vethkit.iptables;

import io.vethkit.netlink.Attempts;

import java.io.IOException;
import java.util.List;

/** Is told what a {@link RulesetWatcher} finds, on the thread that watches. */
public interface RulesetListener {
    /**
     * Something is no longer as described.
     *
     * @param by the last program that changed any described table in nf_tables, such as {@code
     *     nft[4711]}; empty if unknown
     */
    void differs(RulesetPart part, Difference difference, String by);

    /** What differed is as described again, and it was not this watch that repaired it. */
    void isAsDescribed(RulesetPart part, Difference difference);

    /** Events were lost; all is looked at again. */
    default void lost() {}

    /** Changes of legacy tables cannot be heard: they are found out when something else happens. */
    default void deaf(IOException why) {}

    /** What differed was repaired; that of tables in nf_tables in one transaction. */
    default void repaired(RulesetPart part, List<Difference> differences) {}

    /** What differs could not be repaired. */
    default void failed(RulesetPart part, List<Difference> differences, IOException why) {}

    /** What differs was repaired again and again, or in vain, and will not be for a while. */
    default void gaveUp(RulesetPart part, List<Difference> differences, Attempts attempts) {}
}
