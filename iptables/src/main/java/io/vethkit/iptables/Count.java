package io.vethkit.iptables;

import org.jspecify.annotations.Nullable;

/**
 * Counts the packets and bytes that come by.
 *
 * @param counter the name of a counter of the same table, or null for one of the rule's own
 */
public record Count(@Nullable String counter) implements Statement {}
