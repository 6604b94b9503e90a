package io.vethkit.iptables;

import org.jspecify.annotations.Nullable;

/**
 * A rule of a table of iptables: one that is there, or one that is wanted. Equal to itself only.
 */
final class XtRule {
    /** What two rules that do the same have in common, however a backend writes them. */
    final String form;

    /** The text of its first comment, or null. */
    final @Nullable String comment;

    /** The chain it jumps or goes to, or null. */
    final @Nullable String jumpsTo;

    /** What a backend sends of it. */
    final byte[] bytes;

    /** What a backend knows it by if it is there, else 0. */
    final long handle;

    /** Its description if it is wanted, else null. */
    final @Nullable IptablesRule wanted;

    private XtRule(
            String form,
            @Nullable String comment,
            @Nullable String jumpsTo,
            byte[] bytes,
            long handle,
            @Nullable IptablesRule wanted) {
        this.form = form;
        this.comment = comment;
        this.jumpsTo = jumpsTo;
        this.bytes = bytes;
        this.handle = handle;
        this.wanted = wanted;
    }

    static XtRule wanted(IptablesRule rule, String form, byte[] bytes) {
        return new XtRule(form, rule.comment(), rule.jumpsTo(), bytes, 0, rule);
    }

    static XtRule found(
            String form,
            @Nullable String comment,
            @Nullable String jumpsTo,
            byte[] bytes,
            long handle) {
        return new XtRule(form, comment, jumpsTo, bytes, handle, null);
    }
}
